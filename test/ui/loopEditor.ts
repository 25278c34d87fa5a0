import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { root } from '../../scripts/paths.mjs';
import type { Workbench } from '../support/workbench.ts';

/** Settings of the workbench that this needs: what is written is on disk at once, where tests read it. */
export const editorSettings = {
  'workbench.colorTheme': 'Light 2026',
  'editor.minimap.enabled': false,
  'files.autoSave': 'afterDelay',
  'files.autoSaveDelay': 100,
};

/** How often something is asked for again that the editor may have been too busy to hear. */
const attempts = 20;
const attemptMs = 3000;

/** A text editor of the workbench on one file, used by keyboard. */
export class LoopEditor {
  readonly #workbench: Workbench;
  readonly #file: string;

  /** `file`: absolute path. */
  constructor(workbench: Workbench, file: string) {
    this.#workbench = workbench;
    this.#file = file;
  }

  get #page(): Page {
    return this.#workbench.page;
  }

  /** The list of suggestions, while it shows. */
  get suggestions(): Locator {
    return this.#page.locator('.suggest-widget.visible');
  }

  /** Opens the file by its name. */
  async open(): Promise<void> {
    const [name = ''] = this.#file.split(/[\\/]/).slice(-1);
    await this.#workbench.runCommand('Go to File...');
    const box = this.#page.locator('.quick-input-widget input');
    await box.waitFor({ state: 'visible' });
    await box.fill(name);
    await this.#page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().click();
    await this.#page.locator('.tab.active', { hasText: name }).waitFor({ state: 'visible' });
  }

  /** What the file holds. */
  text(): Promise<string> {
    return readFile(this.#file, 'utf8');
  }

  /** Puts the cursor behind the first place of some words in the file. */
  async goBehind(words: string): Promise<void> {
    const text = await this.text();
    const at = text.indexOf(words);
    if (at < 0) throw new Error(`“${words}” is not in the file:\n${text}`);
    const lines = text.slice(0, at + words.length).split('\n');
    await this.#workbench.runCommand('Go to Line/Column...');
    const box = this.#page.locator('.quick-input-widget input');
    await box.waitFor({ state: 'visible' });
    await box.fill(`:${lines.length}:${(lines.at(-1) ?? '').length + 1}`);
    await box.press('Enter');
    await this.#page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Asks for suggestions until they show: the server may still be starting. */
  async suggest(): Promise<void> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (await this.#showsSuggestions()) return;
      await this.#page.keyboard.press('Control+Space');
      await this.suggestions
        .locator('.monaco-list-row')
        .first()
        .waitFor({ state: 'visible', timeout: attemptMs })
        .catch(() => undefined);
    }
    throw new Error('nothing is suggested');
  }

  async #showsSuggestions(): Promise<boolean> {
    return (await this.suggestions.locator('.monaco-list-row').count()) > 0;
  }

  /** What is suggested, as far as it is in view. */
  async suggested(): Promise<readonly string[]> {
    return this.suggestions.locator('.monaco-list-row .label-name').allInnerTexts();
  }

  /** Accepts a suggestion, walking down to it. */
  async take(label: string): Promise<void> {
    await this.suggest();
    const focused = this.suggestions.locator('.monaco-list-row.focused .label-name');
    const seen: string[] = [];
    for (let step = 0; step < 60; step++) {
      const name = (await focused.innerText()).trim();
      if (name === label) {
        await this.#page.keyboard.press('Enter');
        await this.#taken(label);
        return;
      }
      seen.push(name);
      await this.#page.keyboard.press('ArrowDown');
    }
    throw new Error(`${label} is not suggested, but ${seen.join(', ')}`);
  }

  /** Waits until it stands in the text. The list may show again at once, with what fits the first place of a snippet. */
  async #taken(label: string): Promise<void> {
    for (let attempt = 0; attempt < 10 * attempts; attempt++) {
      if (!(await this.suggested()).some((name) => name.trim() === label)) return;
      await this.#page.waitForTimeout(attemptMs / 20);
    }
    throw new Error(`${label} was not taken`);
  }

  /** Goes to the next place to fill in of a snippet. */
  async nextPlace(): Promise<void> {
    // Where suggestions show, Tab would accept one, and Escape without them would leave the snippet.
    if (await this.suggestions.isVisible()) await this.#page.keyboard.press('Escape');
    await this.#page.keyboard.press('Tab');
  }

  /** Writes at the cursor, all at once, over what is selected. */
  async write(text: string): Promise<void> {
    await this.#page.keyboard.insertText(text);
  }

  /** Opens the menu of fixes at the cursor and takes one. */
  async fix(title: string | RegExp): Promise<void> {
    const menu = this.#page.locator('.action-widget:not(.action-list-submenu-panel)');
    for (let attempt = 0; attempt < attempts && !(await menu.isVisible()); attempt++) {
      await this.#page.keyboard.press('ControlOrMeta+.');
      await menu.waitFor({ state: 'visible', timeout: attemptMs }).catch(() => undefined);
    }
    await menu.locator('.monaco-list-row').filter({ hasText: title }).first().click();
    await menu.waitFor({ state: 'hidden' });
  }

  /** Shows what is known at the cursor. */
  async hover(): Promise<Locator> {
    await this.#workbench.runCommand('Show or Focus Hover');
    const hover = this.#page.locator('.monaco-hover:visible .monaco-hover-content');
    await hover.first().waitFor({ state: 'visible' });
    return hover.first();
  }

  /** Renames what is at the cursor; `seen` is called while the box shows. */
  async rename(name: string, seen: () => Promise<void> = async () => {}): Promise<void> {
    const box = this.#page.locator('.rename-box input');
    for (let attempt = 0; attempt < attempts && !(await box.isVisible()); attempt++) {
      await this.#page.keyboard.press('F2');
      await box.waitFor({ state: 'visible', timeout: attemptMs }).catch(() => undefined);
    }
    await box.fill(name);
    await seen();
    await box.press('Enter');
    await box.waitFor({ state: 'hidden' });
  }

  /**
   * A picture for the documents, only when LOOPWRIGHT_SCREENSHOTS=1, of what would close if the theme were changed. It is
   * cut to the left upper part of the editor.
   */
  async picture(name: string, size: { readonly width: number; readonly height: number }): Promise<void> {
    if (process.env['LOOPWRIGHT_SCREENSHOTS'] !== '1') return;
    const file = join(root, 'docs', 'screenshots', `${name}.png`);
    await mkdir(dirname(file), { recursive: true });
    const box = await this.#page.locator('.part.editor').boundingBox();
    if (!box) throw new Error('no editor is there');
    // Tooltips and the blink of a cursor settle.
    await this.#page.waitForTimeout(1500);
    await writeFile(file, await this.#page.screenshot({ clip: { x: box.x, y: box.y, ...size } }));
  }
}
