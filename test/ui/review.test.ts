import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Workbench } from '../support/workbench.ts';
import type { ExampleFolder } from './exampleFolder.ts';
import type { LoopwrightPage } from './loopwrightPage.ts';
import { addReviewLoop, remarks } from './reviewLoop.ts';
import { withExample } from './scene.ts';

/** An iteration with its proofs on a slow and busy machine. */
const iterationTimeoutMs = 120_000;

describe('a change of six files, read, answered and landed in part', () => {
  let example: ExampleFolder;
  let workbench: Workbench;
  let ui: LoopwrightPage;

  const rows = () => ui.pane('Change').locator('.monaco-list-row');
  const message = () => ui.pane('Change').locator('.message').innerText();
  const modified = () => workbench.page.locator('.monaco-diff-editor .editor.modified');
  const lineOf = (text: string): Locator => modified().locator('.view-line').filter({ hasText: text }).first();
  const isViewed = (row: string | RegExp) => ui.row('Change', row).getByRole('checkbox').getAttribute('aria-checked');
  /** Opens or shuts a row by key: a press would open its diff. */
  const unfold = async (row: string | RegExp) => {
    await ui.row('Change', row).click();
    await workbench.page.keyboard.press('ArrowRight');
  };
  const waitsAgain = () =>
    expect
      .poll(() => ui.row('Runs', 'mend-shop').innerText(), { timeout: iterationTimeoutMs })
      .toMatch(/waiting for you/);

  const remarkOn = async (line: string, text: string) => {
    await lineOf(line).click();
    await workbench.runCommand('Comments: Add Comment on Current Selection');
    const box = workbench.page.locator('.comment-thread-new, .review-widget').last();
    await box.locator('.monaco-editor').last().click();
    await workbench.page.keyboard.type(text);
    await box.getByRole('button', { name: 'Add Remark' }).click();
  };

  withExample(
    {
      prepare: addReviewLoop,
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

  it('opens in the order of its risk, with what need not be read folded away', async () => {
    // The row is drawn once more when the language server has told what stands in the file; a press meanwhile could miss.
    const told = ui.pane('Loops').locator('.monaco-list-row[aria-label*="Charges a card"]');
    await told.waitFor({ state: 'visible', timeout: iterationTimeoutMs });
    await ui.press('Loops', 'mend-shop', 'Run Loop');
    await waitsAgain();
    for (const pane of ['Inbox', 'Loops', 'Worktrees', 'Understanding'] as const) await ui.collapse(pane);
    await ui.press('Runs', 'mend-shop', 'Open Review');
    await ui.row('Change', 'pay.js').waitFor({ state: 'visible' });
    // By its name: the middle of its header has buttons.
    await ui.pane('Runs').locator('.pane-header h3').click();
    await ui.row('Change', '1 lockfile').waitFor({ state: 'visible' });
    const names = ['pay.js', 'stock.js', 'cart.js', 'README.md', '1 lockfile', 'other blanks'];
    const inOrder = await rows().allInnerTexts();
    expect(inOrder.flatMap((row) => names.find((name) => row.includes(name)) ?? [])).toEqual(names);
    expect(await message()).toMatch(/^0 of \d+ lines read · about \d+ minutes? left/);
  });

  it('goes from unit to unit by key, and marks each as viewed', async () => {
    await lineOf('function').waitFor({ state: 'visible' });
    await lineOf('function').click();
    await workbench.page.keyboard.press('Control+Alt+l');
    await workbench.page.keyboard.press('m');
    await expect.poll(message).not.toMatch(/^0 of/);
    for (const name of ['pay.js', 'cart.js', 'README.md', 'stock.js']) {
      const box = ui.row('Change', name).getByRole('checkbox');
      if ((await box.getAttribute('aria-checked')) !== 'true') await box.click();
      await expect.poll(() => isViewed(name)).toBe('true');
    }
    await expect.poll(message).toMatch(/^All \d+ lines are read/);
  });

  it('takes an edit by hand into the change, and clears the mark of that unit alone', async () => {
    await ui.row('Change', 'cart.js').click();
    await lineOf('reduce').click();
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.type(' // by hand');
    await workbench.page.keyboard.press('Control+s');
    await expect.poll(() => isViewed('cart.js'), { timeout: iterationTimeoutMs }).toBe('false');
    expect(await isViewed('pay.js')).toBe('true');
    expect(await isViewed('README.md')).toBe('true');
  });

  it('takes one piece out, with a reason, and shows it in the diff', async () => {
    await unfold('pay.js');
    await ui.press('Change', /^retry/, 'Take Out and Say Why…');
    await ui.write(/Why\?/, 'it never gives up');
    await expect.poll(() => ui.row('Change', /^retry/).innerText()).toMatch(/taken out: it never gives up/);
    await ui.row('Change', /^retry/).click();
    // Words of a decoration are no text of the page: they stand in the style of what comes after a line.
    const words = () =>
      modified().evaluate((editor) => {
        const { defaultView } = editor.ownerDocument;
        const parts = [...editor.querySelectorAll('.view-line span')];
        return parts.map((part) => defaultView?.getComputedStyle(part, '::after').content).join(' ');
      });
    await expect.poll(words).toContain('taken out: it never gives up');
    await expect.poll(() => ui.row('Change', /^Land/).innerText()).toMatch(/Land \d+ of \d+ pieces on main/);
    await ui.picture('review-taken-out');
  });

  it('takes remarks on two ranges, which are pending', async () => {
    await ui.row('Change', /^charge/).click();
    await remarkOn('return card.take(amount);', remarks.charge);
    await workbench.page.getByText('Pending: nobody is told').first().waitFor({ state: 'visible' });
    await ui.row('Change', 'README.md').click();
    await remarkOn('A refund goes to the same card', remarks.readme);
    await expect
      .poll(() => ui.row('Change', 'Request Changes…').innerText())
      .toMatch(/2 remarks and 1 piece taken out/);
  });

  it('sends them together, and the next iteration answers', async () => {
    await ui.row('Change', 'Request Changes…').click();
    await ui.takeFirst('Request changes: read what is sent, then send it');
    await workbench.page
      .getByText('Answered in iteration')
      .first()
      .waitFor({ state: 'visible', timeout: iterationTimeoutMs });
    const text = await example.git('show', `${await headOf()}:shop/pay.js`);
    expect(text).toMatch(/log\(error\);\s+throw error;/);
    expect(text).not.toContain('retry');
    expect(await example.git('show', `${await headOf()}:shop/cart.js`)).toContain('// by hand');
  });

  it('leaves only what changed to be read, and the threads answered', async () => {
    // The thread may say so before the rows do: they come from different answers of the runner.
    await expect.poll(() => isViewed('README.md')).toBe('false');
    expect(await isViewed('stock.js')).toBe('true');
    await ui.row('Change', /^charge/).waitFor({ state: 'visible' });
    await expect.poll(() => isViewed(/^charge/)).toBe('false');
    expect(await isViewed(/^refund/)).toBe('true');
    await ui.row('Change', /^charge/).click();
    await workbench.page.getByText('Answered in iteration').first().waitFor({ state: 'visible' });
    await ui.picture('review-answered');
  });

  it('shows what changed since the last look', async () => {
    await workbench.runCommand('Loopwright: Changes Since I Last Looked');
    await workbench.page.getByRole('tab', { name: /Changes since I last looked/ }).waitFor({ state: 'visible' });
    await workbench.page.locator('.multiDiffEntry').first().waitFor({ state: 'visible' });
  });

  it('lands a part: what is kept is checked again, and nothing else lands', async () => {
    const before = await example.git('rev-parse', 'main');
    await ui.press('Change', 'README.md', 'Take Out');
    await expect.poll(() => ui.row('Change', /^Land/).innerText()).toMatch(/Land \d+ of \d+ pieces/);
    await ui.row('Change', /^Land/).click();
    await workbench.page.getByRole('button', { name: 'Take Out, Check and Deliver' }).click();
    await expect
      .poll(async () => (await example.newestRun()).status, { timeout: iterationTimeoutMs })
      .toBe('delivered');
    const landed = await example.git('diff', '--name-only', before, 'main');
    expect(landed.split('\n').sort()).toEqual([
      'shop/cart.js',
      'shop/log.js',
      'shop/package-lock.json',
      'shop/pay.js',
      'shop/stock.js',
    ]);
    expect(await example.git('show', 'main:shop/cart.js')).toContain('// by hand');
    await ui.pane('Change').waitFor({ state: 'hidden' });
  });

  async function headOf(): Promise<string> {
    const { id } = await example.newestRun();
    return `loops/mend-shop/${id}/default`;
  }
});
