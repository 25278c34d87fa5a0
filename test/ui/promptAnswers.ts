import type { Locator } from 'playwright-core';
import { gap } from '../../src/model/prompt.ts';
import type { LoopwrightPage } from './loopwrightPage.ts';
import type { RightAnswer, SeenPrompt } from './promptOracle.ts';

/** Making a prompt runs checks, and the machine may be busy. */
const makingMs = 120_000;
const sureness = 'How sure are you? Picking one answers; the first answer counts.';

/** A prompt where it is asked, and how it is answered there. */
export interface AskedPrompt {
  readonly where: 'page' | 'diff';
  readonly seen: SeenPrompt;
  /** Answers it as somebody who is sure; what is told then. */
  answer(answer: RightAnswer): Promise<string>;
}

/** The prompt that is asked now, be it in the page or in the diff, which shows the file `path` then. */
export async function askedPrompt(ui: LoopwrightPage, path: string): Promise<AskedPrompt> {
  const inDiff = ui.page.locator('.review-widget').filter({ hasText: /Prompt \d of at most 3/ });
  const inPage = ui.prompt.locator('form');
  const first = await Promise.any([
    inDiff
      .first()
      .waitFor({ state: 'visible', timeout: makingMs })
      .then(() => 'diff' as const),
    inPage.waitFor({ state: 'visible', timeout: makingMs }).then(() => 'page' as const),
  ]);
  return first === 'diff' ? promptInDiff(ui, inDiff.first(), path) : promptInPage(ui);
}

async function promptInPage(ui: LoopwrightPage): Promise<AskedPrompt> {
  const page = ui.prompt;
  const [path = '', line] = (await page.locator('.place').innerText()).split(':');
  const shown = await page
    .locator('.line.asked code')
    .evaluateAll(
      (lines, left) =>
        lines
          .map((code) =>
            [...code.childNodes].map((node) => (node.nodeName === 'INPUT' ? left : node.textContent)).join(''),
          )
          .join('\n'),
      gap,
    );
  const options = await page.locator('label.option code').allTextContents();
  const seen = { title: await page.locator('h1').innerText(), path, line: Number(line), shown, options };
  const answer = async (given: RightAnswer): Promise<string> => {
    if ('text' in given) await page.locator('input.gap').fill(given.text);
    else for (const index of given.options) await page.locator('label.option input').nth(index).check();
    await page.getByRole('button', { name: 'Sure' }).click();
    await page.locator('.gate').waitFor({ state: 'visible', timeout: 30_000 });
    return page.locator('main').innerText();
  };
  return { where: 'page', seen, answer };
}

async function promptInDiff(ui: LoopwrightPage, asked: Locator, path: string): Promise<AskedPrompt> {
  const label = await asked.locator('.review-title').innerText();
  const text = await asked.locator('.comment-body').first().innerText();
  const [question = '', shown = '', options = ''] = text.replaceAll('\u00a0', ' ').split(/\n\s*\n/);
  // By its question: its title is another once it is answered.
  const widget = ui.page.locator('.review-widget').filter({ hasText: question }).first();
  const seen = {
    title: label.split(/\s*Prompt \d/)[0] ?? '',
    path,
    line: Number(/line (\d+)/.exec(question)?.[1]),
    shown,
    options: options.split('\n').map((option) => option.replace(/^\d+\) /, '')),
  };
  const answer = async (given: RightAnswer): Promise<string> => {
    await widget.getByRole('button', { name: 'Answer…' }).click();
    if ('text' in given) await ui.write(/./, given.text);
    else for (const index of given.options) await ui.box.locator('.monaco-list-row').nth(index).click();
    // One that takes a single option has closed already.
    if (!('text' in given) && (await ui.box.locator('input[placeholder^="If line"]').isVisible())) {
      await ui.page.keyboard.press('Enter');
    }
    await ui.box.locator(`input[placeholder="${sureness}"]`).waitFor({ state: 'visible' });
    await ui.box.locator('.monaco-list-row').filter({ hasText: 'Sure' }).first().click();
    await widget
      .locator('.review-title')
      .filter({ hasText: /Right|Missed/ })
      .waitFor({ state: 'visible', timeout: 30_000 });
    return widget.innerText();
  };
  return { where: 'diff', seen, answer };
}

/** An answer of the same form that is not right. */
export function wrongAnswer(right: RightAnswer, { options }: SeenPrompt): RightAnswer {
  if ('text' in right) return { text: 'nothing' };
  const others = options.map((_, index) => index).filter((index) => !right.options.includes(index));
  return { options: others.slice(0, 1) };
}
