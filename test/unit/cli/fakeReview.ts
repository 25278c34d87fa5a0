import type { Change } from '../../../src/model/change.ts';
import type { Mark, ReviewMarks } from '../../../src/model/reviewMarks.ts';
import type { Piece, ReviewOutline } from '../../../src/model/reviewOutline.ts';
import { type KeptMarks, noMarks, withFact } from '../../../src/review/marks/keptMarks.ts';
import { refusedMark } from '../../../src/review/marks/refusedMark.ts';
import { Refused } from '../../../src/runner/refusal.ts';

const me = 'Ada <ada@example.com>';

/** What people say in the review of the fake runner's run: the facts fold as the real ones do, and nothing moves. */
export class FakeReview {
  /** What the change has, by path. */
  readonly pieces = new Map<string, readonly Piece[]>();
  kept: KeptMarks = noMarks;
  /** The threads that were sent, and what became of them. */
  readonly sent = new Map<string, Pick<ReviewMarks['remarks'][number], 'sent' | 'answer'>>();

  outline({ base, head, tree, files }: Change): ReviewOutline {
    const read = files.map((file) => ({
      file,
      lines: file.added + file.removed,
      risk: 1,
      reasons: ['code'],
      units: [
        {
          id: `${file.path}#`,
          name: '',
          kind: 'rest' as const,
          digest: file.path,
          lines: 1,
          risk: 1,
          reasons: ['code'],
          pieces: [...(this.pieces.get(file.path) ?? [])],
        },
      ],
    }));
    return { base, head, tree, files: read, lines: 1 };
  }

  mark(marks: readonly Mark[]): void {
    for (const mark of marks) {
      const refused = refusedMark(this.kept, mark, { by: me, sentOf: (id) => (this.sent.has(id) ? 99 : 0) });
      if (refused !== undefined) throw new Refused(refused.code, refused.message);
      const quotes = mark.kind === 'remark' ? { [mark.id]: ['const x = 1;'] } : {};
      this.kept = withFact(this.kept, { at: 1000, by: me, marks: [mark], quotes });
    }
  }

  marks(): ReviewMarks {
    const remarks = [...this.kept.remarks.values()].map(({ quote, said, ...remark }) => ({
      ...remark,
      quote: [...quote],
      said: [...said],
      now: { first: remark.anchor.first, count: remark.anchor.last - remark.anchor.first + 1 },
      ...this.sent.get(remark.id),
    }));
    return { me, viewed: [], decisions: [...this.kept.decisions.values()], remarks };
  }
}
