import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root, testResults } from '../../scripts/paths.mjs';
import { openBrowser } from '../../scripts/vscode/browser.mjs';
import { installVsix, startVscodeServer } from '../../scripts/vscode/serverProcess.mjs';

/** The package that a user would install; made by `npm run package`, and by `npm test` before the ui tests. */
export const vsixPath = join(root, 'dist', 'loopwright.vsix');

export type WorkbenchOptions = {
  /** Absolute folder to open. */
  readonly workspace: string;
  /** False: the folder opens in Restricted Mode. */
  readonly trust?: boolean;
  /** Added to the environment of the server, its extension host and its terminals. */
  readonly env?: Readonly<Record<string, string>>;
  /** User settings beside the quiet ones of the harness. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Page size in CSS pixels. */
  readonly viewport?: { readonly width: number; readonly height: number };
};

/** A real workbench with our packaged extension, in a headless browser, with settings and state of its own. */
export type Workbench = {
  readonly page: Page;
  /** What the server has written so far. */
  readonly serverOutput: () => string;
  /** Writes `test-results/<name>.png`. */
  readonly screenshot: (name: string) => Promise<void>;
  /** Runs a command by its title through the command palette. */
  readonly runCommand: (title: string) => Promise<void>;
  /** Ends browser and server and everything they started, and removes their folder. */
  readonly close: () => Promise<void>;
};

/**
 * Opens the workbench on a folder with dist/loopwright.vsix installed, as a user would have it.
 * @returns when the workbench shows and its extension host runs
 */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  if (!existsSync(vsixPath)) throw new Error(`${vsixPath} is not there: run \`npm run package\``);
  const serverDataDir = await mkdtemp(join(tmpdir(), 'loopwright-ui-'));
  await installVsix(vsixPath, serverDataDir);
  const { workspace, trust = true, env = {}, settings = {}, viewport = { width: 1440, height: 900 } } = options;
  const server = await startVscodeServer({ workspace, serverDataDir, trust, env, settings });
  const browser = await openBrowser();
  const close = async () => {
    await browser.close();
    await server.stop();
    await rm(serverDataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const page = await browser.newPage({ viewport });
    await page.goto(server.url);
    await page.waitForSelector('.monaco-workbench', { timeout: 60_000 });
    await page.waitForSelector('.statusbar-item', { timeout: 60_000 });
    return {
      page,
      serverOutput: server.output,
      screenshot: (name) => screenshot(page, name),
      runCommand: (title) => runCommand(page, title),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function screenshot(page: Page, name: string): Promise<void> {
  await mkdir(testResults, { recursive: true });
  await page.screenshot({ path: join(testResults, `${name}.png`) });
}

async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  const box = page.locator('.quick-input-widget input');
  await box.waitFor({ state: 'visible' });
  await box.fill(`>${title}`);
  const entry = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first();
  await entry.waitFor({ state: 'visible' });
  await entry.click();
}
