import { describe, expect, it } from 'vitest';
import type { Workbench } from '../support/workbench.ts';
import type { ExampleFolder } from './exampleFolder.ts';
import type { LoopwrightPage } from './loopwrightPage.ts';
import { askedPrompt, wrongAnswer } from './promptAnswers.ts';
import { rightAnswer } from './promptOracle.ts';
import { withExample } from './scene.ts';

describe('the first loop, from Run to the landed commit', () => {
  let example: ExampleFolder;
  let workbench: Workbench;
  let ui: LoopwrightPage;
  let before: string;

  const newest = () => example.newestRun();
  /** What is asked about: the test reads it from git and runs the tests, as nobody in the editor does. */
  const changeNow = async () => {
    const { id, loop } = await newest();
    return { example, base: 'main', head: `loops/${loop}/${id}/default`, tests: [] };
  };

  withExample(
    {
      settings: {
        'workbench.colorTheme': 'Dark 2026',
        'editor.minimap.enabled': false,
        // So that the text of a terminal is in the page.
        'terminal.integrated.gpuAcceleration': 'off',
      },
      prepare: async (folder) => {
        before = await folder.userWork();
      },
    },
    (scene) => {
      ({ example, workbench, ui } = scene);
    },
  );

  it('shows the loop, and opens it with Run above it', async () => {
    await ui.row('Loops', 'keep-tests-green').waitFor({ state: 'visible' });
    expect(await ui.row('Loops', 'keep-tests-green').innerText()).toContain('not run yet');
    await ui.row('Loops', 'keep-tests-green').click();
    await ui.lens('Run').waitFor({ state: 'visible' });
    expect(await ui.lens('Dry Run').isVisible()).toBe(true);
    expect(await ui.lens('Validate').isVisible()).toBe(true);
  });

  it('runs, is watched in the view Runs, and waits for a person', async () => {
    await ui.runUntilItWaits();
    const run = ui.row('Runs', 'keep-tests-green');
    // The line above the file is drawn before the row is.
    await expect.poll(() => run.innerText()).toContain('waiting for you');
    expect(await run.getAttribute('aria-label')).toMatch(/keep-tests-green, waiting for you, Waits: Proven/);
    for (const step of ['Make: repair', 'Check: tests', 'Goal reached?']) {
      await ui.row('Runs', step).waitFor({ state: 'visible' });
    }
    await workbench.page.locator('.statusbar-item').filter({ hasText: '1 waiting' }).waitFor({ state: 'visible' });
    await ui.picture('run');
  });

  it('shows the output of a step, which follows', async () => {
    await ui.row('Runs', 'Check: tests').click();
    const terminal = workbench.page.locator(
      '.terminal-wrapper .xterm-rows, .terminal-wrapper .xterm-accessibility-tree',
    );
    await expect.poll(async () => (await terminal.allInnerTexts()).join('\n'), { timeout: 60_000 }).toMatch(/fail 1/);
    await workbench.runCommand('View: Toggle Panel Visibility');
  });

  it('opens the review: base and head in a diff, landing closed with its reason', async () => {
    await ui.openReview(() => ui.lens('Waiting for you: Review').click());
    await ui.row('Change', 'booking.js').waitFor({ state: 'visible' });
    expect(await ui.row('Change', 'booking.js').innerText()).toMatch(/2 lines/);
    const sides = workbench.page.locator('.monaco-diff-editor .view-lines');
    await expect
      .poll(async () => (await sides.allInnerTexts()).join('\n').replaceAll('\u00a0', ' '))
      .toMatch(/a\.start <= b/);
    expect((await sides.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ')).toMatch(/a\.start < b/);
    expect(await ui.pane('Change').locator('.message').innerText()).toMatch(/Landing is closed\. Answer one prompt/m);
    const land = await ui.title('Change', 'Land');
    expect(await land.getAttribute('aria-disabled')).toBe('true');
    await ui.picture('review');
  });

  it('keeps a mark for a file that was viewed, and counts its lines', async () => {
    await ui.row('Change', 'booking.js').getByRole('checkbox').click();
    await expect.poll(() => ui.pane('Change').locator('.pane-header').innerText()).toMatch(/2 of 2 lines read/i);
  });

  it('shows all changes in one editor', async () => {
    await (await ui.title('Change', 'Open All Changes')).click();
    await workbench.page.getByRole('tab', { name: /All changes of keep-tests-green/ }).waitFor({ state: 'visible' });
    await workbench.page.locator('.multiDiffEntry').first().waitFor({ state: 'visible' });
  });

  it('adds no worktree to Source Control', async () => {
    const { id } = await newest();
    await workbench.page
      .getByRole('tab', { name: /^Source Control/ })
      .first()
      .click();
    await workbench.page.locator('.scm-view').first().waitFor({ state: 'visible' });
    await workbench.page.waitForTimeout(2000);
    expect(await workbench.page.locator('.scm-view').first().innerText()).not.toContain(id);
    expect(await workbench.page.locator('.scm-view .scm-editor').count()).toBe(1);
    await ui.open();
  });

  it('asks a prompt; a miss shows the line and does not open the gate', async () => {
    await ui.row('Change', 'Answer the prompt').click();
    const prompt = await askedPrompt(ui, 'src/booking.js');
    await ui.picture('prompt');
    const change = await changeNow();
    const told = await prompt.answer(wrongAnswer(await rightAnswer(prompt.seen, change), prompt.seen));
    expect(told).toContain('Missed');
    const head = await example.git('show', `${change.head}:src/booking.js`);
    expect(told.replaceAll('\u00a0', ' ')).toContain((head.split('\n')[prompt.seen.line - 1] ?? '').trim());
    expect(told).toContain('The gate is closed.');
    expect(await ui.row('Change', 'Land on main').count()).toBe(0);
  });

  it('is rejected with a reason, which is mandatory', async () => {
    await (await ui.title('Change', 'Reject…')).click();
    const box = workbench.page.locator('.quick-input-widget input');
    await box.waitFor({ state: 'visible' });
    await box.press('Enter');
    await workbench.page.locator('.quick-input-widget').filter({ hasText: 'A reason is needed' }).waitFor();
    await box.fill('I did not understand it');
    await box.press('Enter');
    await expect.poll(async () => (await newest()).status).toBe('rejected');
    await ui.pane('Change').waitFor({ state: 'hidden' });
    expect(
      await workbench.page
        .locator('.tab')
        .filter({ hasText: /booking\.js|All changes|Which did/ })
        .count(),
    ).toBe(0);
  });

  it('runs again, and goes on when the runner is killed meanwhile', async () => {
    await ui.row('Loops', 'keep-tests-green').click();
    await ui.lens('Run').click();
    await ui.row('Runs', /iteration 1: make/).waitFor({ state: 'visible', timeout: 120_000 });
    const killed = await example.runnerPid();
    process.kill(killed, 'SIGKILL');
    await ui.lens('Waiting for you: Review').waitFor({ state: 'visible', timeout: 120_000 });
    expect(await example.runnerPid()).not.toBe(killed);
  });

  it('takes an edit of the head into the change and checks it again', async () => {
    await ui.openReview(() => ui.lens('Waiting for you: Review').click());
    const line = workbench.page
      .locator('.monaco-diff-editor .modified .view-line')
      .filter({ hasText: 'Length in minutes' });
    await line.click();
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.type(' // by hand');
    await workbench.page.keyboard.press('Control+s');
    await ui.row('Runs', 'Iteration 2').waitFor({ state: 'visible' });
    await expect.poll(() => ui.row('Change', 'booking.js').innerText(), { timeout: 60_000 }).toMatch(/4 lines/);
    await ui.row('Change', 'Answer the prompt').waitFor({ state: 'visible' });
  });

  it('opens the gate at the right answer, and lands as one commit', async () => {
    const commits = Number(await example.git('rev-list', '--count', 'main'));
    // The list stands at the unit that was opened last: the row of the gate may be above what can be seen.
    await (await ui.title('Change', 'Answer the Prompt')).click();
    const prompt = await askedPrompt(ui, 'src/booking.js');
    const told = await prompt.answer(await rightAnswer(prompt.seen, await changeNow()));
    expect(told).toContain('Right');
    expect(told).toContain('The gate is open.');
    await ui.picture('answered');
    await ui.row('Change', 'Land on main').click();
    await expect.poll(async () => (await newest()).status, { timeout: 60_000 }).toBe('delivered');
    await ui.row('Runs', /delivered/).waitFor({ state: 'visible' });
    await ui.row('Loops', 'keep-tests-green').click();
    await ui.lens('Last run delivered').waitFor({ state: 'visible' });
    await ui.picture('landed');
    expect(Number(await example.git('rev-list', '--count', 'main'))).toBe(commits + 1);
    expect(await example.git('rev-parse', 'main')).toBe((await newest()).commit);
    const message = await example.git('log', '-1', '--format=%B', 'main');
    expect(message).toContain('Loop: keep-tests-green');
    expect(message).toContain('Understood-by: You <you@example.com>');
  });

  it('closes the review, and leaves the work of the user as it was', async () => {
    await ui.pane('Change').waitFor({ state: 'hidden' });
    expect(
      await workbench.page
        .locator('.tab')
        .filter({ hasText: /booking\.js|Which did/ })
        .count(),
    ).toBe(0);
    expect(await example.userWork()).toBe(before);
    expect(await example.git('show', 'main:src/booking.js')).toMatch(
      /a\.start < b\.end[\s\S]*minutes\. \*\/ \/\/ by hand/,
    );
  });

  it('refuses a second landing politely', async () => {
    const tip = await example.git('rev-parse', 'main');
    const { code, output } = await example.loopwright('land', (await newest()).id);
    expect(code).not.toBe(0);
    expect(output).toMatch(/landed|delivered|ended/i);
    expect(await example.git('rev-parse', 'main')).toBe(tip);
  });
});
