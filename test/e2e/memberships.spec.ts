import { readFile } from 'node:fs/promises';
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
 * MEM-5, MEM-9, CRED-1, APL-1 in a browser: a membership is suspended, the member reads why and appeals,
 * somebody else upholds the appeal, and a visitor checks the credential without a script.
 */

const here = process.env['TEST_BROWSER'] ? describe : describe.skip;
if (!process.env['TEST_BROWSER'])
  process.stderr.write('!!! SKIPPED: memberships in a browser (no chromium)\n');

here('a membership in a browser', () => {
  let demo: Demo;
  let browser: Browser;
  type Watched = Page & { complaints: string[] };

  beforeAll(async () => {
    demo = await openDemo();
    browser = await openBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  /** Accessible and not wider than the screen, here and on a narrow one. */
  async function holds(page: Watched, name: string) {
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      await page.waitForLoadState('networkidle');
      await page.locator('.skeleton').first().waitFor({ state: 'detached' });
      await keepScreenshot(page, `membership ${name} ${width}`);
      expect([name, width, await faultsOf(page)]).toEqual([name, width, []]);
      expect([name, width, await overflow(page)]).toEqual([name, width, 0]);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    expect([name, page.complaints]).toEqual([name, []]);
  }

  test('suspended, appealed against, reinstated; its credential is checked', async () => {
    const member = await openPage(browser, modes.light);
    await signIn(member, demo.url, 'representative');
    await member.getByRole('link', { name: 'Organisation', exact: true }).click();
    await member.getByRole('link', { name: /credential, letters/ }).click();
    await member.getByRole('heading', { name: 'Credential' }).waitFor();
    await holds(member, 'active');
    const path = new URL(member.url()).pathname;
    const download = member.waitForEvent('download');
    await member.getByRole('link', { name: 'Download the credential' }).click();
    const credential = await readFile((await (await download).path()) ?? '', 'utf8');

    const officer = await openPage(browser, modes.light);
    await signIn(officer, demo.url, 'officer');
    await officer.goto(demo.url + path);
    await officer.getByRole('button', { name: 'Suspend' }).click();
    const dialog = officer.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('Too short.');
    await dialog.getByRole('button', { name: 'Suspend' }).click();
    await dialog.getByRole('alert').waitFor();
    await holds(officer, 'suspend with an error');
    await dialog.getByLabel('Reason').fill('The reports of last year were not handed in.');
    await dialog.getByRole('button', { name: 'Suspend' }).click();
    await officer.getByRole('button', { name: 'Reinstate' }).waitFor();
    await holds(officer, 'suspended, for the office');

    await checkWithoutScript(credential, 'Genuine, but the membership does not hold now');
    await checkWithoutScript(credential.replace('"format":1', '"format":2'), /^Not genuine/);

    await member.reload();
    await member.getByText('The reports of last year were not handed in.').waitFor();
    await member.getByRole('button', { name: 'Appeal' }).click();
    await member
      .getByLabel('Why the decision should be changed')
      .fill('The reports were handed in on 3 March; the receipt has the number REC-2026-00017.');
    await member.getByRole('button', { name: 'Send the appeal' }).click();
    await member.getByRole('link', { name: /^APL-/ }).waitFor();
    await holds(member, 'suspended, appealed');
    await member.getByRole('link', { name: /is suspended$/ }).click();
    await member.getByRole('heading', { level: 1, name: /is suspended$/ }).waitFor();
    await holds(member, 'letter');
    await member.emulateMedia({ media: 'print' });
    await keepScreenshot(member, 'membership letter printed');
    await member.emulateMedia({ media: 'screen' });

    await officer.goto(`${demo.url}/app/office/appeals`);
    await officer.getByRole('table').getByRole('link').first().click();
    await officer.getByRole('heading', { level: 1, name: /^Appeal of/ }).waitFor();
    expect(await officer.getByRole('button', { name: 'It is admissible' }).count()).toBe(0);

    const admin = await openPage(browser, modes.light);
    await signIn(admin, demo.url, 'admin');
    await admin.getByRole('link', { name: 'Appeals' }).click();
    await holds(admin, 'appeals');
    await admin.getByRole('table').getByRole('link').first().click();
    await admin.getByRole('button', { name: 'It is admissible' }).click();
    await admin.getByRole('dialog').getByRole('button', { name: 'It is admissible' }).click();
    await admin.getByRole('button', { name: 'Uphold' }).click();
    await admin.getByRole('dialog').getByLabel('Reason').fill('The receipt is in the file.');
    await holds(admin, 'appeal, upholding');
    await admin.getByRole('dialog').getByRole('button', { name: 'Uphold' }).click();
    await admin.getByText('upheld').first().waitFor();

    await checkWithoutScript(credential, 'Genuine, and the membership holds');
    for (const page of [member, officer, admin]) await page.context().close();
  }, 240_000);

  async function checkWithoutScript(credential: string, result: string | RegExp) {
    const visitor = await openPage(browser, { ...modes.light, javaScriptEnabled: false });
    await visitor.goto(`${demo.url}/en`);
    await visitor.getByRole('link', { name: 'Check a credential' }).click();
    await visitor.getByLabel('Text of the credential').fill(credential);
    await visitor.getByRole('button', { name: 'Check' }).click();
    await visitor.getByText(result).first().waitFor();
    await visitor.context().close();
  }

  test.each(['en', 'fr', 'de'])(
    'the page that checks, with a script, in %s',
    async (lang) => {
      const visitor = await openPage(browser, modes.light);
      await visitor.goto(`${demo.url}/${lang}/verify`);
      await visitor.locator('#credential-file').setInputFiles({
        name: 'membership-credential.json',
        mimeType: 'application/json',
        buffer: Buffer.from('{"kind":"membership-credential"}'),
      });
      expect(await visitor.locator('#credential').inputValue()).toContain('membership-credential');
      await visitor.locator('main button[type=submit]').click();
      await visitor.locator('.notice').waitFor();
      await holds(visitor, `check ${lang}`);
      await visitor.context().close();
    },
    60_000,
  );
});
