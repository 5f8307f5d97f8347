import { newId } from '../../src/kernel/random.js';
import { OutboxRelay } from '../../src/platform/outbox-relay.service.js';
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

test('the relay hands over what it knows and leaves what only a newer version knows', async () => {
  const sent: { name: string }[] = [];
  const addBulk = (jobs: { name: string }[]) => Promise.resolve(sent.push(...jobs));
  const relay = portal.get(OutboxRelay);
  Object.assign(relay, { handle: { queue: { addBulk }, close: () => Promise.resolve() } });
  for (const job of ['of.a-newer-version', 'grants.offer']) {
    await portal.manager.query(`INSERT INTO outbox (id, job, payload) VALUES ($1, $2, '{}')`, [
      newId(),
      job,
    ]);
  }
  expect(await relay.relayOnce()).toBe(1);
  expect(await relay.relayOnce()).toBe(0);
  expect(sent.map(({ name }) => name)).toEqual(['grants.offer']);
  const waiting = await portal.manager.query(`SELECT job FROM outbox WHERE sent_at IS NULL`);
  expect(waiting).toEqual([{ job: 'of.a-newer-version' }]);
});
