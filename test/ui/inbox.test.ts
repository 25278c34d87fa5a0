import { describe, expect, it } from 'vitest';
import type { Workbench } from '../support/workbench.ts';
import type { LoopwrightPage } from './loopwrightPage.ts';
import { addNotesLoop } from './notesLoop.ts';
import { withExample } from './scene.ts';

/** A run of a few items on a slow and busy machine. */
const runTimeoutMs = 120_000;

describe('what waits is acted upon in the Inbox', () => {
  let workbench: Workbench;
  let ui: LoopwrightPage;

  const rows = () => ui.pane('Inbox').locator('.monaco-list-row');
  const countOf = () => expect.poll(() => rows().count(), { timeout: runTimeoutMs });

  withExample(
    { prepare: addNotesLoop, settings: { 'workbench.colorTheme': 'Light 2026', 'editor.minimap.enabled': false } },
    (scene) => {
      ({ workbench, ui } = scene);
    },
  );

  it('says what would stand there while nothing waits', async () => {
    await ui
      .pane('Inbox')
      .getByText(/Nothing waits for you/)
      .waitFor({ state: 'visible' });
  });

  it('lists all that waits, what holds work up first', async () => {
    await ui.row('Loops', 'write-notes').click();
    await ui.lens('Run').click();
    await ui.takeFirst('Where the notes go');
    await ui.write('Most notes to write', '5');
    await ui.takeFirst('Whether to write at all');
    await countOf().toBe(4);
    expect(await rows().first().innerText()).toMatch(/stuck note is stalled.*high/s);
    await ui.row('Runs', 'Waiting').waitFor({ state: 'visible' });
    await workbench.screenshot('inbox-light');
    await ui.picture('inbox');
  });

  it('takes one reason for several that are selected', async () => {
    await ui.row('Inbox', 'a risky note').click();
    await ui.row('Inbox', 'a dull note').click({ modifiers: ['ControlOrMeta'] });
    await ui.press('Inbox', 'a dull note', 'Reject…');
    await ui.write(/Why\?/, 'nobody reads them');
    await countOf().toBe(2);
  });

  it('puts one off, which is not gone from its run', async () => {
    await ui.choose('Inbox', 'a plain note', 'Snooze…');
    await ui.box.filter({ hasText: 'Tomorrow morning' }).waitFor({ state: 'visible' });
    await workbench.page.keyboard.press('Enter');
    await countOf().toBe(1);
    // Its run is open: it was while it worked.
    await expect.poll(() => ui.row('Runs', 'a plain note').innerText()).toMatch(/waiting for you/);
  });

  it('lets the stalled one go on with a word', async () => {
    await ui.press('Inbox', 'a stuck note', 'Continue…');
    await ui.write(/What should it bear in mind\?/, 'say that it is done');
    await expect.poll(() => rows().first().innerText(), { timeout: runTimeoutMs }).toMatch(/gave up/);
  });
});
