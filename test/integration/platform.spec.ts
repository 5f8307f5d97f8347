import { openPortal, type Portal } from '../harness/portal.js';

let portal: Portal;
beforeAll(async () => {
  portal = await openPortal();
});
afterAll(() => portal.close());

test('the portal answers when it is alive and ready', async () => {
  await portal.http.get('/healthz').expect(200, { status: 'ok' });
  await portal.http.get('/readyz').expect(200, { status: 'ok' });
});
