/** Lines in a row that both texts have, or that one of them has. */
export interface EditRun {
  readonly kind: 'same' | 'removed' | 'added';
  readonly count: number;
}

/**
 * The least edit that makes `head` of `base`: Myers' greedy algorithm ("An O(ND) Difference Algorithm", 1986), which takes of
 * several of one length the one that jsdiff takes. Lines are compared as numbers, which is what makes it fast. Undefined where
 * it would remove and add more than `mostEdits` lines.
 */
export function leastEdit<T>(
  base: readonly T[],
  head: readonly T[],
  mostEdits = Number.POSITIVE_INFINITY,
): readonly EditRun[] | undefined {
  const numbers = new Map<T, number>();
  const [old, young] = [numbered(base, numbers), numbered(head, numbers)];
  return new EditSearch(old, young, Math.min(mostEdits, base.length + head.length)).find();
}

function numbered<T>(lines: readonly T[], numbers: Map<T, number>): Int32Array {
  const own = new Int32Array(lines.length);
  for (const [at, line] of lines.entries()) {
    const known = numbers.get(line);
    own[at] = known ?? numbers.size;
    if (known === undefined) numbers.set(line, numbers.size);
  }
  return own;
}

/** A run of a path, and the one before it. */
interface Step extends EditRun {
  readonly before: Step | undefined;
}

/** Where no path leads. */
const nowhere = -2;

/** Diagonal `k` holds the places where `k` more lines of the base are behind us than of the head. */
class EditSearch {
  readonly #base: Int32Array;
  readonly #head: Int32Array;
  readonly #most: number;
  /** Of the furthest path on each diagonal: the last line of the base behind it, and how it came there. */
  readonly #reached: Int32Array;
  readonly #steps: (Step | undefined)[] = [];
  /** The place of diagonal 0. */
  readonly #middle: number;
  #lowest = Number.NEGATIVE_INFINITY;
  #highest = Number.POSITIVE_INFINITY;

  constructor(base: Int32Array, head: Int32Array, most: number) {
    this.#base = base;
    this.#head = head;
    this.#most = most;
    this.#middle = most + 1;
    this.#reached = new Int32Array(2 * most + 3).fill(nowhere);
  }

  find(): readonly EditRun[] | undefined {
    if (this.#follow(0, -1, undefined)) return this.#path(0);
    for (let edits = 1; edits <= this.#most; edits++) {
      const last = Math.min(this.#highest, edits);
      for (let diagonal = Math.max(this.#lowest, -edits); diagonal <= last; diagonal += 2) {
        if (this.#extend(diagonal)) return this.#path(diagonal);
      }
    }
    return undefined;
  }

  /** Reaches a diagonal from the better one of its neighbours by one line. Whether that led to the end of both texts. */
  #extend(diagonal: number): boolean {
    const at = this.#middle + diagonal;
    const removing = this.#reached[at - 1] ?? nowhere;
    const adding = this.#reached[at + 1] ?? nowhere;
    const [removed, added] = [this.#steps[at - 1], this.#steps[at + 1]];
    this.#reached[at - 1] = nowhere;
    const headAfter = adding - diagonal;
    const canAdd = adding !== nowhere && headAfter >= 0 && headAfter < this.#head.length;
    const canRemove = removing !== nowhere && removing + 1 < this.#base.length;
    if (!canAdd && !canRemove) {
      this.#reached[at] = nowhere;
      return false;
    }
    return !canRemove || (canAdd && removing < adding)
      ? this.#follow(diagonal, adding, longer(added, 'added'))
      : this.#follow(diagonal, removing + 1, longer(removed, 'removed'));
  }

  /** Goes on as long as lines are equal. Whether both texts are at their ends then. */
  #follow(diagonal: number, from: number, step: Step | undefined): boolean {
    const [base, head] = [this.#base, this.#head];
    let old = from;
    let young = from - diagonal;
    while (old + 1 < base.length && young + 1 < head.length && base[old + 1] === head[young + 1]) {
      old += 1;
      young += 1;
    }
    this.#reached[this.#middle + diagonal] = old;
    this.#steps[this.#middle + diagonal] = old === from ? step : { kind: 'same', count: old - from, before: step };
    const [isBaseOver, isHeadOver] = [old + 1 >= base.length, young + 1 >= head.length];
    // No shorter way leads beyond an edge.
    if (isBaseOver) this.#highest = Math.min(this.#highest, diagonal - 1);
    if (isHeadOver) this.#lowest = Math.max(this.#lowest, diagonal + 1);
    return isBaseOver && isHeadOver;
  }

  #path(diagonal: number): readonly EditRun[] {
    const runs: EditRun[] = [];
    let step = this.#steps[this.#middle + diagonal];
    for (; step !== undefined; step = step.before) runs.push({ kind: step.kind, count: step.count });
    return runs.reverse();
  }
}

const longer = (step: Step | undefined, kind: EditRun['kind']): Step =>
  step?.kind === kind ? { kind, count: step.count + 1, before: step.before } : { kind, count: 1, before: step };
