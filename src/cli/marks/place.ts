import { err, ok, type Result } from '../../model/result.ts';

/** A file, or lines of it, as a person names them: `src/a.ts`, `src/a.ts:10`, `src/a.ts:10-12`. */
export interface NamedPlace {
  readonly path: string;
  /** From 1; both belong to it. */
  readonly lines?: { readonly first: number; readonly last: number };
}

/** The error says how a place is written. */
export function readPlace(text: string): Result<NamedPlace, string> {
  const [, named, from, to] = /^(.+):(\d{1,9})(?:-(\d{1,9}))?$/s.exec(text) ?? [];
  const path = named ?? text;
  if (path === '') return err('Name a file of the change: src/a.ts, src/a.ts:10 or src/a.ts:10-12.');
  if (from === undefined) return ok({ path });
  const first = Number(from);
  const last = Number(to ?? from);
  if (first < 1 || last < first) return err(`${text} names no lines: they count from 1, and the first comes first.`);
  return ok({ path, lines: { first, last } });
}
