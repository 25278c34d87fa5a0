import { afterAll, afterEach, beforeAll } from 'vitest';
import { openWorkbench, type Workbench, type WorkbenchOptions } from '../support/workbench.ts';
import { ExampleFolder } from './exampleFolder.ts';
import { LoopwrightPage } from './loopwrightPage.ts';

/** A copy of the example and the workbench that is open on it, our side bar shown. */
export interface Scene {
  readonly example: ExampleFolder;
  readonly workbench: Workbench;
  readonly ui: LoopwrightPage;
}

export interface SceneOptions extends Pick<WorkbenchOptions, 'trust' | 'settings'> {
  /** Puts into the folder what the tests need, before the workbench opens on it. */
  readonly prepare?: (example: ExampleFolder) => Promise<void> | void;
}

/** How long a page waits for what it looks for: the machine may be busy. */
const patienceMs = 60_000;

/**
 * Sets the scene of a `describe` block: before its tests everything is opened and handed to `begin`, a test that fails leaves
 * a screenshot, and after the last one all is closed and removed.
 */
export function withExample({ prepare, ...options }: SceneOptions, begin: (scene: Scene) => void): void {
  let example: ExampleFolder | undefined;
  let workbench: Workbench | undefined;

  beforeAll(async () => {
    example = await ExampleFolder.create();
    await prepare?.(example);
    workbench = await openWorkbench({ ...options, workspace: example.path, env: example.env });
    workbench.page.setDefaultTimeout(patienceMs);
    const ui = new LoopwrightPage(workbench);
    begin({ example, workbench, ui });
    await ui.open();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await workbench?.screenshot(`failed-${task.name.replaceAll(/\W+/g, '-')}`);
  });

  afterAll(async () => {
    await workbench?.close();
    await example?.remove();
  });
}
