import type { Change } from '../../model/change.ts';
import type { Answer, Remark, ReviewMarks } from '../../model/reviewMarks.ts';
import type { LineSpan } from '../../model/reviewOutline.ts';
import { answerIn, carried } from '../../review/marks/answer.ts';
import type { KeptMarks, KeptRemark } from '../../review/marks/keptMarks.ts';
import { place, surroundings } from '../../review/marks/place.ts';
import type { FileTexts } from './fileTexts.ts';
import type { Sending } from './sending.ts';

/** What remarks are placed in. */
export interface MarksWorld {
  readonly texts: FileTexts;
  /** The newest change. */
  readonly change: Change;
  readonly sendings: ReadonlyMap<string, Sending>;
  /** The unit around lines of the head that was read, where it is known. */
  readonly unitAt: (head: string, path: string, lines: LineSpan) => Promise<LineSpan | undefined>;
}

/** The marks as they stand for one person. `has`: whether the change still has a piece. */
export async function marksNow(
  kept: KeptMarks,
  me: string,
  { world, has }: { readonly world: MarksWorld; readonly has: (piece: string) => boolean },
): Promise<ReviewMarks> {
  const remarks: Remark[] = [];
  for (const remark of kept.remarks.values()) remarks.push(await remarkNow(remark, world));
  const looked = kept.looked.get(me);
  const stopped = kept.place.get(me);
  return {
    me,
    viewed: [...(kept.viewed.get(me) ?? [])],
    decisions: [...kept.decisions.values()].filter(({ piece }) => has(piece)),
    remarks,
    ...(looked === undefined || looked === world.change.head ? {} : { looked }),
    ...(stopped === undefined ? {} : { place: stopped }),
  };
}

/** Whether something was said in it that the agents have not been told, and that is not settled. */
export const isPending = ({ id, said, resolved }: KeptRemark, sendings: ReadonlyMap<string, Sending>): boolean =>
  resolved === undefined && said.length > (sendings.get(id)?.sentences ?? 0);

async function remarkNow(remark: KeptRemark, world: MarksWorld): Promise<Remark> {
  const { id, anchor, quote, said, resolved } = remark;
  const { texts, change, sendings } = world;
  const sending = sendings.get(id);
  const isSent = sending !== undefined && said.length <= sending.sentences;
  const answer = isSent ? await answerTo(remark, sending, world) : undefined;
  const differences = await texts.differences(anchor.path, anchor.commit, change[anchor.side]);
  const now = place(differences, linesOf(remark));
  return {
    id,
    anchor,
    quote: [...quote],
    said: [...said],
    ...(isSent ? { sent: sending.after } : {}),
    ...(answer === undefined ? {} : { answer }),
    ...(resolved === undefined ? {} : { resolved }),
    ...(now === undefined ? {} : { now }),
  };
}

const linesOf = ({ anchor: { first, last } }: Pick<KeptRemark, 'anchor'>): LineSpan => ({
  first,
  count: last - first + 1,
});

/** Undefined while the agents work on it. */
async function answerTo(remark: KeptRemark, sending: Sending, world: MarksWorld): Promise<Answer | undefined> {
  const { taken, outcome } = sending;
  if (taken === undefined || outcome === undefined) return undefined;
  const { texts, change } = world;
  const { path } = remark.anchor;
  const about = await aboutOf(remark, { read: sending.request.head, from: taken.from }, world);
  const lines = answerIn(await texts.differences(path, taken.from, outcome.head), about);
  const { iteration } = outcome;
  if (lines === undefined) return { status: 'unanswered', iteration };
  const head = carried(await texts.differences(path, outcome.head, change.head), lines);
  return { status: 'answered', iteration, path, head };
}

/** The lines of a remark and of its unit in `from`. A file without text is meant as a whole. */
async function aboutOf(
  remark: KeptRemark,
  { read, from }: { readonly read: string; readonly from: string },
  { texts, unitAt }: MarksWorld,
): Promise<{ readonly lines: LineSpan; readonly unit?: LineSpan | undefined }> {
  const { path, commit } = remark.anchor;
  const lines = surroundings(await texts.differences(path, commit, from), linesOf(remark));
  if (remark.quote.length === 0) return { lines, unit: { first: 1, count: Number.MAX_SAFE_INTEGER } };
  const atRead = surroundings(await texts.differences(path, commit, read), linesOf(remark));
  const unit = await unitAt(read, path, atRead);
  if (unit === undefined) return { lines };
  return { lines, unit: surroundings(await texts.differences(path, read, from), unit) };
}
