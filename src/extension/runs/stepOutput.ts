import { setTimeout as delay } from 'node:timers/promises';
import { type Disposable, EventEmitter, type Pseudoterminal, type Terminal, ThemeIcon, window } from 'vscode';
import type { CommandHandlers, StepTarget } from '../commandTable.ts';
import type { RunnerLink } from '../runner/runnerLink.ts';
import { followLog, type LogSource } from './followLog.ts';
import { terminalText } from './logText.ts';
import { hasOutput } from './runRows.ts';
import type { RunStore } from './runStore.ts';
import { stepTitle } from './runWords.ts';
import { stepLook } from './statusLook.ts';

const dim = (text: string): string => `\u001b[2m${text}\u001b[0m`;

/** Output of steps in terminals that follow; each step has one, which can be closed and opened again. */
export class StepOutput {
  readonly #link: RunnerLink;
  readonly #store: RunStore;
  readonly #open = new Map<string, Terminal>();
  readonly #closing: Disposable;

  constructor(link: RunnerLink, store: RunStore) {
    this.#link = link;
    this.#store = store;
    this.#closing = window.onDidCloseTerminal((closed) => {
      for (const [key, terminal] of this.#open) if (terminal === closed) this.#open.delete(key);
    });
  }

  readonly commands: Pick<CommandHandlers, 'loopwright.showOutput'> = {
    'loopwright.showOutput': (target) => this.#show(target),
  };

  dispose(): void {
    this.#closing.dispose();
    for (const terminal of this.#open.values()) terminal.dispose();
  }

  async #show(target: StepTarget): Promise<void> {
    const chosen = target?.step === undefined ? await this.#pick(target?.run) : { run: target.run, step: target.step };
    if (chosen === undefined) return;
    const key = `${chosen.run} ${chosen.step}`;
    const terminal = this.#open.get(key) ?? this.#make(chosen);
    this.#open.set(key, terminal);
    terminal.show(true);
  }

  #make(chosen: { readonly run: string; readonly step: string }): Terminal {
    const state = this.#store.get(chosen.run)?.state;
    const step = state?.steps.find((one) => one.key === chosen.step);
    const title = step === undefined ? chosen.step : stepTitle(step);
    const source: LogSource = {
      read: (offset, signal) => this.#link.request('readLog', { ...chosen, offset }, signal),
      pause: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
    };
    const ending = () => this.#ending(chosen);
    const name = state === undefined ? title : `${title} (${state.start.loop})`;
    return window.createTerminal({ name, pty: logTerminal(source, ending), iconPath: new ThemeIcon('output') });
  }

  #ending({ run, step }: { readonly run: string; readonly step: string }): string {
    const found = this.#store.get(run)?.state?.steps.find((one) => one.key === step);
    if (found === undefined) return 'End of the output.';
    return `${stepLook[found.status].words}${found.detail === undefined ? '' : `: ${found.detail}`}`;
  }

  async #pick(run: string | undefined): Promise<{ readonly run: string; readonly step: string } | undefined> {
    const rows = this.#store.all().flatMap(({ state }) => {
      if (state === undefined || (run !== undefined && state.start.run !== run)) return [];
      return state.steps
        .filter(hasOutput)
        .map((step) => ({
          label: stepTitle(step),
          description: `${state.start.loop}, ${stepLook[step.status].words}`,
          run: state.start.run,
          step: step.key,
        }))
        .reverse();
    });
    if (rows.length > 0) return window.showQuickPick(rows, { placeHolder: 'Output of which step?' });
    void window.showInformationMessage('No step has written anything yet.');
    return undefined;
  }
}

/** A terminal that shows a log while it grows. Typing does nothing: nobody reads it. */
function logTerminal(source: LogSource, ending: () => string): Pseudoterminal {
  const written = new EventEmitter<string>();
  const end = new AbortController();
  const follow = async () => {
    const refusal = await followLog(source, (text) => written.fire(terminalText(text)), end.signal);
    if (!end.signal.aborted) written.fire(`\r\n${dim(terminalText(refusal?.message ?? ending()))}\r\n`);
  };
  return {
    onDidWrite: written.event,
    open: () => void follow(),
    close: () => {
      end.abort();
      written.dispose();
    },
  };
}
