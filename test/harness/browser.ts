import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { generateSync } from 'otplib';
import { demoUsers, type DemoUser } from '../../src/seed/demo-users.js';
import { freePort } from '../../scripts/embedded-postgres.mjs';
import { createDatabase } from './database.js';
import { secretOfTests, startProcess, until } from './processes.js';

const root = resolve(import.meta.dirname, '../..');
const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);
const screenshots = join(root, 'test-results/screenshots');

export interface Demo {
  url: string;
  stop(): Promise<void>;
}

/** The demonstration as people start it: seeded database, one process with HTTP and worker, pages. */
export async function openDemo(more: Record<string, string> = {}): Promise<Demo> {
  const database = await createDatabase();
  const port = await freePort();
  const variables = {
    DATABASE_URL: database.url,
    ROLE: 'all',
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    DEMO: 'true',
    LOG_LEVEL: 'warn',
    WEB_DIST: join(root, 'web/dist'),
  };
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_ENV: 'test',
    APP_SECRET: secretOfTests,
    ...variables,
  };
  const seeding = spawnSync(process.execPath, [join(root, 'dist/cli.js'), 'seed'], {
    env,
    encoding: 'utf8',
  });
  if (seeding.status !== 0) throw new Error(`The seed failed: ${seeding.stderr}`);
  const server = startProcess('main', { ...variables, ...more });
  await until(
    async () => (await fetch(`${variables.PUBLIC_URL}/readyz`).catch(() => null))?.ok === true,
    'the demo is ready',
  );
  return {
    url: variables.PUBLIC_URL,
    stop: async () => {
      await server.stop();
      await database.drop();
    },
  };
}

/** Debian's Chromium, headless. */
export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: `/usr/bin/${process.env['TEST_BROWSER'] || 'chromium'}`,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** The ways in which a page has to hold (web.md). */
export const modes = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  narrow: { colorScheme: 'light', viewport: { width: 320, height: 700 } },
  'forced colours': { forcedColors: 'active', viewport: { width: 1280, height: 900 } },
} satisfies Record<string, BrowserContextOptions>;
export type Mode = keyof typeof modes;

/** A new page; what it complains about on its console is collected. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = modes.light,
): Promise<Page & { complaints: string[] }> {
  const context = await browser.newContext({
    locale: 'en-IE',
    timezoneId: 'Europe/Brussels',
    ...options,
  });
  const page = (await context.newPage()) as Page & { complaints: string[] };
  page.setDefaultTimeout(15_000);
  page.complaints = [];
  page.on('console', (message) => {
    const expected = /status of (401|404|409|412|422)/.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !expected) {
      page.complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  return page;
}

const lastCodes = new Map<string, number>();

/** Signs in through the pages, with the second factor where the role has one. */
export async function signIn(page: Page, url: string, role: DemoUser['role']): Promise<DemoUser> {
  const user = demoUsers().find((candidate) => candidate.role === role) as DemoUser;
  await page.goto(`${url}/app/login`);
  await page.getByLabel(/e-?mail/i).fill(user.email);
  await page.getByLabel('Password', { exact: false }).first().fill(user.password);
  await page.getByRole('button', { name: 'Sign in', exact: false }).click();
  if (user.totpSecret) {
    await page.getByLabel('Code').fill(await freshCode(user));
    await page.getByRole('button', { name: 'Continue' }).click();
  }
  await page.getByRole('heading', { name: 'Inbox' }).waitFor();
  return user;
}

/** A code is good once: a second sign-in of the same person waits for the next one. */
async function freshCode({ email, totpSecret }: DemoUser): Promise<string> {
  const step = () => Math.floor(Date.now() / 30_000);
  await until(() => step() > (lastCodes.get(email) ?? 0), 'the next code of the second factor');
  lastCodes.set(email, step());
  return generateSync({ secret: totpSecret as string });
}

/** Accessibility faults by axe-core, one line each; WCAG 2.2 AA. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return await page.evaluate(async () => {
    interface Result {
      violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
    }
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<Result> } };
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
    );
  });
}

/** Does the page scroll sideways? Then something is wider than the screen. */
export async function overflow(page: Page): Promise<number> {
  const root = 'document.documentElement';
  return Math.max(0, await page.evaluate<number>(`${root}.scrollWidth - innerWidth`));
}

/** Kept for people to look at (CI artefacts); never compared pixel by pixel. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}
