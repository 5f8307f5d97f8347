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
  type Mode,
} from '../harness/browser.js';

/*
 * The pages in a real browser on the demonstration's data: every page in every mode, and the main job
 * from a draft to a published round.
 */

const here = process.env['TEST_BROWSER'] ? describe : describe.skip;
if (!process.env['TEST_BROWSER'])
  process.stderr.write('!!! SKIPPED: pages in a browser (no chromium)\n');

here('pages in a browser', () => {
  let demo: Demo;
  let browser: Browser;

  beforeAll(async () => {
    demo = await openDemo();
    browser = await openBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const api = async (path: string) =>
    (await (await fetch(`${demo.url}/api/v1/public/${path}`)).json()) as {
      items: { id: string; state: string; reference: string }[];
    };
  const publishedRound = async () =>
    (await api('rounds')).items.find(({ state }) => state === 'published') as {
      id: string;
      reference: string;
    };

  /** Accessible, not wider than the screen, without a complaint on the console. */
  async function holds(page: Page & { complaints: string[] }, name: string, mode: Mode) {
    await page.waitForLoadState('networkidle');
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
    await keepScreenshot(page, `${name} ${mode}`);
    expect([name, mode, await faultsOf(page)]).toEqual([name, mode, []]);
    expect([name, mode, await overflow(page)]).toEqual([name, mode, 0]);
    expect([name, mode, page.complaints]).toEqual([name, mode, []]);
  }

  describe.each(Object.keys(modes) as Mode[])('in %s', (mode) => {
    test('public pages and sign-in', async () => {
      const { id } = await publishedRound();
      const collecting = (await api('rounds')).items.find(({ state }) => state === 'collecting');
      const page = await openPage(browser, modes[mode]);
      for (const [name, path] of [
        ['overview', '/en'],
        ['overview in French', '/fr'],
        ['overview in German', '/de'],
        ['round', `/en/rounds/${id}`],
        ['round without a result yet', `/en/rounds/${collecting?.id}`],
        ['not found', '/en/nothing-here'],
        ['sign in', '/app/login'],
        ['register', '/app/register'],
      ] as const) {
        await page.goto(demo.url + path);
        await holds(page, name, mode);
      }
      await page.goto(`${demo.url}/app/login`);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').waitFor();
      await holds(page, 'sign in with errors', mode);
      await page.context().close();
    }, 120_000);

    test('an applicant’s pages', async () => {
      const page = await openPage(browser, modes[mode]);
      await signIn(page, demo.url, 'representative');
      await holds(page, 'inbox', mode);
      await page.goto(`${demo.url}/app/requests`);
      await page.getByRole('table').waitFor();
      await holds(page, 'my requests', mode);
      await page.getByRole('table').getByRole('link').first().click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      await holds(page, 'request', mode);
      await page.goto(
        `${demo.url}/app/requests?state=rejected&call=01980000-0000-7000-8000-000000000000`,
      );
      await page.getByRole('heading', { level: 1 }).waitFor();
      await holds(page, 'my requests, none fits', mode);
      await page.goto(`${demo.url}/app/requests/01980000-0000-7000-8000-000000000000`);
      await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
      await holds(page, 'foreign request', mode);
      await page.context().close();
    }, 120_000);

    test('round and reason', async () => {
      const { id } = await publishedRound();
      const page = await openPage(browser, modes[mode]);
      await signIn(page, demo.url, 'representative');
      await page.goto(`${demo.url}/app/rounds/${id}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await holds(page, 'round inside', mode);
      const why = page.locator('main a[href*="/explain/"]').first();
      await why.click();
      await page.waitForURL(/explain/);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await holds(page, 'why did I get this', mode);
      await page.context().close();
    }, 120_000);
  });

  test('public pages tell the same without JavaScript', async () => {
    const { id, reference } = await publishedRound();
    const page = await openPage(browser, { javaScriptEnabled: false });
    await page.goto(`${demo.url}/en`);
    const text = await page.locator('main').innerText();
    expect(text).toMatch(/EUR [\d.]+ billion/);
    expect(text).toMatch(/SMEs/);
    await page.getByRole('link', { name: new RegExp(reference) }).click();
    await page.waitForURL(new RegExp(id));
    expect(await page.locator('main').innerText()).toMatch(/Who received GPU-hours/);
    expect(await page.getByRole('table').first().locator('tbody tr').count()).toBeGreaterThan(5);
    await page.getByLabel('Class', { exact: true }).selectOption('sme');
    await page.getByRole('button', { name: 'Apply filters' }).click();
    await page.waitForURL(/class=sme/);
    await page.context().close();
  }, 60_000);

  test('the language switch keeps the page', async () => {
    const { id } = await publishedRound();
    const page = await openPage(browser);
    await page.goto(`${demo.url}/en/rounds/${id}`);
    await page.getByRole('link', { name: 'Deutsch' }).click();
    await page.waitForURL(`**/de/rounds/${id}`);
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await page.context().close();
  });

  test('by keyboard only: sign in, open a request, sign out', async () => {
    const page = await openPage(browser);
    await page.goto(`${demo.url}/app/login`);
    const focused = () => page.evaluate<string>(`document.activeElement?.textContent ?? ''`);
    const tabTo = async (pattern: RegExp) => {
      for (let presses = 0; presses < 40; presses += 1) {
        await page.keyboard.press('Tab');
        if (pattern.test(await focused())) return;
      }
      throw new Error(`No focus on ${String(pattern)}`);
    };
    await page.getByLabel(/e-?mail/i).focus();
    await page.keyboard.type('manager@demo.portal.example');
    await page.keyboard.press('Tab');
    const { demoPassword } = await import('../../src/seed/demo-users.js');
    await page.keyboard.type(demoPassword);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Inbox' }).waitFor();
    await tabTo(/^Requests$/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/app\/requests/);
    await page.getByRole('table').waitFor();
    await page.locator('body').press('Tab');
    await tabTo(/^Sign out$/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/login/);
    await page.context().close();
  }, 60_000);

  test('what is typed into a draft is kept', async () => {
    const page = await openPage(browser);
    await signIn(page, demo.url, 'representative');
    await page.goto(`${demo.url}/app/requests?state=draft`);
    await page.getByRole('table').getByRole('link').first().click();
    await page.getByRole('link', { name: 'Project' }).click();
    const summary = page.getByLabel('Summary');
    const text = `Typed at ${Date.now()}: we teach a model to listen to callers in dialect and to say when it is unsure.`;
    await summary.fill(text);
    await page.getByText(/^Saved at/).waitFor();
    await page.reload();
    expect(await page.getByLabel('Summary').inputValue()).toBe(text);
    await page.context().close();
  }, 60_000);

  test('the main job: the waiting round is approved by two, published, and everybody sees it', async () => {
    const officer = await openPage(browser);
    await signIn(officer, demo.url, 'officer');
    await officer.goto(`${demo.url}/app/rounds?state=computed`);
    const link = officer.getByRole('table').getByRole('link').first();
    // The scheduler computes it by itself; the list is asked again until it has.
    for (let tries = 0; tries < 30 && (await link.count()) === 0; tries += 1) {
      await officer.waitForTimeout(1_000);
      await officer.reload();
    }
    await link.click();
    await officer.getByRole('heading', { level: 1 }).waitFor();
    const id = /rounds\/([0-9a-f-]+)/.exec(officer.url())?.[1] as string;
    const chair = await openPage(browser);
    await signIn(chair, demo.url, 'chair');
    for (const page of [chair, officer]) {
      await page.goto(`${demo.url}/app/rounds/${id}`);
      await page.getByRole('button', { name: /^Approve/ }).click();
      const confirm = page.getByRole('alertdialog').or(page.getByRole('dialog'));
      if (await confirm.count()) await confirm.getByRole('button').last().click();
      await page
        .getByText(/^Approved for/)
        .first()
        .waitFor();
    }
    await officer.reload();
    await officer.getByRole('button', { name: /^Publish/ }).click();
    const confirm = officer.getByRole('alertdialog').or(officer.getByRole('dialog'));
    await confirm.waitFor({ timeout: 2_000 }).catch(() => undefined);
    if (await confirm.count()) await confirm.getByRole('button').last().click();
    await officer.getByText('Published', { exact: true }).first().waitFor();
    const visitor = await openPage(browser);
    await visitor.goto(`${demo.url}/en/rounds/${id}`);
    await visitor.getByRole('heading', { name: 'Who received GPU-hours' }).waitFor();
    expect(await visitor.getByRole('table').first().locator('tbody tr').count()).toBeGreaterThan(5);
    for (const page of [officer, chair, visitor]) await page.context().close();
  }, 180_000);
});
