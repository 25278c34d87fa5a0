import { mkdirSync } from 'node:fs';
import type { CommandSpec, StepContext } from '../engine/durable.ts';
import type { StepOutcome } from '../model/event.ts';
import { type CommandResult, type StepInput, type StepKind, stepSchemas } from '../model/steps.ts';
import type { RunOptions } from './runOptions.ts';
import { outputFile, stepFolder } from './stepFolder.ts';

/** What a call needs of its run. */
type CalledBy = Pick<RunOptions, 'runId' | 'directory' | 'handlers' | 'command'>;

/** One call of a handler: its context, and what came of it. */
export class StepCall {
  readonly #run: CalledBy;
  readonly #context: StepContext;
  #commands = 0;
  #commandStopped = false;

  constructor(run: CalledBy, key: string, signal: AbortSignal) {
    const directory = stepFolder(run.directory, key);
    this.#run = run;
    this.#context = {
      runId: run.runId,
      key,
      directory,
      log: outputFile(directory),
      signal,
      command: (specify, own) => this.#command(specify, own),
    };
  }

  /** Calls the handler. A handler that got through although the run was stopped meanwhile is done, not stopped. */
  async outcome<K extends StepKind>(kind: K, input: StepInput<K>): Promise<StepOutcome> {
    try {
      mkdirSync(this.#context.directory, { recursive: true });
      const handler = this.#run.handlers[kind];
      const result = stepSchemas[kind].result.parse(await handler(input, this.#context));
      return this.#commandStopped ? { status: 'stopped' } : { status: 'done', result: asJson(result) };
    } catch (error) {
      if (this.#context.signal.aborted) return { status: 'stopped' };
      return { status: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  }

  async #command(specify: () => Promise<CommandSpec>, own?: AbortSignal): Promise<CommandResult> {
    this.#commands += 1;
    if (this.#commands > 1) throw new Error(`Step "${this.#context.key}" has a second command; a step has one.`);
    const { directory, signal: stop } = this.#context;
    const either = own === undefined ? { signal: stop, letGo: () => undefined } : eitherOf(stop, own);
    try {
      const result = await this.#run.command(directory, specify, either.signal);
      this.#commandStopped = stop.aborted && result.ended === 'stopped';
      return result;
    } finally {
      either.letGo();
    }
  }
}

/** A signal that aborts when one of two does. `letGo` when nobody needs it any more: the two may live much longer. */
function eitherOf(one: AbortSignal, other: AbortSignal): { readonly signal: AbortSignal; readonly letGo: () => void } {
  const either = new AbortController();
  const abort = (): void => either.abort();
  for (const signal of [one, other]) {
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
  }
  const letGo = (): void => {
    for (const signal of [one, other]) signal.removeEventListener('abort', abort);
  };
  return { signal: either.signal, letGo };
}

/** What reading the value back from the journal will give. */
export function asJson(value: unknown): Exclude<StepOutcomeResult, undefined> {
  return JSON.parse(JSON.stringify(value)) as StepOutcomeResult;
}
type StepOutcomeResult = Extract<StepOutcome, { status: 'done' }>['result'];
