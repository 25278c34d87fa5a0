import { describe, expect, it } from 'vitest';
import type { Workbench } from '../support/workbench.ts';
import type { ExampleFolder } from './exampleFolder.ts';
import type { LoopwrightPage } from './loopwrightPage.ts';
import { addNotesLoop } from './notesLoop.ts';
import { withExample } from './scene.ts';

/** A run of a few items on a slow and busy machine. */
const runTimeoutMs = 120_000;

describe('a loop of several items, each acted upon from its row', () => {
  let example: ExampleFolder;
  let workbench: Workbench;
  let ui: LoopwrightPage;

  const standsAt = (item: string, how: RegExp) =>
    expect.poll(() => ui.row('Runs', item).innerText(), { timeout: runTimeoutMs }).toMatch(how);

  withExample(
    { prepare: addNotesLoop, settings: { 'workbench.colorTheme': 'Light 2026', 'editor.minimap.enabled': false } },
    (scene) => {
      ({ example, workbench, ui } = scene);
    },
  );

  it('shows that it could start by itself, lets it, and takes that back', async () => {
    const row = ui.row('Loops', 'write-notes');
    await expect.poll(() => row.innerText(), { timeout: 60_000 }).toMatch(/off · not run yet/);
    await ui.press('Loops', 'write-notes', 'Let It Start by Itself');
    await expect.poll(() => row.innerText()).toMatch(/on, next .* · not run yet/);
    await ui.press('Loops', 'write-notes', 'Stop Letting It Start by Itself');
    await expect.poll(() => row.innerText()).toMatch(/off/);
  });

  it('asks for the inputs, their defaults filled in', async () => {
    await ui.row('Loops', 'write-notes').click();
    await ui.lens('Run').click();
    await ui.takeFirst('Where the notes go');
    await ui.box.filter({ hasText: 'Most notes to write' }).waitFor({ state: 'visible' });
    expect(await ui.box.locator('input').inputValue()).toBe('4');
    await ui.write('Most notes to write', 'many');
    await ui.box.filter({ hasText: 'A number is needed.' }).waitFor({ state: 'visible' });
    await ui.write('A number is needed.', '5');
    await ui.takeFirst('Whether to write at all');
  });

  it('tells the items apart: waiting for review, at a gate, stalled', async () => {
    await standsAt('a plain note', /waiting for you · Proven/);
    await standsAt('a risky note', /asks for your approval · Waits at the gate start/);
    await standsAt('a dull note', /asks for your approval/);
    await standsAt('a stuck note', /asks how to go on/);
    await standsAt('write-notes', /0 of 4 done, 4 waiting/);
    await workbench.page.locator('.statusbar-item').filter({ hasText: '4 waiting' }).waitFor({ state: 'visible' });
    await ui.row('Runs', 'a plain note').click();
    await workbench.page.keyboard.press('ArrowRight');
    await ui.row('Runs', /Iteration 1.*notes 1.*1 defect/).waitFor({ state: 'visible' });
    await workbench.screenshot('items-light');
    await ui.picture('items');
  });

  it('lets one through its gate and turns another away, with a reason', async () => {
    await ui.press('Runs', 'a risky note', 'Approve');
    await standsAt('a risky note', /waiting for you · Proven/);
    await ui.press('Runs', 'a dull note', 'Reject…');
    await ui.write(/Why\?/, 'nobody reads it');
    await standsAt('a dull note', /rejected .*nobody reads it/);
  });

  it('lets a stalled one go on with a word, until its budget is used', async () => {
    await ui.press('Runs', 'a stuck note', 'Continue…');
    await ui.write(/What should it bear in mind\?/, 'say that it is done');
    await standsAt('a stuck note', /gave up · 5 iterations did not reach the goal/);
  });

  it('delivers one as the loop says, from its review', async () => {
    await ui.press('Runs', 'a plain note', 'Open Review');
    await ui.row('Change', 'Deliver as Branch').waitFor({ state: 'visible' });
    expect(await ui.pane('Change').locator('.pane-header').innerText()).toMatch(/a plain note/i);
    await (await ui.title('Change', 'Deliver as Branch')).click();
    await standsAt('a plain note', /delivered/);
    await ui.pane('Change').waitFor({ state: 'hidden' });
    // Not `branch --list`, which marks a branch while its worktree is still there.
    const branches = await example.git(
      'for-each-ref',
      '--format=%(refname)',
      'refs/heads/loops/write-notes/*/a-plain-note-*',
    );
    expect(branches.trim()).not.toBe('');
    expect(await example.git('log', '-1', '--format=%B', branches.trim())).toContain('Loop: write-notes');
    await standsAt('write-notes', /3 of 4 done, 1 waiting/);
  });
});
