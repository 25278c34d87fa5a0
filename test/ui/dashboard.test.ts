import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seriousFindings } from '../support/axe.ts';
import { type History, leaveHistory } from '../support/history.ts';
import { endOf } from '../support/historyRun.ts';
import type { Workbench } from '../support/workbench.ts';
import type { ExampleFolder } from './exampleFolder.ts';
import type { LoopwrightPage } from './loopwrightPage.ts';
import { withExample } from './scene.ts';

const day = 86_400_000;
const loops = ['docs-drift', 'flaky-tests', 'triage'];

describe('the dashboard', () => {
  let example: ExampleFolder;
  let history: History;
  let workbench: Workbench;
  let ui: LoopwrightPage;

  const view = () => ui.prompt;
  const figureOf = (name: string) =>
    view().locator('.headlines > div').filter({ hasText: name }).locator('.value').first();
  /** The landed changes of the last days, of a loop or of all. Runs end hours before midnight or after it, never at it. */
  const landedIn = (days: number, loop?: string) => {
    const first = new Date(Date.now() - (days - 1) * day).setHours(0, 0, 0, 0);
    return history.runs.filter(
      (run) => run.landed !== undefined && endOf(run) >= first && (loop === undefined || run.loop === loop),
    ).length;
  };
  const choose = async (label: string, option: string) => {
    await view().getByRole('combobox', { name: label }).click();
    await view().getByRole('option', { name: option, exact: true }).click();
  };

  withExample(
    {
      prepare: ({ path }) => {
        history = leaveHistory(path, { until: Date.now(), days: 60, loops, perDay: 1 });
      },
    },
    (scene) => {
      ({ example, workbench, ui } = scene);
    },
  );

  it('opens from the title of the view Runs and tells what landed changes cost', async () => {
    await (await ui.title('Runs', 'Open Dashboard')).click();
    await expect.poll(() => figureOf('Landed changes').innerText()).toBe(String(landedIn(30)));
    expect(await figureOf('Cost per landed change').innerText()).toMatch(/^at least \$\d+\.\d\d$/);
    expect(await figureOf('Human minutes per landed change').innerText()).toBe('unknown');
    const names = await view().locator('section[aria-labelledby="loops"] tbody th').allInnerTexts();
    expect(names).toEqual(expect.arrayContaining(loops));
    await workbench.screenshot('dashboard');
    await ui.picture('dashboard');
  });

  it('has text behind each chart', async () => {
    const charts = await view().locator('[role=img][aria-label]:has(canvas)').count();
    expect(charts).toBe(4);
    await view().locator('summary', { hasText: 'As a table' }).first().click();
    await expect.poll(() => view().locator('details[open] tbody tr').count()).toBeGreaterThan(20);
  });

  it('exports all tables, and a chart as a picture', async () => {
    const written = async (file: string) => {
      await ui.box.locator('input').waitFor({ state: 'visible' });
      await ui.page.keyboard.press('Enter');
      await ui.box.waitFor({ state: 'hidden' });
      await expect.poll(() => readFile(join(example.path, file)).catch(() => undefined)).toBeDefined();
      return readFile(join(example.path, file));
    };
    await view().getByRole('button', { name: 'Export All Tables…' }).click();
    const csv = (await written('dashboard.csv')).toString();
    expect(csv).toContain('Landed changes\r\nLanded (UTC),Loop,Run,Item,Commit');
    const newest = history.runs.findLast(({ landed }) => landed !== undefined);
    expect(csv).toContain(`,${newest?.loop},${newest?.id},default,${newest?.landed?.commit},`);
    await view().getByRole('button', { name: 'Export as PNG: Spend by day' }).click();
    const png = await written('spend-by-day.png');
    expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect(png.readUInt32BE(16)).toBeGreaterThan(400);
  });

  it('shows another period and one loop, and keeps them over a reload of the window', async () => {
    const landed = () =>
      figureOf('Landed changes')
        .innerText()
        .catch(() => '');
    await choose('Period', '7 days');
    await expect.poll(landed).toBe(String(landedIn(7)));
    await choose('Loop', 'triage');
    await expect.poll(landed).toBe(String(landedIn(7, 'triage')));
    await ui.reload();
    await expect.poll(landed, { timeout: 60_000 }).toBe(String(landedIn(7, 'triage')));
    await expect.poll(() => view().getByRole('combobox', { name: 'Period' }).innerText()).toBe('7 days');
    expect(await ui.page.locator('.tab', { hasText: 'Loopwright Dashboard' }).count()).toBe(1);
  });

  it.each(['light', 'high-contrast', 'dark'] as const)('keeps nobody out in the theme %s', async (theme) => {
    await ui.setTheme(theme);
    await view().locator('.headlines').first().waitFor({ state: 'visible' });
    await ui.page.waitForTimeout(1000);
    expect(await seriousFindings(view())).toEqual([]);
    await workbench.screenshot(`dashboard-${theme}`);
  });
});
