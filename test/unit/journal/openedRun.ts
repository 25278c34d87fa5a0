import type { StepHandlers } from '../../../src/engine/durable.ts';
import { type JournalRun, openRun, type RunCommand, type RunOptions } from '../../../src/journal/engine.ts';
import { passedCommand } from './events.ts';
import { handlersFor } from './fakeHandlers.ts';

export const noCommand: RunCommand = async () => {
  throw new Error('no command in this test');
};

export interface Given extends Partial<Omit<RunOptions, 'handlers'>> {
  readonly directory: string;
  readonly check?: StepHandlers['check'];
}

/** A run whose checks pass, unless a test says otherwise. */
export function openedRun({ check = async () => passedCommand, ...options }: Given): JournalRun {
  const handlers = handlersFor({ check });
  const opened = openRun({ runId: 'r1', handlers, command: noCommand, clock: () => 1000, ...options });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

/** What an ask came to: `done`, or the error's name and message. */
export const outcomeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: Error) => `${error.name}: ${error.message}`,
  );

/** Time enough for everything that is under way on this thread. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};
