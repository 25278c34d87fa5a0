import { commands, Disposable, type Memento, workspace } from 'vscode';
import { coalesced } from '../coalesced.ts';
import type { Unsubscribe } from '../listeners.ts';
import { setContext } from '../registerCommands.ts';
import type { RunStore } from '../runs/runStore.ts';
import { Journey } from './journey.ts';
import { walkthroughId } from './walkthrough.ts';

interface WalkthroughDeps {
  readonly files: {
    all(): readonly unknown[];
    refresh(): Promise<void>;
    onChange(listener: () => void): Unsubscribe;
  };
  readonly store: Pick<RunStore, 'all' | 'get' | 'onChange'>;
  /** What is remembered for all windows of the person. */
  readonly remembered: Memento;
}

const openedKey = 'loopwright.walkthroughOpened';

/**
 * Keeps the context keys that the steps of the walkthrough and the keybindings wait for, and opens the walkthrough the first
 * time that Loopwright is at work in a folder without a loop.
 */
export function registerWalkthrough({ files, store, remembered }: WalkthroughDeps) {
  const journey = new Journey();
  const changed = new Set<string>();
  const update = coalesced(() => {
    for (const run of changed) {
      const entry = store.get(run);
      if (entry !== undefined) journey.see(entry.summary);
    }
    changed.clear();
    for (const [key, value] of journey.turned(files.all().length)) setContext(key, value);
  });
  const see = (run: string | undefined): void => {
    if (run === undefined) for (const { summary } of store.all()) journey.see(summary);
    else changed.add(run);
    update.ask();
  };
  const subscriptions = Disposable.from(
    { dispose: files.onChange(() => update.ask()) },
    { dispose: store.onChange(see) },
    { dispose: update.cancel },
  );
  update.ask();
  void openOnce(files, remembered);
  return { commands: { 'loopwright.openWalkthrough': open }, dispose: () => subscriptions.dispose() };
}

const open = async (): Promise<void> => {
  await commands.executeCommand('workbench.action.openWalkthrough', walkthroughId, false);
};

async function openOnce(files: WalkthroughDeps['files'], remembered: Memento): Promise<void> {
  const hasFolder = (workspace.workspaceFolders?.length ?? 0) > 0;
  if (!hasFolder || remembered.get<boolean>(openedKey) === true) return;
  await files.refresh();
  if (files.all().length > 0) return;
  await remembered.update(openedKey, true);
  await open();
}
