import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Workbench } from '../support/workbench.ts';
import type { ExampleFolder } from './exampleFolder.ts';
import type { LoopwrightPage } from './loopwrightPage.ts';
import { withExample } from './scene.ts';

const loop = `name: flaky-tests
description: Removes the causes of flaky tests.
on:
  schedule: [{ cron: "0 6 * * 1-5", timezone: Europe/London }]
  skip-if: { run: 'test -z "$(git log --since=1.day --oneline)"' }
items:
  from: { file: flaky.json }
  key: item.test_id
  max: 5
roles:
  explorer: { agent: claude, prompt: "Find why \${{ item.test_id }} is flaky.", root-cause: true }
  maker: { agent: claude, prompt: "Fix the cause of the flake in \${{ item.file }}." }
  checker: { agent: codex, prompt: Try to break this fix. }
  judge: { agent: codex }
checks:
  lint: npm run lint
  tests: { run: npm test, timeout-minutes: 10 }
goal:
  until: checks.tests.passed && checks.lint.passed && judge.passed
  judge: { rubric: "The diff removes the cause, not the symptom.", min-score: 8 }
  give-up: run.no_progress >= 3
budget:
  max-cost-usd: 10
  max-tokens: 4000000
  per-item: { max-iterations: 4, max-cost-usd: 3, timeout-minutes: 40 }
  per-day: { max-runs: 2, max-cost-usd: 20 }
policy: { allowed-paths: [src/**, test/**], max-diff-lines: 300 }
gates:
  understand: { comprehension: { questions: 2, pass: 1 } }
deliver: { as: merge, into: main }
`;

describe('the view Dry run', () => {
  let example: ExampleFolder;
  let workbench: Workbench;
  let ui: LoopwrightPage;

  const view = () => ui.prompt;
  const station = (id: string) => view().locator(`[id="station-${id}"]`);
  /** The line that the cursor is in, whether or not the text has the keyboard. */
  const cursor = () => workbench.page.locator('.editor-instance .line-numbers.active-line-number').first().innerText();

  withExample(
    {
      trust: false,
      settings: { 'security.workspace.trust.startupPrompt': 'never', 'editor.minimap.enabled': false },
      prepare: async ({ path }) => {
        await writeFile(join(path, '.loops', 'flaky-tests.loop.yaml'), loop);
        await writeFile(
          join(path, 'flaky.json'),
          JSON.stringify([
            { test_id: 'login', file: 'test/login.test.js' },
            { test_id: 'logout', file: 'test/logout.test.js' },
          ]),
        );
      },
    },
    (scene) => {
      ({ example, workbench, ui } = scene);
    },
  );

  it('opens beside the loop, in Restricted Mode too, and shows the life of a run', async () => {
    await ui.row('Loops', 'flaky-tests').click();
    await workbench.page.locator('.tab', { hasText: 'flaky-tests.loop.yaml' }).waitFor({ state: 'visible' });
    await workbench.runCommand('Loopwright: Dry Run');
    await workbench.page.locator('.tab', { hasText: 'Dry run: flaky-tests' }).waitFor({ state: 'visible' });
    await station('maker').waitFor({ state: 'visible' });
    const names = await view().locator('.stage .title').allInnerTexts();
    expect(names.join(' ')).toBe(
      'Start Precheck Items Worktree Explorer Maker Checks Checker Judge Goal? Gate Deliver Memory',
    );
    expect(existsSync(join(example.path, '.git', 'loopwright'))).toBe(false);
  });

  it('goes to the line of a station, and shows what it is told', async () => {
    await station('maker').click();
    await expect.poll(cursor).toBe('12');
    await expect
      .poll(() => view().locator('.facts pre').last().innerText())
      .toContain('Fix the cause of the flake in test/login.test.js.');
    await ui.picture('dry-run');
  });

  it('is walked by keyboard: focus shows, Enter goes there', async () => {
    await station('maker').focus();
    await workbench.page.keyboard.press('Tab');
    await expect.poll(() => view().locator('.facts h2').innerText()).toBe('Checks');
    await workbench.page.keyboard.press('Enter');
    await expect.poll(cursor).toBe('16');
  });

  it('shows the way of another item', async () => {
    await view().locator('select').selectOption({ label: 'logout' });
    await station('explorer').click();
    await expect.poll(() => view().locator('.facts pre').last().innerText()).toContain('Find why logout is flaky.');
  });

  it('follows the text, and names errors in its place', async () => {
    const editor = workbench.page.locator('.monaco-editor').first();
    await editor.locator('.view-line').first().click();
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.type('-too');
    await view().locator('h1', { hasText: 'flaky-tests-too' }).waitFor({ state: 'visible' });
    await workbench.page.keyboard.press('Home');
    await workbench.page.keyboard.type('x');
    await view().locator('h1', { hasText: /error/ }).waitFor({ state: 'visible' });
  });

  it('fits a narrow tab', async () => {
    for (let step = 0; step < 5; step++) await workbench.page.keyboard.press('ControlOrMeta+z');
    await station('maker').waitFor({ state: 'visible' });
    await workbench.page.setViewportSize({ width: 1100, height: 900 });
    await station('goal').click();
    await workbench.page.waitForTimeout(1000);
    await workbench.screenshot('dry-run-narrow');
    const wide = await view()
      .locator('html')
      .evaluate((page) => page.scrollWidth > page.clientWidth);
    expect(wide).toBe(false);
  });

  it('comes back after a reload of the window, of the same loop', async () => {
    await view()
      .locator('body')
      .evaluate((body) => body.setAttribute('data-before', ''));
    // By its command: that waits until the tabs are written down, which the browser's own reload does not.
    await Promise.all([ui.page.waitForEvent('load'), workbench.runCommand('Developer: Reload Window')]);
    await ui.page.waitForSelector('.statusbar-item');
    await view().locator('body:not([data-before]) h1', { hasText: 'flaky-tests' }).waitFor({ state: 'visible' });
    expect(await ui.page.locator('.tab', { hasText: 'Dry run: flaky-tests' }).count()).toBe(1);
    await station('checks').click();
    await expect.poll(cursor).toBe('16');
    await workbench.page.locator('.monaco-editor .view-line').first().click();
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.type('-again');
    await view().locator('h1', { hasText: 'flaky-tests-again' }).waitFor({ state: 'visible' });
  });
});
