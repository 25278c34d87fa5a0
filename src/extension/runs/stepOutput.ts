import { setTimeout as delay } from 'node:timers/promises';
import { type Disposable, EventEmitter, type Pseudoterminal, type Terminal, ThemeIcon, window } from 'vscode';
import { laneOf } from '../../model/lane.ts';
import { type RunState, stepOf, stepsOf } from '../../model/runState.ts';
import { foundItems } from '../../model/runView.ts';
import { stepLook } from '../../model/statusLook.ts';
import type { CommandHandlers, StepTarget } from '../commandTable.ts';
import { plainLine, withoutIcons } from '../plainText.ts';
import type { RunRequests } from '../repositories/runners.ts';
import { followLog, type LogSource } from './followLog.ts';
import { terminalText } from './logText.ts';
import type { RunStore } from './runStore.ts';
import { stepTitle } from './runWords.ts';
import { hasOutput } from './stepRows.ts';

const dim = (text: string): string => `\u001b[2m${text}\u001b[0m`;

/** Output of steps in terminals that follow; each step has one, which can be closed and opened again. */
export class StepOutput {
  readonly #link: RunRequests;
  readonly #store: RunStore;
  readonly #open = new Map<string, Terminal>();
  readonly #closing: Disposable;

  constructor(link: RunRequests, store: RunStore) {
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
    const chosen = target?.step === undefined ? await this.#pick(target) : { run: target.run, step: target.step };
    if (chosen === undefined) return;
    const key = `${chosen.run} ${chosen.step}`;
    const terminal = this.#open.get(key) ?? this.#make(chosen);
    this.#open.set(key, terminal);
    terminal.show(true);
  }

  #make(chosen: { readonly run: string; readonly step: string }): Terminal {
    const state = this.#store.get(chosen.run)?.state;
    const step = state && stepOf(state, chosen.step);
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
    const state = this.#store.get(run)?.state;
    const found = state && stepOf(state, step);
    if (found === undefined) return 'End of the output.';
    return `${stepLook[found.status].words}${found.detail === undefined ? '' : `: ${found.detail}`}`;
  }

  async #pick(target: StepTarget): Promise<{ readonly run: string; readonly step: string } | undefined> {
    const rows = this.#store.all().flatMap(({ state }) => {
      if (state === undefined || (target !== undefined && state.start.run !== target.run)) return [];
      return stepsOf(state)
        .filter((step) => hasOutput(step) && (target?.item === undefined || laneOf(step.key) === target.item))
        .map((step) => ({
          label: withoutIcons(stepTitle(step)),
          description: [state.start.loop, ...itemWords(state, step.key), stepLook[step.status].words].join(', '),
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

/** The name of the item that a step was done for, where it has one. */
function itemWords(state: RunState, step: string): readonly string[] {
  const key = foundItems(state).find(({ id }) => id === laneOf(step))?.key;
  return key === undefined ? [] : [withoutIcons(plainLine(key, 60))];
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
