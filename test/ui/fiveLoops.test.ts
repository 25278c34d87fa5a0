import { describe, expect, it } from 'vitest';
import type { Workbench } from '../support/workbench.ts';
import { addFiveLoops, fiveLoops } from './fiveLoops.ts';
import type { LoopwrightPage } from './loopwrightPage.ts';
import { withExample } from './scene.ts';

/** Five runs at once on a slow and busy machine. */
const runTimeoutMs = 180_000;

describe('five loops at once, told apart and acted upon from the sidebar alone', () => {
  let workbench: Workbench;
  let ui: LoopwrightPage;

  const standsAt = (loop: string, how: RegExp) =>
    expect.poll(() => ui.row('Runs', loop).innerText(), { timeout: runTimeoutMs }).toMatch(how);
  const inbox = () => ui.pane('Inbox').locator('.monaco-list-row');

  withExample(
    {
      prepare: addFiveLoops,
      settings: {
        'workbench.colorTheme': 'Light 2026',
        'editor.minimap.enabled': false,
        'loopwright.notifications': 'off',
      },
    },
    (scene) => {
      ({ workbench, ui } = scene);
    },
  );

  it('are started one after the other, and go on side by side', async () => {
    // Rows are drawn once more when the language server has told what stands in them; a press meanwhile could miss.
    const told = ui.pane('Loops').locator('.monaco-list-row[aria-label*="Leaves a note"]');
    await expect.poll(() => told.count(), { timeout: runTimeoutMs }).toBeGreaterThanOrEqual(fiveLoops.length - 1);
    for (const loop of fiveLoops) {
      await ui.press('Loops', loop, 'Run Loop');
      // One that is over at once may end below what the view Runs has room for.
      await expect
        .poll(() => ui.row('Loops', loop).innerText(), { timeout: runTimeoutMs })
        .not.toContain('not run yet');
    }
  });

  it('are all there after the window was reloaded in the middle', async () => {
    await ui.reload();
    // The side bar comes back by itself; to press its icon would shut it.
    await ui.pane('Runs').waitFor({ state: 'visible' });
    // What is not about runs makes room for them.
    for (const pane of ['Loops', 'Worktrees', 'Understanding'] as const) await ui.collapse(pane);
    for (const loop of fiveLoops) await ui.row('Runs', loop).waitFor({ state: 'visible' });
  });

  it('are told apart: stuck, over budget, waiting, failed, done', async () => {
    await standsAt('gets-nowhere', /asks how to go on/);
    await standsAt('buys-much', /gave up .*\$1\.20 of \$1\.00, over budget/);
    await standsAt('asks-first', /waiting for you/);
    await standsAt('cannot-begin', /failed/);
    await standsAt('files-notes', /delivered/);
    await expect.poll(() => inbox().count()).toBe(4);
    expect(await inbox().allInnerTexts()).not.toContainEqual(expect.stringContaining('files-notes'));
    await workbench.page.locator('.statusbar-item').filter({ hasText: '2 waiting' }).waitFor({ state: 'visible' });
    await workbench.screenshot('five-loops-light');
    await ui.picture('five-loops');
  });

  it('opens the page of the one that is done', async () => {
    await ui.press('Runs', 'files-notes', 'Open Run');
    await workbench.page.locator('.tab', { hasText: /^files-notes · / }).waitFor({ state: 'visible' });
    await ui.prompt.locator('.head .state', { hasText: 'delivered' }).waitFor({ state: 'visible' });
  });

  it('lets the stuck one go on with a word', async () => {
    await ui.press('Inbox', 'gets-nowhere', 'Continue…');
    await ui.write(/What should it bear in mind\?/, 'say that it is done');
    await standsAt('gets-nowhere', /gave up/);
  });

  it('turns the waiting one away, with a reason', async () => {
    await ui.press('Inbox', 'asks-first', 'Reject…');
    await ui.write(/Why\?/, 'nobody asked for it');
    await standsAt('asks-first', /rejected/);
  });

  it('puts away what failed, once it was seen', async () => {
    await ui.press('Inbox', 'cannot-begin', 'Dismiss');
    await expect.poll(() => inbox().filter({ hasText: 'cannot-begin' }).count()).toBe(0);
  });

  it('takes the one that spent too much up again where its second iteration left it', async () => {
    await ui.choose('Runs', 'buys-much', 'Retry from an Iteration…');
    await ui.takeFirst('Retry from where?');
    await ui.write(/bear in mind/, 'spend less');
    const runs = () => ui.pane('Runs').locator('.monaco-list-row').filter({ hasText: 'buys-much' });
    await expect.poll(() => runs().count(), { timeout: runTimeoutMs }).toBe(2);
  });
});
