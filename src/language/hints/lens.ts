import type { Range } from '../../model/problem.ts';
import type { RunSummary } from '../../model/shapes.ts';
import { LineIndex } from '../lineIndex.ts';
import { symbolsOf } from '../symbols.ts';

/** The commands that a client must have for the lenses to be of use; each is given the uri of the file. */
export const lensCommands = ['loopwright.run', 'loopwright.dryRun'] as const;

/** A line above the text that says something, or does it when it is pressed. */
export interface Lens {
  readonly range: Range;
  readonly title: string;
  readonly command?: (typeof lensCommands)[number];
}

/** Run, Dry Run and how the newest run ended, above the name of a loop. None above a text that holds nothing. */
export function lensesOf(text: string, last?: RunSummary['status']): readonly Lens[] {
  const symbols = symbolsOf(text);
  if (symbols.length === 0) return [];
  const range = symbols.find(({ name }) => name === 'name')?.selection ?? new LineIndex(text).rangeOf(0, 0);
  return [
    { range, title: 'Run', command: 'loopwright.run' },
    { range, title: 'Dry Run', command: 'loopwright.dryRun' },
    ...(last ? [{ range, title: `Last run: ${last.replaceAll('-', ' ')}` }] : []),
  ];
}
