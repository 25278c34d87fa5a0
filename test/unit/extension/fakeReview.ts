import type { Decision, Mark, Remark, ReviewMarks } from '../../../src/model/reviewMarks.ts';

/** What people said in the review of one item, kept as a runner keeps it: decisions are everybody's, the rest is one's own. */
export class FakeReview {
  readonly #viewed = new Map<string, Set<string>>();
  readonly #decisions = new Map<string, Decision>();
  readonly #remarks = new Map<string, Remark>();
  readonly #looked = new Map<string, string>();
  readonly #place = new Map<string, string>();

  mark(marks: readonly Mark[], by: string): void {
    for (const mark of marks) this.#take(mark, by);
  }

  marksOf(me: string, head: string): ReviewMarks {
    const looked = this.#looked.get(me);
    const place = this.#place.get(me);
    return {
      me,
      viewed: [...(this.#viewed.get(me) ?? [])],
      decisions: [...this.#decisions.values()],
      remarks: [...this.#remarks.values()],
      ...(looked !== undefined && looked !== head && { looked }),
      ...(place !== undefined && { place }),
    };
  }

  /** Everything that is pending goes to an iteration, and a decision with it. */
  send(iteration: number): void {
    for (const [id, remark] of this.#remarks) this.#remarks.set(id, { sent: iteration, ...remark });
    this.#decisions.clear();
  }

  takenOut(): void {
    this.#decisions.clear();
  }

  /** What the iteration that something was sent to made of it. */
  answer(id: string, answer: NonNullable<Remark['answer']>): void {
    const remark = this.#remarks.get(id);
    if (remark !== undefined) this.#remarks.set(id, { ...remark, answer });
  }

  #take(mark: Mark, by: string): void {
    const at = 0;
    switch (mark.kind) {
      case 'viewed': {
        const own = this.#viewed.get(by) ?? new Set();
        for (const digest of mark.digests) mark.on ? own.add(digest) : own.delete(digest);
        this.#viewed.set(by, own);
        return;
      }
      case 'take-out': {
        const why = mark.why === undefined ? {} : { why: mark.why };
        for (const { path, piece } of mark.pieces) this.#decisions.set(piece, { piece, path, ...why, by, at });
        return;
      }
      case 'keep':
        for (const piece of mark.pieces) this.#decisions.delete(piece);
        return;
      case 'remark': {
        const { id, anchor, text } = mark;
        const now = { first: anchor.first, count: anchor.last - anchor.first + 1 };
        if (!this.#remarks.has(id)) this.#remarks.set(id, { id, anchor, quote: [], said: [{ text, by, at }], now });
        return;
      }
      case 'looked':
        this.#looked.set(by, mark.head);
        return;
      case 'place':
        this.#place.set(by, mark.unit);
        return;
      default:
        this.#speak(mark, by);
    }
  }

  #speak(mark: Extract<Mark, { remark: string }>, by: string): void {
    const remark = this.#remarks.get(mark.remark);
    if (remark === undefined) return;
    const { resolved: _past, sent, ...open } = remark;
    const kept = sent === undefined ? {} : { sent };
    if (mark.kind === 'withdraw') this.#remarks.delete(remark.id);
    else if (mark.kind === 'resolve') {
      this.#remarks.set(remark.id, { ...open, ...kept, ...(mark.on && { resolved: { by, at: 0 } }) });
    } else if (mark.kind === 'reply') {
      this.#remarks.set(remark.id, { ...open, said: [...open.said, { text: mark.text, by, at: 0 }] });
    } else {
      const said = open.said.map((one, n) => (n === open.said.length - 1 ? { ...one, text: mark.text } : one));
      this.#remarks.set(remark.id, { ...open, ...kept, said });
    }
  }
}
