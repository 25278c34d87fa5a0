import { globFault } from '../globFault.ts';
import { pathFault } from '../pathFault.ts';
import { keyPlace, type Lint, textAt, textsAt } from './lint.ts';

/** Branches are named by globs too. */
const branches = [
  ['on', 'push', 'branches'],
  ['on', 'workflow_run', 'branches'],
];

export const badGlob: Lint = function* ({ reading, texts }) {
  const globs = texts.filter(({ meta }) => meta.lang === 'glob');
  for (const { text, place } of [...globs, ...branches.flatMap((path) => textsAt(reading, path))]) {
    const why = globFault(text);
    if (why) yield { code: 'LW341', ...place.at, data: { glob: text, why } };
  }
};

/** Files that a loop names and that are read in a worktree. */
export const badPath: Lint = function* ({ reading, checks }) {
  const reports = checks.map(({ id }) => ['checks', id, 'report', 'file']);
  for (const path of [['items', 'from', 'file'], ...reports]) {
    const file = textAt(reading, path);
    const why = file && pathFault(file.text);
    if (file && why) yield { code: 'LW345', ...file.place.at, data: { path: file.text, why } };
  }
};

/** As many as the schema takes. */
const maxListed = 200;

/** A path that is allowed and protected at once: the protection wins, so the allowance is declared and never acts. */
export const allowedAndProtected: Lint = function* ({ reading }) {
  const listed = (key: string) => textsAt(reading, ['policy', key]).slice(0, maxListed);
  const guarded = listed('protected-paths').map(({ text }) => text);
  for (const { text, place } of listed('allowed-paths')) {
    if (guarded.some((glob) => covers(glob, text))) yield { code: 'LW321', ...place.at, data: { glob: text } };
  }
};

/** Nobody asks which files prove a change when anything may be done to them. */
export const oraclesFree: Lint = function* ({ reading }) {
  const key = keyPlace(reading, ['policy', 'oracle-paths']);
  if (key && textAt(reading, ['policy', 'oracles'])?.text === 'free') {
    yield { code: 'LW333', ...key, data: { field: 'oracle-paths', needs: 'oracles: add' } };
  }
};

/** Whether the first glob matches at least what the second does, in the cases that need no search. */
export function covers(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === '**' || wide === '**/*') return true;
  const folder = /^([^*?[{]+\/)\*\*(?:\/\*)?$/.exec(wide)?.[1];
  return folder !== undefined && narrow.startsWith(folder);
}
