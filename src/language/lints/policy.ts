import { globFault } from '../globFault.ts';
import { type Lint, textsAt } from './lint.ts';

const lists = ['allowed-paths', 'protected-paths'] as const;

export const badGlob: Lint = function* ({ reading }) {
  for (const list of lists) {
    for (const { text, place } of textsAt(reading, ['policy', list])) {
      const why = globFault(text);
      if (why) yield { code: 'LW341', ...place.at, data: { glob: text, why } };
    }
  }
};

/** A path that is allowed and protected at once: the protection wins, so the allowance is declared and never acts. */
export const allowedAndProtected: Lint = function* ({ reading }) {
  const guarded = textsAt(reading, ['policy', 'protected-paths']).map(({ text }) => text);
  for (const { text, place } of textsAt(reading, ['policy', 'allowed-paths'])) {
    if (guarded.some((glob) => covers(glob, text))) yield { code: 'LW321', ...place.at, data: { glob: text } };
  }
};

/** Whether the first glob matches at least what the second does, in the cases that need no search. */
export function covers(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === '**' || wide === '**/*') return true;
  const folder = /^([^*?[{]+\/)\*\*(?:\/\*)?$/.exec(wide)?.[1];
  return folder !== undefined && narrow.startsWith(folder);
}
