import type { FrameLocator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seriousFindings } from '../support/axe.ts';
import type { Workbench } from '../support/workbench.ts';
import type { ExampleFolder } from './exampleFolder.ts';
import type { LoopwrightPage } from './loopwrightPage.ts';
import { withExample } from './scene.ts';

describe("a run's page", () => {
  let example: ExampleFolder;
  let workbench: Workbench;
  let ui: LoopwrightPage;

  const page = (): FrameLocator => ui.prompt;
  const section = (name: string) => page().getByRole('button', { name: new RegExp(`^${name}`) });
  const iteration = (number: number) => page().locator(`[data-iteration="${number}"]`);

  withExample({ settings: { 'workbench.colorTheme': 'Dark 2026', 'editor.minimap.enabled': false } }, (scene) => {
    ({ example, workbench, ui } = scene);
  });

  it('opens on a run that waits, and says what it came to', async () => {
    await ui.row('Loops', 'keep-tests-green').click();
    await ui.runUntilItWaits();
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('Loopwright: Open Run');
    const { id } = await example.newestRun();
    await page()
      .locator('h1')
      .filter({ hasText: id.slice(-4) })
      .waitFor({ state: 'visible' });
    await page().locator('.head .state', { hasText: 'waiting for you' }).waitFor({ state: 'visible' });
    await page().getByRole('button', { name: 'Open Review' }).waitFor({ state: 'visible' });
    await workbench.page
      .locator('.tab')
      .filter({ hasText: `keep-tests-green · ${id.slice(-4)}` })
      .waitFor({ state: 'visible' });
  });

  it('shows the goal part by part, and which checks turned', async () => {
    await expect.poll(() => page().locator('.parts').innerText()).toContain('checks.tests.passed');
    expect(await page().locator('.parts').innerText()).toContain('holds');
    expect(await iteration(1).innerText()).toContain('tests: failed → passed');
    await ui.picture('run-page');
  });

  it('is walked by keyboard: one tab stop, arrows between the iterations', async () => {
    await iteration(1).focus();
    await workbench.page.keyboard.press('ArrowUp');
    await expect.poll(() => iteration(0).getAttribute('aria-current')).toBe('true');
    await page().locator('.pass h3', { hasText: 'Before the first iteration' }).waitFor({ state: 'visible' });
    await expect.poll(() => page().locator('#checks table').innerText()).toMatch(/tests\s+failed/);
    await workbench.page.keyboard.press('End');
    await expect.poll(() => iteration(1).getAttribute('aria-current')).toBe('true');
    await expect.poll(() => page().locator('#checks table').innerText()).toMatch(/tests\s+passed\s+failed/);
  });

  it('tells what a step said, and finds a text in it', async () => {
    await page().locator('#step').selectOption({ label: 'Before: Check: tests' });
    await expect.poll(() => page().locator('.log').innerText()).toMatch(/fail 1/);
    await page().getByRole('searchbox', { name: 'Search in what the step said' }).fill('FAIL 1');
    await workbench.page.keyboard.press('Enter');
    await page().locator('.found li', { hasText: 'fail 1' }).first().waitFor({ state: 'visible' });
  });

  it('shows journal and cost when they are opened', async () => {
    await section('Journal').click();
    await expect.poll(() => page().locator('.journal').innerText()).toContain('run.started');
    await page().getByRole('searchbox', { name: 'Filter the journal' }).fill('signal.awaited');
    await expect.poll(() => page().locator('#journal [role=status]').innerText()).toMatch(/^1 of \d+ events$/);
    await section('Cost over time').click();
    await page().locator('#cost .inside').waitFor({ state: 'visible' });
    await page()
      .locator('#checks h2')
      .evaluate((title) => title.scrollIntoView());
    await ui.picture('run-page-evidence');
  });

  it('keeps nobody out, in light, dark and high contrast', async () => {
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await ui.setTheme(theme);
      await page().locator('.iteration').first().waitFor({ state: 'visible' });
      // The theme reaches the page a moment later.
      await workbench.page.waitForTimeout(1000);
      expect(await seriousFindings(page()), theme).toEqual([]);
    }
  });

  it('comes back after a reload of the window as it was', async () => {
    await iteration(0).click();
    await section('Goal').click();
    await expect.poll(() => section('Goal').getAttribute('aria-expanded')).toBe('false');
    await ui.reload();
    await page().locator('.pass h3', { hasText: 'Before the first iteration' }).waitFor({ state: 'visible' });
    expect(await section('Goal').getAttribute('aria-expanded')).toBe('false');
    expect(await section('Journal').getAttribute('aria-expanded')).toBe('true');
    const painted = await page()
      .locator('body')
      .evaluate(() => performance.getEntriesByName('loopwright-first-paint').length);
    expect(painted).toBe(1);
  });

  it('puts two runs side by side, which open the same sections and go to the same place', async () => {
    await ui.row('Loops', 'keep-tests-green').click();
    await ui.lens('Run').click();
    await expect.poll(async () => (await example.newestRun()).status, { timeout: 120_000 }).toBe('waiting');
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('Loopwright: Open Run');
    await ui.takeFirst('Open the page of which run?');
    await page().getByRole('button', { name: 'Compare…' }).click();
    const views = workbench.page.locator('iframe.webview');
    await expect.poll(() => views.count()).toBe(2);
    const [left, right] = [0, 1].map((at) => views.nth(at).contentFrame().frameLocator('iframe#active-frame'));
    await right?.locator('.iteration').first().waitFor({ state: 'visible' });
    await left?.getByRole('button', { name: /^Journal/ }).click();
    await right?.locator('#journal .inside').waitFor({ state: 'visible' });
    await left?.locator('#checks').evaluate((section) => section.scrollIntoView());
    const top = () => right?.locator('#checks').evaluate((section) => Math.round(section.getBoundingClientRect().top));
    await expect.poll(async () => Math.abs((await top()) ?? 1000)).toBeLessThan(20);
    await ui.picture('run-pages');
  });
});
