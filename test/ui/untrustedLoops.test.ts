import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Workbench } from '../support/workbench.ts';
import type { ExampleFolder } from './exampleFolder.ts';
import type { LoopwrightPage } from './loopwrightPage.ts';
import { withExample } from './scene.ts';

describe('in Restricted Mode', () => {
  let example: ExampleFolder;
  let workbench: Workbench;
  let ui: LoopwrightPage;

  withExample(
    {
      trust: false,
      settings: { 'security.workspace.trust.startupPrompt': 'never' },
      prepare: ({ path }) => writeFile(join(path, '.loops', 'broken.loop.yaml'), 'name: broken\nchekcs: {}\n'),
    },
    (scene) => {
      ({ example, workbench, ui } = scene);
    },
  );

  it('shows the loops and their problems', async () => {
    await ui.row('Loops', 'keep-tests-green').waitFor({ state: 'visible' });
    await expect.poll(() => ui.row('Loops', 'broken').innerText(), { timeout: 60_000 }).toMatch(/errors?/);
  });

  it('says in the views of the runner why nothing stands there, and how to change that', async () => {
    for (const view of ['Inbox', 'Runs'] as const) {
      await ui
        .pane(view)
        .getByText(/Restricted Mode/)
        .waitFor({ state: 'visible' });
      expect(await ui.pane(view).getByRole('button', { name: 'Manage Workspace Trust' }).count()).toBe(1);
    }
    await workbench.screenshot('restricted-sidebar');
  });

  it('shows the problems in the text, Validate and Dry Run but no Run above it', async () => {
    await ui.row('Loops', 'broken').click();
    await ui.lens('Validate').waitFor({ state: 'visible' });
    await workbench.page.locator('.squiggly-error').first().waitFor({ state: 'attached' });
    expect(await ui.row('Loops', 'broken').innerText()).toMatch(/errors?/);
    expect(
      await workbench.page
        .locator('.codelens-decoration a')
        .filter({ hasText: /^\s*Run$/ })
        .count(),
    ).toBe(0);
  });

  it('offers no way to run and starts no runner', async () => {
    await ui.row('Loops', 'keep-tests-green').hover();
    expect(await ui.pane('Loops').getByRole('button', { name: 'Run Loop' }).count()).toBe(0);
    await workbench.page.keyboard.press('F1');
    await workbench.page.locator('.quick-input-widget input').fill('>Loopwright: Run Loop');
    await workbench.page.waitForTimeout(1000);
    const offered = await workbench.page.locator('.quick-input-list .monaco-list-row').allInnerTexts();
    expect(offered.join('\n')).not.toContain('Loopwright: Run Loop');
    await workbench.page.keyboard.press('Escape');
    expect(existsSync(join(example.path, '.git', 'loopwright'))).toBe(false);
  });
});
