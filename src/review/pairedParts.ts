import type { FlatPart } from './flatParts.ts';
import type { HunkSpan } from './slidHunks.ts';

/** A named part of a file on both sides, or on the one that has it. */
export interface PartPair {
  readonly base?: FlatPart;
  readonly head?: FlatPart;
}

export interface Paired {
  readonly pairs: readonly PartPair[];
  /** The pair of each part of a side, by the part's index. */
  readonly ofBase: readonly number[];
  readonly ofHead: readonly number[];
}

/** One side: its parts, and to which of them each line belongs. */
export interface Side {
  readonly parts: readonly FlatPart[];
  readonly owners: Int32Array;
}

/**
 * Brings the parts of both sides together: by name; then those that were renamed, which are known by lines that stayed in
 * them, or by standing in the other's place in one hunk.
 */
export function pairedParts(base: Side, head: Side, hunks: readonly HunkSpan[]): Paired {
  const partner = new Map<number, number>();
  const inHead = new Map(head.parts.map(({ key }, index) => [key, index]));
  for (const [index, { key }] of base.parts.entries()) {
    const other = inHead.get(key);
    if (other !== undefined) partner.set(index, other);
  }
  const left = new LeftOver(base, head, partner);
  left.pairByLinesThatStayed(hunks);
  left.pairByPlace(hunks);
  return pairsOf(base.parts, head.parts, partner);
}

function pairsOf(base: readonly FlatPart[], head: readonly FlatPart[], partner: ReadonlyMap<number, number>): Paired {
  const pairs: PartPair[] = head.map((part) => ({ head: part }));
  const ofBase = base.map((part, index) => {
    const other = partner.get(index);
    if (other === undefined) return pairs.push({ base: part }) - 1;
    pairs[other] = { ...pairs[other], base: part };
    return other;
  });
  return { pairs, ofBase, ofHead: head.map((_, index) => index) };
}

/** Parts that have no partner of their name. */
class LeftOver {
  readonly #base: Side;
  readonly #head: Side;
  readonly #partner: Map<number, number>;
  readonly #taken: Set<number>;

  constructor(base: Side, head: Side, partner: Map<number, number>) {
    this.#base = base;
    this.#head = head;
    this.#partner = partner;
    this.#taken = new Set(partner.values());
  }

  pairByLinesThatStayed(hunks: readonly HunkSpan[]): void {
    const isOne = this.#base.parts.some((_, index) => !this.#partner.has(index));
    if (!isOne || this.#taken.size === this.#head.parts.length) return;
    let shift = 0;
    let next = 0;
    for (let line = 1; line < this.#base.owners.length - 1; line++) {
      let hunk = hunks[next];
      while (hunk !== undefined && hunk.base.first + hunk.base.count <= line) {
        shift = hunk.head.first + hunk.head.count - (hunk.base.first + hunk.base.count);
        next += 1;
        hunk = hunks[next];
      }
      if (hunk !== undefined && hunk.base.first <= line && hunk.base.count > 0) continue;
      this.#pair(this.#base.owners[line] ?? -1, this.#head.owners[line + shift] ?? -1);
    }
  }

  pairByPlace(hunks: readonly HunkSpan[]): void {
    for (const { base, head } of hunks) {
      if (base.count === 0 || head.count === 0) continue;
      const removed = distinct(this.#base.owners, base).filter((index) => !this.#partner.has(index));
      const added = distinct(this.#head.owners, head).filter((index) => !this.#taken.has(index));
      if (removed.length !== added.length) continue;
      for (const [place, index] of removed.entries()) this.#pair(index, added[place] ?? -1);
    }
  }

  #pair(base: number, head: number): void {
    const [one, other] = [this.#base.parts[base], this.#head.parts[head]];
    if (one === undefined || other === undefined || one.kind !== other.kind) return;
    if (this.#partner.has(base) || this.#taken.has(head)) return;
    this.#partner.set(base, head);
    this.#taken.add(head);
  }
}

function distinct(owners: Int32Array, { first, count }: { readonly first: number; readonly count: number }): number[] {
  return [...new Set(owners.subarray(first, first + count))].filter((index) => index >= 0);
}
