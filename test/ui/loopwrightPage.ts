import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { root } from '../../scripts/paths.mjs';
import type { Workbench } from '../support/workbench.ts';

/** A run of the example, with its proofs, on a slow and busy machine. */
const runTimeoutMs = 120_000;

/** How often a button is reached for whose row may move, and how long each time. */
const attempts = 10;
const attemptMs = 3000;

const themes = { dark: 'Dark 2026', light: 'Light 2026', 'high-contrast': 'Dark High Contrast' } as const;

/** How the box begins that asks what somebody expects of a change. */
export const expectingWords = 'Before you see it: which of these files';

/** The name of a button, which also says the keys of its command where it has some. */
const named = (name: string): RegExp => new RegExp(`^${name.replaceAll('.', '\\.')}( \\(.*\\))?$`);

/** Our views, by their names. */
export type PaneName = 'Inbox' | 'Runs' | 'Loops' | 'Worktrees' | 'Understanding' | 'Change';

/** Our part of the workbench, as a person sees it. */
export class LoopwrightPage {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  get page(): Page {
    return this.#workbench.page;
  }

  /** Opens our container in the activity bar. */
  async open(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Loopwright' }).first().click();
    await this.pane('Loops').waitFor({ state: 'visible' });
  }

  /** Reloads the window by its command: that waits until what views keep is written, which the browser's own reload does not. */
  async reload(): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), this.#workbench.runCommand('Developer: Reload Window')]);
    await this.page.waitForSelector('.statusbar-item', { timeout: 60_000 });
  }

  /** One of our views, by its name. */
  pane(name: PaneName): Locator {
    return this.page.locator('.pane').filter({ has: this.page.locator('.pane-header h3', { hasText: name }) });
  }

  row(view: PaneName, text: string | RegExp): Locator {
    return this.pane(view).locator('.monaco-list-row').filter({ hasText: text }).first();
  }

  lens(text: string): Locator {
    return this.page.locator('.codelens-decoration a').filter({ hasText: text }).first();
  }

  /** Presses Run above the loop file, and waits until the run waits for a person. */
  async runUntilItWaits(): Promise<void> {
    await this.lens('Run').click();
    await this.row('Runs', /Iteration 1/).waitFor({ state: 'visible', timeout: runTimeoutMs });
    await this.lens('Waiting for you: Review').waitFor({ state: 'visible', timeout: runTimeoutMs });
  }

  /** A button in the title of a view. */
  async title(view: PaneName, name: string): Promise<Locator> {
    // The tooltip of the row that the mouse was left on may lie over the title.
    await this.page.mouse.move(700, 890);
    await this.pane(view).locator('.pane-header').hover();
    return this.pane(view)
      .locator('.pane-header')
      .getByRole('button', { name: named(name) });
  }

  /** Shuts one of our views; shut already, it stays so. */
  async collapse(name: PaneName): Promise<void> {
    const header = this.pane(name).locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) === 'true') await header.click();
  }

  /** Presses a button that a row shows under the mouse. A row that moves on meanwhile, as rows of runs do, is followed. */
  async press(view: PaneName, row: string | RegExp, name: string): Promise<void> {
    const found = this.row(view, row);
    const button = found.getByRole('button', { name: named(name) });
    // What the mouse was left on may show a tooltip over the row.
    await this.page.mouse.move(700, 890);
    for (let left = attempts; ; left--) {
      await found.hover();
      const isPressed = await button.click({ timeout: attemptMs }).then(
        () => true,
        (error: unknown) => {
          if (left > 1) return false;
          throw error;
        },
      );
      if (isPressed) return;
    }
  }

  /** Takes what a row offers in its menu. By key: VS Code leaves out a press that comes right after the menu did. */
  async choose(view: PaneName, row: string | RegExp, name: string): Promise<void> {
    await this.row(view, row).click({ button: 'right' });
    const item = this.page.getByRole('menuitem', { name }).first();
    await item.hover();
    await this.page.keyboard.press('Enter');
    await item.waitFor({ state: 'hidden' });
  }

  /** The box in which VS Code asks for a text or a choice. */
  get box(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  /** Takes what stands first in a pick that asks this. */
  async takeFirst(asking: string): Promise<void> {
    await this.box.locator(`input[placeholder="${asking}"]`).waitFor({ state: 'visible' });
    await this.page.keyboard.press('Enter');
  }

  /** Writes into a box that asks this. */
  async write(asking: string | RegExp, text: string): Promise<void> {
    await this.box.filter({ hasText: asking }).waitFor({ state: 'visible' });
    await this.box.locator('input').fill(text);
    await this.page.keyboard.press('Enter');
  }

  /**
   * Opens a review by what `press` does, and says nothing of what is expected where that is asked. A review that waits at a
   * gate of comprehension asks it once a head.
   */
  async openReview(press: () => Promise<void>): Promise<void> {
    const expecting = this.box.locator(`input[placeholder^="${expectingWords}"]`);
    await press();
    await expecting.or(this.pane('Change')).first().waitFor({ state: 'visible' });
    if (!(await expecting.isVisible())) return;
    await this.page.keyboard.press('Enter');
    await this.pane('Change').waitFor({ state: 'visible' });
  }

  /** The page of the prompt. */
  get prompt(): FrameLocator {
    return this.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  }

  /**
   * Pictures for the documents, in each theme, only when LOOPWRIGHT_SCREENSHOTS=1; the theme is dark again afterwards.
   */
  async picture(name: string): Promise<void> {
    if (process.env['LOOPWRIGHT_SCREENSHOTS'] !== '1') return;
    const folder = join(root, 'docs', 'screenshots');
    await mkdir(folder, { recursive: true });
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await this.setTheme(theme);
      await this.page.mouse.move(700, 890);
      await this.page.waitForTimeout(1500);
      await this.page.screenshot({ path: join(folder, `${name}-${theme}.png`) });
    }
  }

  async setTheme(named: keyof typeof themes): Promise<void> {
    const theme = themes[named];
    await this.#workbench.runCommand('Preferences: Color Theme');
    const box = this.page.locator('.quick-input-widget input');
    await box.waitFor({ state: 'visible' });
    await box.fill(theme);
    const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: theme }).first();
    await row.waitFor({ state: 'visible' });
    await row.click();
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }
}
