import type { Browser, Page } from 'playwright-core';
import {
  faultsOf,
  keepScreenshot,
  modes,
  openBrowser,
  openDemo,
  openPage,
  overflow,
  signIn,
  type Demo,
} from '../harness/browser.js';
import { openRegistries, type FakeRegistries } from '../harness/registries.js';

/* MEM-1 in a browser: an officer compares an applicant with the registers and decides on a difference. */

const here = process.env['TEST_BROWSER'] ? describe : describe.skip;

interface Listed {
  items: { id: string; organisation: { id: string; name: string } }[];
}
interface Checks {
  identifiers: { kind: string; value: string }[];
}

here('registers in a browser', () => {
  let fake: FakeRegistries;
  let demo: Demo;
  let browser: Browser;

  beforeAll(async () => {
    fake = await openRegistries();
    demo = await openDemo(fake.variables);
    browser = await openBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
    await fake?.close();
  });

  const read = async <T>(page: Page, path: string): Promise<T> =>
    (await page.evaluate(async (url) => (await fetch(url)).json(), `/api/v1${path}`)) as T;

  /** An application whose organisation has a VAT number or an LEI. */
  async function anApplication(page: Page) {
    const { items } = await read<Listed>(page, '/membership-applications?limit=100');
    for (const { id, organisation } of items) {
      const path = `/organisations/${organisation.id}/identifiers`;
      const { identifiers } = await read<Checks>(page, path);
      const known = identifiers.find(({ kind }) => kind === 'vat' || kind === 'lei');
      if (known) return { id, organisation, known };
    }
    throw new Error('No application has an identifier that a register knows.');
  }

  async function holds(page: Page & { complaints: string[] }, name: string) {
    await page.waitForLoadState('networkidle');
    await keepScreenshot(page, name);
    expect([name, await faultsOf(page)]).toEqual([name, []]);
    expect([name, await overflow(page)]).toEqual([name, 0]);
    expect([name, page.complaints]).toEqual([name, []]);
  }

  test('asking again, a difference, and the decision on it by keyboard', async () => {
    const page = await openPage(browser);
    await signIn(page, demo.url, 'officer');
    const { id, organisation, known } = await anApplication(page);
    const registered = { name: 'Quite Another Company', country: 'NL' };
    if (known.kind === 'vat') fake.vat.set(known.value, { valid: true, ...registered });
    else fake.lei.set(known.value, registered);
    await page.goto(`${demo.url}/app/office/members/${id}`);
    await page.getByRole('button', { name: 'Ask the registers again' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Quite Another Company').first().waitFor({ timeout: 60_000 });
    await page.getByText('is being asked').waitFor({ state: 'detached' });
    await holds(page, 'registers with a difference');
    await page.getByRole('button', { name: 'Accept the difference' }).first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await holds(page, 'registers, deciding');
    await page
      .getByLabel('Reason')
      .fill('The trade register shows the change of name of last year.');
    await page.getByRole('dialog').getByRole('button', { name: 'Accept the difference' }).click();
    await page.getByText(/Accepted on .* by .*change of name of last year/).waitFor();
    await page.setViewportSize(modes.narrow.viewport);
    await holds(page, 'registers, decided, narrow');
    await page.goto(`${demo.url}/app/org/${organisation.id}`);
    await page.getByText(/change of name of last year/).waitFor();
    await holds(page, 'registers on the organisation’s page, narrow');
    await page.context().close();
  }, 150_000);
});
