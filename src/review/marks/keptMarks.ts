import type { ReviewFact } from '../../model/reviewFact.ts';
import type { Anchor, Decision, Mark, Remark } from '../../model/reviewMarks.ts';

/** A thread as the facts tell it: what became of it afterwards is told by the run. */
export interface KeptRemark {
  readonly id: string;
  readonly anchor: Anchor;
  readonly quote: readonly string[];
  /** Oldest first, never empty. */
  readonly said: Remark['said'];
  readonly resolved?: NonNullable<Remark['resolved']>;
}

/** What all people said in the review of an item. Decisions and threads are everybody's, the rest is each person's own. */
export interface KeptMarks {
  /** Digests, by person. */
  readonly viewed: ReadonlyMap<string, ReadonlySet<string>>;
  /** By piece; of all that were ever to be taken out and not kept again. */
  readonly decisions: ReadonlyMap<string, Decision>;
  /** By id, in the order they were made. */
  readonly remarks: ReadonlyMap<string, KeptRemark>;
  readonly looked: ReadonlyMap<string, string>;
  readonly place: ReadonlyMap<string, string>;
}

export const noMarks: KeptMarks = {
  viewed: new Map(),
  decisions: new Map(),
  remarks: new Map(),
  looked: new Map(),
  place: new Map(),
};

/**
 * The marks after one more fact; the given ones stay as they are. The last word counts, whoever says it. A mark that means
 * nothing any more (a reply to a remark that was withdrawn) changes nothing.
 */
export const withFact = (kept: KeptMarks, fact: ReviewFact): KeptMarks =>
  fact.marks.reduce((marks, mark) => withMark(marks, mark, fact), kept);

function withMark(kept: KeptMarks, mark: Mark, { at, by, quotes = {} }: ReviewFact): KeptMarks {
  switch (mark.kind) {
    case 'viewed':
      return { ...kept, viewed: setIn(kept.viewed, by, toggled(kept.viewed.get(by), mark.digests, mark.on)) };
    case 'take-out': {
      const why = mark.why === undefined ? {} : { why: mark.why };
      const decided = mark.pieces.map(({ piece, path }) => [piece, { piece, path, ...why, by, at }] as const);
      return { ...kept, decisions: new Map([...kept.decisions, ...decided]) };
    }
    case 'keep': {
      const again = new Set(mark.pieces);
      return { ...kept, decisions: new Map([...kept.decisions].filter(([piece]) => !again.has(piece))) };
    }
    case 'remark': {
      // The same id twice is a request that was repeated.
      if (kept.remarks.has(mark.id)) return kept;
      const { id, anchor, text } = mark;
      return withRemark(kept, { id, anchor, quote: quotes[id] ?? [], said: [{ text, by, at }] });
    }
    case 'looked':
      return { ...kept, looked: setIn(kept.looked, by, mark.head) };
    case 'place':
      return { ...kept, place: setIn(kept.place, by, mark.unit) };
    default:
      return withThread(kept, mark, { by, at });
  }
}

type ThreadMark = Extract<Mark, { kind: 'reword' | 'withdraw' | 'reply' | 'resolve' }>;

function withThread(kept: KeptMarks, mark: ThreadMark, said: { readonly by: string; readonly at: number }): KeptMarks {
  const remark = kept.remarks.get(mark.remark);
  if (remark === undefined) return kept;
  const { resolved: _resolved, ...open } = remark;
  switch (mark.kind) {
    case 'resolve':
      return withRemark(kept, mark.on ? { ...open, resolved: said } : open);
    case 'reply':
      return isSaidLast(remark, mark.text, said.by)
        ? kept
        : withRemark(kept, { ...open, said: [...open.said, { text: mark.text, ...said }] });
    case 'reword': {
      const place = ownLast(remark, said.by);
      return withRemark(kept, {
        ...remark,
        said: remark.said.map((one, n) => (n === place ? { text: mark.text, ...said } : one)),
      });
    }
    case 'withdraw': {
      const place = ownLast(remark, said.by);
      const left = remark.said.filter((_, n) => n !== place);
      if (left.length > 0) return withRemark(kept, { ...remark, said: left });
      return { ...kept, remarks: new Map([...kept.remarks].filter(([id]) => id !== remark.id)) };
    }
  }
}

/** Where in the thread a person spoke last; -1 where they never did. That is what they reword and withdraw. */
export const ownLast = ({ said }: Pick<KeptRemark, 'said'>, by: string): number =>
  said.findLastIndex((one) => one.by === by);

/** Nobody says the same twice in a row: it is a request that was repeated. */
function isSaidLast({ said }: KeptRemark, text: string, by: string): boolean {
  const last = said.at(-1);
  return last?.text === text && last.by === by;
}

const withRemark = (kept: KeptMarks, remark: KeptRemark): KeptMarks => ({
  ...kept,
  remarks: setIn(kept.remarks, remark.id, remark),
});

const setIn = <V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> =>
  new Map(map).set(key, value);

function toggled(
  before: ReadonlySet<string> = new Set(),
  digests: readonly string[],
  on: boolean,
): ReadonlySet<string> {
  const after = new Set(before);
  for (const digest of digests) {
    if (on) after.add(digest);
    else after.delete(digest);
  }
  return after;
}
