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

/*
 * One organisation joins, through the pages alone: its people register it, say who owns it, apply and
 * hand in; two officers take it up, screen and admit it; then everybody finds it in the register.
 */

const here = process.env['TEST_BROWSER'] ? describe : describe.skip;
if (!process.env['TEST_BROWSER'])
  process.stderr.write('!!! SKIPPED: an admission in a browser (no chromium)\n');

type Tab = Page & { complaints: string[] };

here('an organisation is admitted through the pages', () => {
  let demo: Demo;
  let browser: Browser;
  let applicant: Tab;
  let officer: Tab;
  const name = `Aurora Sprachmodelle ${Date.now() % 100_000}`;

  beforeAll(async () => {
    demo = await openDemo();
    browser = await openBrowser();
    applicant = await openPage(browser);
    officer = await openPage(browser);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  /** Accessible, and at 320 px not wider than the screen; the page keeps its width afterwards. */
  async function holds(page: Tab, what: string) {
    await page.waitForLoadState('networkidle');
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
    await keepScreenshot(page, `admission ${what}`);
    expect([what, await faultsOf(page)]).toEqual([what, []]);
    await page.setViewportSize(modes.narrow.viewport);
    await keepScreenshot(page, `admission ${what} narrow`);
    expect([what, await overflow(page)]).toEqual([what, 0]);
    await page.setViewportSize(modes.light.viewport);
    expect([what, page.complaints]).toEqual([what, []]);
  }
  let failed = false;
  /** Each step needs the one before: after the first that fails the others say so at once. */
  const step = (what: string, work: () => Promise<void>, timeoutMs: number) =>
    test(
      what,
      async () => {
        expect(failed ? 'an earlier step failed' : '').toBe('');
        failed = true;
        await work();
        failed = false;
      },
      timeoutMs,
    );
  const button = (page: Page, text: string | RegExp) => page.getByRole('button', { name: text });
  const heading = (page: Page, text: string | RegExp) =>
    page.getByRole('heading', { level: 1, name: text }).waitFor();
  const saved = (page: Page) => page.getByText(/^Saved at/).waitFor();

  step(
    'somebody registers, and their organisation',
    async () => {
      const page = applicant;
      await page.goto(`${demo.url}/app/register`);
      const email = `ada-${Date.now()}@aurora.example`;
      const password = 'Plain-Snow-Falls-On-Umea-7';
      await page.getByLabel('Name', { exact: true }).fill('Ada Nordin');
      await page.getByLabel('E-mail address').fill(email);
      await page.getByLabel('Password').first().fill(password);
      await button(page, 'Create the account').click();
      await page.getByRole('status').first().waitFor();
      await page.goto(`${demo.url}/app/login`);
      await page.getByLabel('E-mail address').fill(email);
      await page.getByLabel('Password').first().fill(password);
      await button(page, 'Sign in').click();
      await page.getByRole('heading', { name: 'Inbox' }).waitFor();
      await page.goto(`${demo.url}/app/org/new`);
      await page.getByLabel('Legal name').fill(name);
      await page.getByLabel('Company', { exact: true }).check();
      await page.getByLabel('Country').selectOption('FI');
      await page.getByLabel('VAT number').fill('FI09206320');
      await page.getByLabel('Staff, in full-time years').fill('40');
      await page.getByLabel('Turnover').fill('5 000 000');
      await page.getByLabel('Balance sheet').fill('4 000 000');
      await holds(page, 'register organisation');
      await page.locator('form').getByRole('button').last().click();
      await heading(page, name);
    },
    90_000,
  );

  step(
    'the application shows what it lacks, topic by topic',
    async () => {
      const page = applicant;
      await button(page, 'Start the application').click();
      await heading(page, 'Application to join');
      await page
        .getByText(/things are missing/)
        .first()
        .waitFor();
      await holds(page, 'topics');
      await page.getByRole('link', { name: 'Identity' }).click();
      await heading(page, 'Identity');
      await page.getByLabel('Street and number').fill('Storgatan 1');
      await page.getByLabel('Postal code').fill('00100');
      await page.getByLabel('City').fill('Helsinki');
      await page.getByLabel('LEI').fill('529900T8BM49AURSDO56');
      await page.getByLabel('PIC').focus();
      await page.locator('#field-identifiers-lei-error').waitFor();
      expect(await page.getByLabel('Street and number').inputValue()).toBe('Storgatan 1');
      await holds(page, 'identity with an error');
      await page.getByLabel('LEI').fill('529900T8BM49AURSDO55');
      await page.getByLabel('PIC').focus();
      await saved(page);
      await holds(page, 'identity');
      await button(page, /^Next/)
        .or(button(page, /ownership/i))
        .first()
        .click();
      await heading(page, 'Class and ownership');
    },
    90_000,
  );

  step(
    'the ownership graph is judged while it is written, and the class follows step by step',
    async () => {
      const page = applicant;
      const own = page.getByRole('group', { name: /the organisation itself/ });
      await button(page, 'Add a year').first().click();
      const years = own.locator('.graph-year');
      const fillYear = async (at: number, year: string, awu: string) => {
        await years
          .nth(at)
          .getByLabel('Last closed year')
          .or(years.nth(at).getByLabel(/year/i))
          .first()
          .fill(year);
        await years.nth(at).getByLabel('Annual work units').fill(awu);
        await years.nth(at).getByLabel('Turnover').fill('5000000');
        await years.nth(at).getByLabel('Balance sheet').fill('4000000');
      };
      const last = Number(await years.nth(0).locator('input').first().inputValue());
      await fillYear(0, String(last), '-3');
      await fillYear(1, String(last + 1), '40');
      await page
        .getByText(/cannot be negative/i)
        .first()
        .waitFor();
      await holds(page, 'ownership with an error');
      await years.nth(0).getByLabel('Annual work units').fill('38');
      await button(page, 'Add a person').click();
      await page.locator('#field-persons-0-id').fill('Ada Nordin');
      await button(page, 'Add a holding').click();
      await page.locator('#field-links-0-from').selectOption({ label: 'Ada Nordin' });
      await page.locator('#field-links-0-to').selectOption({ label: name });
      await page.locator('#field-links-0-capital').fill('160');
      await page
        .getByText(/above 100 %/)
        .first()
        .waitFor();
      await page.locator('#field-links-0-capital').fill('60');
      await page.locator('#field-links-0-votes').fill('60');
      await page.getByRole('heading', { name: 'The class that would follow' }).waitFor();
      await holds(page, 'ownership');
      await button(page, 'Store and compute the class').click();
      await page.getByText(/Computed .* from version 1/).waitFor();
      await holds(page, 'ownership stored');
    },
    120_000,
  );

  step(
    'what is typed is kept while the network is away, and two editors see each other',
    async () => {
      const page = applicant;
      await page.getByRole('link', { name: 'Back to the application' }).click();
      await page.getByRole('link', { name: 'Activity and motivation' }).click();
      const motivation =
        'We want to train open speech models for the small languages of the north, together.';
      await page.context().setOffline(true);
      await page.getByLabel('Why you want to join').fill(motivation);
      await page
        .getByText(/offline|no connection|not saved/i)
        .first()
        .waitFor();
      expect(await page.getByLabel('Why you want to join').inputValue()).toBe(motivation);
      await page.context().setOffline(false);
      await saved(page);
      await page.getByLabel('What you do with AI').fill('Speech recognition for dialects.');
      await saved(page);
      const other = (await page.context().newPage()) as Tab;
      await other.goto(page.url());
      await other.getByLabel('What you do with AI').fill('Speech recognition in the other tab.');
      await other.getByText(/^Saved at/).waitFor();
      await other.close();
      await page.getByLabel('What you do with AI').fill('Speech recognition in this tab.');
      await page.getByRole('alert').waitFor();
      page.complaints = page.complaints.filter(
        (text) => !text.includes('ERR_INTERNET_DISCONNECTED'),
      );
      await holds(page, 'conflict');
      await page.getByRole('alert').getByRole('button').first().click();
      await saved(page);
      await page.getByLabel('The public register may list the organisation').check();
      await saved(page);
      await holds(page, 'activity');
      await button(page, /People and signatory/).click();
      await heading(page, 'People and signatory');
      await page.getByText('Legal representative').first().waitFor();
      await holds(page, 'people');
      await button(page, /Declarations/).click();
      await heading(page, 'Declarations');
      for (const box of await page.getByRole('checkbox').all()) await box.check();
      await saved(page);
      await holds(page, 'declarations');
      await button(page, /check/i).last().click();
    },
    120_000,
  );

  step(
    'the representative checks the answers and hands in',
    async () => {
      const page = applicant;
      await heading(page, /Check/);
      await holds(page, 'check');
      await button(page, 'Hand in the application').click();
      await page.getByText('The programme office has your application').waitFor();
      await holds(page, 'handed in');
    },
    60_000,
  );

  step(
    'an officer takes it, screens it, computes the class and decides; it is in the register',
    async () => {
      const page = officer;
      await signIn(page, demo.url, 'officer');
      await page.goto(`${demo.url}/app/office/members?waitingFor=office`);
      await page.getByRole('table').waitFor();
      await holds(page, 'queue');
      await page.getByLabel(`Choose ${name}`).check();
      await button(page, 'Look at it first').click();
      await page.getByRole('dialog').waitFor();
      await holds(page, 'assign many');
      await page.keyboard.press('Escape');
      await page.getByRole('table').getByRole('link', { name }).click();
      await heading(page, name);
      await button(page, 'Take it myself').click();
      await button(page, 'Take it myself').waitFor({ state: 'detached' });
      await button(page, 'Take up for screening').click();
      await button(page, 'Compute the class anew').click();
      await page.getByText(/Computed .* from version 1/).waitFor();
      await holds(page, 'office');
      await button(page, 'Nothing found, go on to review').click();
      await button(page, 'Nothing found, go on to review').waitFor({ state: 'detached' });
      await button(page, 'Admit').click();
      await page.getByText('Admitted', { exact: true }).first().waitFor();
      await holds(page, 'admitted');
      const members = await fetch(`${demo.url}/api/v1/public/members?limit=200`);
      const { items } = (await members.json()) as { items: { name?: string }[] };
      expect(JSON.stringify(items)).toContain(name);
      await applicant.reload();
      await applicant.goto(`${demo.url}/app`);
      await applicant.getByRole('heading', { name: 'Inbox' }).waitFor();
    },
    120_000,
  );
});
