import { type CancellationToken, type Progress, ProgressLocation, window } from 'vscode';
import { coalesced } from '../coalesced.ts';
import { Listeners } from '../listeners.ts';
import { plainLine, withoutLinks } from '../plainText.ts';
import { readSetting } from '../readSetting.ts';
import { report } from '../report.ts';
import type { RunRequests } from '../repositories/runners.ts';
import type { RunStore } from '../runs/runStore.ts';
import { nowDoing } from './progressWords.ts';

const stop = 'Stop the Run';

/** The progress of runs that the person started here, until each rests or ends. Cancelling one stops it, after a question. */
export class RunProgress {
  readonly #store: RunStore;
  readonly #runners: RunRequests;
  /** Ends everything that is shown. */
  readonly #end = new Listeners<[]>();

  constructor(store: RunStore, runners: RunRequests) {
    this.#store = store;
    this.#runners = runners;
  }

  async follow(run: string): Promise<void> {
    await this.#known(run);
    while ((await this.#show(run)) === 'goes on') {
      // VS Code's button to cancel can be pressed once only.
    }
  }

  dispose(): void {
    this.#end.tell();
  }

  /** Resolves when its first event is here: the answer to its start may be earlier. */
  #known(run: string): Promise<void> {
    if (this.#store.get(run) !== undefined) return Promise.resolve();
    return new Promise((resolve) => {
      const end = this.#store.onChange((changed) => {
        if (changed !== run) return;
        end();
        resolve();
      });
    });
  }

  #show(run: string): PromiseLike<'over' | 'goes on'> {
    const loop = plainLine(this.#store.get(run)?.summary.loop ?? run, 60);
    const isQuiet = readSetting('loopwright.notifications') === 'off';
    const location = isQuiet ? ProgressLocation.Window : ProgressLocation.Notification;
    return window.withProgress({ location, title: withoutLinks(loop), cancellable: !isQuiet }, (progress, token) =>
      this.#until(run, progress, token),
    );
  }

  #until(run: string, progress: Progress<{ message: string }>, token: CancellationToken): Promise<'over' | 'goes on'> {
    return new Promise((resolve) => {
      const finish = (how: 'over' | 'goes on') => {
        for (const end of ends) end();
        resolve(how);
      };
      const look = () => {
        const entry = this.#store.get(run);
        const message = entry && nowDoing(entry, Date.now());
        if (message === undefined) finish('over');
        else progress.report({ message: withoutLinks(message) });
      };
      const update = coalesced(look);
      const cancelled = token.onCancellationRequested(() => {
        void this.#stop(run).then((isStopped) => finish(isStopped ? 'over' : 'goes on'));
      });
      const ends = [
        this.#store.onChange((changed) => changed === run && update.ask()),
        this.#end.add(() => finish('over')),
        () => cancelled.dispose(),
        update.cancel,
      ];
      look();
    });
  }

  /** True when it is being stopped. */
  async #stop(run: string): Promise<boolean> {
    const detail = 'What runs now is ended. What was committed stays on its branch.';
    if ((await window.showWarningMessage('Stop this run?', { modal: true, detail }, stop)) !== stop) return false;
    const stopped = await this.#runners.request('stop', { run });
    if (!stopped.ok) report(stopped.error);
    return stopped.ok;
  }
}
