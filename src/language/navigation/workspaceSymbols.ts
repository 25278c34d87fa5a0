import type { Range } from '../../model/problem.ts';
import type { IdKind } from '../problem.ts';
import type { IndexedLoop, WorkspaceIndex } from '../workspaceIndex.ts';
import { declaredIds } from './idOccurrences.ts';
import { readSafely } from './occurrences.ts';
import { fileStart } from './place.ts';
import { repositoryOccurrences } from './repositoryOccurrences.ts';

/** A loop of a repository, or something that one gives a name to. */
export interface WorkspaceSymbol {
  readonly name: string;
  readonly kind: IdKind | 'loop';
  readonly file: string;
  readonly range: Range;
  /** The loop that it belongs to. */
  readonly loop?: string;
}

/** More would be no help. */
const most = 500;

/**
 * The loops of a repository and the ids in them whose names have the letters of a query in their order; all of them for an
 * empty one. Never throws.
 */
export function workspaceSymbols({ loops }: WorkspaceIndex, query: string): readonly WorkspaceSymbol[] {
  const letters = [...query.toLowerCase()].filter((letter) => letter.trim() !== '');
  return loops
    .flatMap(symbolsOf)
    .filter(({ name }) => has(name.toLowerCase(), letters))
    .slice(0, most);
}

function has(name: string, letters: readonly string[]): boolean {
  let from = 0;
  for (const letter of letters) {
    from = name.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}

/** Asked again at every letter of a query. */
const known = new WeakMap<IndexedLoop, readonly WorkspaceSymbol[]>();

function symbolsOf(loop: IndexedLoop): readonly WorkspaceSymbol[] {
  const made = known.get(loop) ?? readSymbols(loop);
  known.set(loop, made);
  return made;
}

function readSymbols({ name, file, text }: IndexedLoop): readonly WorkspaceSymbol[] {
  const reading = readSafely(text);
  if (!reading) return [{ name, kind: 'loop', file, range: fileStart }];
  const own = repositoryOccurrences(reading).find(({ declares }) => declares)?.span;
  const range = own ? reading.lines.rangeOf(own.start, own.end) : fileStart;
  const ids = declaredIds(reading).map(({ kind, name: id, start, end }) => ({
    ...{ name: id, kind, file, loop: name },
    range: reading.lines.rangeOf(start, end),
  }));
  return [{ name, kind: 'loop', file, range }, ...ids];
}
