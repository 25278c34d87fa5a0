import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

describe('the workbench with the packaged extension', () => {
  let workspace: string;
  let workbench: Workbench;

  beforeAll(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'loopwright-ui-workspace-'));
    await writeFile(join(workspace, 'greeting.txt'), 'hello\n');
    workbench = await openWorkbench({ workspace, settings: { 'workbench.colorTheme': 'Dark 2026' } });
  });

  afterAll(async () => {
    await workbench?.close();
    await rm(workspace, { recursive: true, force: true });
  });

  it('opens the folder', async () => {
    expect(await workbench.page.locator('.monaco-workbench').isVisible()).toBe(true);
    await workbench.page.getByRole('treeitem', { name: 'greeting.txt' }).waitFor({ state: 'visible' });
    await workbench.screenshot('workbench');
  });

  it('obeys the settings of the test', async () => {
    await workbench.page.locator('.monaco-workbench.vs-dark').waitFor({ state: 'visible' });
  });

  it('lists Loopwright among the installed extensions', async () => {
    await workbench.runCommand('Extensions: Show Installed Extensions');
    const entry = workbench.page.locator('.extensions-list .monaco-list-row').filter({ hasText: 'Loopwright' });
    await entry.first().waitFor({ state: 'visible' });
    await workbench.screenshot('installed');
  });
});
