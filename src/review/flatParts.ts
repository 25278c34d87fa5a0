import type { LineSpan } from '../model/reviewOutline.ts';
import type { NamedPart } from './namedParts.ts';

/** A named part without those in it: its place, and which lines are its own. */
export interface FlatPart {
  /** `Parser.parse`; the second of a name has `~2`. Names it on its side. */
  readonly key: string;
  readonly name: string;
  readonly kind: NamedPart['kind'];
  readonly lines: LineSpan;
  readonly signature: string;
  /** Index of the part that it stands in; -1 at the top. */
  readonly outer: number;
}

/** All parts of one side, outer ones before those in them, each named in full. */
export function flatParts(parts: readonly NamedPart[]): readonly FlatPart[] {
  const flat: FlatPart[] = [];
  const seen = new Map<string, number>();
  const add = (list: readonly NamedPart[], outer: number): void => {
    for (const { name: own, joint, kind, lines, signature, parts: inner } of list) {
      const name = outer < 0 ? own : `${flat[outer]?.name}${joint}${own}`;
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      const key = count === 1 ? name : `${name}~${count}`;
      add(inner, flat.push({ key, name, kind, lines, signature, outer }) - 1);
    }
  };
  add(parts, -1);
  return flat;
}

/**
 * To which part each line of a side belongs: the smallest one that holds it, as an index into `parts`, or -1. Of two that
 * share a line it is the first one's. Lines count from 1; index 0 stands for none.
 */
export function ownersOfLines(parts: readonly FlatPart[], lineCount: number): Int32Array {
  const owners = new Int32Array(lineCount + 2).fill(-1);
  for (const [index, { lines, outer }] of parts.entries()) {
    const end = Math.min(lines.first + lines.count, lineCount + 1);
    for (let line = lines.first; line < end; line++) {
      const owner = owners[line];
      if (owner === -1 || owner === outer) owners[line] = index;
    }
  }
  return owners;
}
