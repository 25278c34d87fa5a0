import { mostPrompts } from '../../model/prompt.ts';
import type { PromptGate } from '../../protocol/promptView.ts';
import type { ItemRef } from '../itemRef.ts';
import type { RunRequests } from '../repositories/runners.ts';
import type { PromptSource } from './promptSource.ts';

export interface ChangePromptPorts {
  readonly link: RunRequests;
  readonly gate: (of: ItemRef) => Promise<PromptGate>;
  /** How many prompts about the change as it is were answered. */
  readonly answered: (of: ItemRef) => number;
}

/** Prompts about the change of an item that waits. */
export function changePrompts({ run, item }: ItemRef, { link, gate, answered }: ChangePromptPorts): PromptSource {
  const of = { run, item };
  return {
    ask: (signal) => link.request('prompt', of, signal),
    answer: (answer) => link.request('answer', { ...of, ...answer }),
    standing: () => gate(of),
    progress: () => `Prompt ${answered(of) + 1} of at most ${mostPrompts}`,
  };
}
