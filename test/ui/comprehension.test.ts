import { describe, expect, it } from 'vitest';
import type { LedgerRow } from '../../src/model/ledger.ts';
import { seriousFindings } from '../support/axe.ts';
import type { Workbench } from '../support/workbench.ts';
import type { ExampleFolder } from './exampleFolder.ts';
import { ledgerRows, owedByHand } from './handDebt.ts';
import { expectingWords, type LoopwrightPage } from './loopwrightPage.ts';
import { type AskedPrompt, askedPrompt, wrongAnswer } from './promptAnswers.ts';
import { type AskedChange, rightAnswer, type SeenPrompt } from './promptOracle.ts';
import { withExample } from './scene.ts';
import { addTariffLoops, writtenLines } from './tariffLoops.ts';

/** A run with its proofs on a slow and busy machine. */
const runTimeoutMs = 120_000;
const tariff = 'tariff/tariff.mjs';
const expected = 'tariff.test.mjs';

describe('nothing lands that nobody understood', () => {
  let example: ExampleFolder;
  let workbench: Workbench;
  let ui: LoopwrightPage;
  const asked: AskedPrompt[] = [];

  const waits = (loop: string) =>
    expect.poll(() => ui.row('Runs', loop).innerText(), { timeout: runTimeoutMs }).toMatch(/waiting for you/);
  const delivered = () =>
    expect.poll(async () => (await example.newestRun()).status, { timeout: runTimeoutMs }).toBe('delivered');
  const changeNow = async (): Promise<AskedChange> => {
    const { id, loop } = await example.newestRun();
    return { example, base: 'main', head: `loops/${loop}/${id}/default`, tests: ['tariff/tariff.test.mjs'] };
  };
  const next = async (): Promise<AskedPrompt> => {
    const prompt = await askedPrompt(ui, tariff);
    asked.push(prompt);
    return prompt;
  };
  const nameOf = ({ title, line, shown, options }: SeenPrompt) => [title, line, shown, ...options].join('\n');
  const debtShown = () => ui.pane('Understanding').locator('.pane-header').innerText();
  const keepsNobodyOut = async () => {
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await ui.setTheme(theme);
      // The theme reaches the page a moment later.
      await workbench.page.waitForTimeout(1000);
      expect(await seriousFindings(ui.prompt), theme).toEqual([]);
    }
  };
  /** Waits until the ledger has a landing more, and the view says what by hand is owed. */
  const owedAsByHand = async (landings: number): Promise<number> => {
    const landed = (rows: readonly LedgerRow[]) => rows.filter(({ row }) => row === 'landed').length;
    await expect.poll(async () => landed(await ledgerRows(example)), { timeout: 60_000 }).toBe(landings);
    const byHand = owedByHand(await ledgerRows(example));
    await expect.poll(debtShown, { timeout: 60_000 }).toContain(`you owe ${Math.round(byHand)} line`);
    return byHand;
  };

  withExample(
    {
      prepare: addTariffLoops,
      settings: {
        'workbench.colorTheme': 'Dark 2026',
        'editor.minimap.enabled': false,
        'loopwright.notifications': 'off',
      },
    },
    (scene) => {
      ({ example, workbench, ui } = scene);
    },
  );

  it('asks what is expected before anything is shown, and tells what is other', async () => {
    await ui.press('Loops', 'mend-tariff', 'Run Loop');
    await waits('mend-tariff');
    await ui.press('Runs', 'mend-tariff', 'Open Review');
    await ui.box.locator(`input[placeholder^="${expectingWords}"]`).waitFor({ state: 'visible' });
    expect(await ui.pane('Change').isVisible()).toBe(false);
    await ui.box.locator('.monaco-list-row').filter({ hasText: expected }).first().click();
    await workbench.page.keyboard.press('Enter');
    await ui.write(/What do you expect it to do/, 'it mends a test');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.waitFor({ state: 'visible' });
    expect(await dialog.innerText()).toMatch(/1 file touched and not expected; 1 file expected and not touched/);
    await dialog.getByRole('button').first().click();
    await ui.row('Change', 'tariff.mjs').waitFor({ state: 'visible' });
  });

  it('shows the line after a miss, and asks another one', async () => {
    await (await ui.title('Change', 'Answer the Prompt')).click();
    const prompt = await next();
    if (prompt.where === 'page') await keepsNobodyOut();
    await ui.picture(`prompt-${prompt.where}`);
    const right = await rightAnswer(prompt.seen, await changeNow());
    const told = await prompt.answer(wrongAnswer(right, prompt.seen));
    expect(told).toContain('Missed');
    const { head } = await changeNow();
    const line = (await example.git('show', `${head}:${tariff}`)).split('\n')[prompt.seen.line - 1] ?? '';
    expect(told.replaceAll('\u00a0', ' ')).toContain(line.trim());
    expect(told).toContain('The gate is closed.');
    await ui.picture(`missed-${prompt.where}`);
  });

  it('opens the gate with a right one; one of the two is asked in the diff and one covers it', async () => {
    await (await ui.title('Change', 'Answer the Prompt')).click();
    const prompt = await next();
    await ui.picture(`prompt-${prompt.where}`);
    expect(await prompt.answer(await rightAnswer(prompt.seen, await changeNow()))).toContain('Right');
    await ui.picture(`right-${prompt.where}`);
    expect(nameOf(asked[0]?.seen ?? prompt.seen)).not.toBe(nameOf(prompt.seen));
    expect(asked.map(({ where }) => where).sort()).toEqual(['diff', 'page']);
    await ui.row('Change', 'Land on main').waitFor({ state: 'visible' });
  });

  it('owes for what landed what the definition says', async () => {
    await ui.row('Change', 'Land on main').click();
    await delivered();
    await ui.pane('Understanding').locator('.pane-header h3').click();
    await owedAsByHand(1);
    const landed = (await ledgerRows(example)).flatMap((row) => (row.row === 'landed' ? row.units : []));
    const lines = Object.fromEntries(landed.map((unit) => [unit.unit, unit.lines]));
    expect(lines).toEqual({
      'tariff/tariff.mjs#fare': writtenLines['tariff/tariff.mjs#fare'],
      'tariff/tariff.mjs#refund': writtenLines['tariff/tariff.mjs#refund'],
    });
    await ui.picture('understanding');
  });

  it('lands without understanding for a written reason, which is kept, and owes all of it', async () => {
    const before = owedByHand(await ledgerRows(example));
    await ui.press('Loops', 'add-rebate', 'Run Loop');
    await waits('add-rebate');
    await ui.openReview(() => ui.press('Runs', 'add-rebate', 'Open Review'));
    // The diff takes the focus when it opens, and a command that is being looked for goes.
    await workbench.page.locator('.monaco-diff-editor').first().waitFor({ state: 'visible' });
    await ui.row('Change', 'Answer the prompt').waitFor({ state: 'visible' });
    await workbench.runCommand('Loopwright: Land Without Understanding…');
    await ui.write(/Why may it land although the gate is closed/, 'The rebate starts tonight.');
    await delivered();
    expect(await example.git('log', '-1', '--format=%B', 'main')).toMatch(/The rebate starts tonight\./);
    const after = await owedAsByHand(2);
    const [rebate] = (await ledgerRows(example)).flatMap((row) =>
      row.row === 'landed' ? row.units.filter(({ unit }) => unit.endsWith('#rebate')) : [],
    );
    expect(rebate?.lines).toBe(writtenLines['tariff/rebate.mjs#rebate']);
    expect(after - before).toBeGreaterThan(0);
  });

  it('starts no loop of who owes more than it allows, and says what to do', async () => {
    const { id } = await example.newestRun();
    await ui.press('Loops', 'add-more', 'Run Loop');
    // A toast goes after a while; the list of them keeps it.
    await workbench.runCommand('Notifications: Show Notifications');
    const told = workbench.page.locator('.notifications-center .notification-list-item').filter({ hasText: /owe/ });
    await told.first().waitFor({ state: 'visible' });
    expect(await told.first().innerText()).toMatch(/Pay Some Back[\s\S]*Start Anyway…/);
    await ui.picture('owes-too-much');
    expect((await example.newestRun()).id).toBe(id);
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('pays some back: a right answer about what landed, and less is owed', async () => {
    const before = owedByHand(await ledgerRows(example));
    await (await ui.title('Understanding', 'Pay Some Back')).click();
    const prompt = await askedPrompt(ui, tariff);
    await ui.picture('pay-back');
    const change = { example, base: 'main~2', head: 'main', tests: ['tariff/tariff.test.mjs'] };
    const told = await prompt.answer(await rightAnswer(prompt.seen, change));
    const after = owedByHand(await ledgerRows(example));
    expect(after).toBeLessThan(before);
    expect(told).toContain('Right');
    expect(told).toContain(`You owe ${Math.round(after)} line`);
    expect(told).toContain(`It was ${Math.round(before)} line`);
    await ui.picture('paid-back');
  });
});
