import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
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

/* The public page of pledges, and the office's queue of hits, in a real browser on the demonstration. */

const withBrowser = process.env['TEST_BROWSER'] ? describe : describe.skip;

withBrowser('pledges and screening in a browser', () => {
  let demo: Demo;
  let browser: Browser;
  beforeAll(async () => {
    [demo, browser] = [await openDemo(), await openBrowser()];
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  test.each(['light', 'narrow'] as const)(
    'the public page of pledges, %s',
    async (mode) => {
      const page = await openPage(browser, modes[mode]);
      await page.goto(`${demo.url}/en/pledges`);
      await page.getByRole('heading', { name: 'Over time' }).waitFor();
      await keepScreenshot(page, `pledges-${mode}`);
      expect(await faultsOf(page)).toEqual([]);
      expect(await overflow(page)).toBe(0);
      expect(page.complaints).toEqual([]);
      await page.context().close();
    },
    60_000,
  );

  test('MEM-6: an officer imports a list, and decides on a hit with a reason', async () => {
    const page = await openPage(browser);
    await signIn(page, demo.url, 'officer');
    await page.goto(`${demo.url}/app/office/screening`);
    await page.getByRole('heading', { name: 'Restrictive measures' }).waitFor();
    const member = await page.evaluate(async () => {
      const answer = await fetch('/api/v1/memberships?limit=1');
      return (
        ((await answer.json()) as { items: { organisation: { name: string } }[] }).items[0]
          ?.organisation.name ?? ''
      );
    });
    const sample = readFileSync(
      join(import.meta.dirname, '../../docs/examples/restrictive-measures.sample.xml'),
      'utf8',
    );
    const list = sample.replace(
      'Nirgendwo Handelsgesellschaft GmbH',
      member.replaceAll('&', '&amp;'),
    );
    await page
      .getByLabel(/Consolidated list/)
      .setInputFiles({ name: 'list.xml', mimeType: 'application/xml', buffer: Buffer.from(list) });
    await page.getByRole('button', { name: 'Import the list' }).click();
    await page.getByText('in use').waitFor();
    const hit = page.getByRole('heading', { name: member });
    for (let tries = 0; tries < 20 && (await hit.count()) === 0; tries += 1) {
      await page.waitForTimeout(1000);
      await page.reload();
      await page.getByRole('heading', { name: 'Lists' }).waitFor();
    }
    await hit.first().waitFor();
    await keepScreenshot(page, 'screening');
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Not the same' }).first().click();
    await page.getByLabel(/What does the decision rest on/).fill('Another register number.');
    await page.getByRole('dialog').getByRole('button', { name: 'Not the same' }).click();
    await hit.first().waitFor({ state: 'detached' });
    expect(page.complaints).toEqual([]);
  }, 120_000);
});
