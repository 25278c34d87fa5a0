import { inertLine } from '../../engine/inert.ts';
import type { LedgerRow, RowOf } from '../../model/ledger.ts';
import type { Loop } from '../../model/loopFile.ts';
import type { PersonSays } from '../../model/person.ts';
import type { PromptKind } from '../../model/prompt.ts';
import type { ReviewOutline } from '../../model/reviewOutline.ts';
import type { RunState } from '../../model/runState.ts';
import { type ItemView, isOnlyItem } from '../../model/runView.ts';
import { stepsOfKind } from '../../model/stepState.ts';
import type { Identity } from '../../model/steps.ts';
import type { KeptMarks } from '../../review/marks/keptMarks.ts';

/** A landing as the journal tells it. */
export interface Landing {
  readonly at: number;
  /** Who let it land. */
  readonly by: Identity;
  readonly commit: string;
}

/** The landing of an item; undefined where nothing of it landed. */
export function landingOf(state: RunState, item: string): Landing | undefined {
  const steps = state.items.get(item)?.steps ?? [];
  const land = stepsOfKind(steps, 'land').findLast(({ result }) => result?.status === 'landed');
  if (land?.result?.status !== 'landed') return undefined;
  const { candidate } = land.input;
  const merge = stepsOfKind(steps, 'merge').findLast(
    ({ result }) => result?.status === 'merged' && result.candidate === candidate,
  );
  const by = merge?.input.identity ?? state.start.by;
  return { at: land.finishedAt ?? land.startedAt, by, commit: land.result.commit };
}

/** Characters of a text that is kept of a landing, and how many of each kind are. */
const longest = 300;
const mostTexts = 50;

export interface LandedFrom {
  readonly state: RunState;
  readonly item: ItemView;
  readonly landing: Landing;
  readonly outline: ReviewOutline;
  readonly goal: Loop['goal'];
  readonly marks: Pick<KeptMarks, 'remarks'>;
}

/** What a landing leaves to be known of it: what is owed, what it was for, what people said of it; no names, and no answers. */
export function landedRow({ state, item, landing, outline, goal, marks }: LandedFrom): Omit<RowOf<'landed'>, 'v'> {
  const said = state.items.get(item.id)?.said ?? [];
  const { run, loop, despiteDebt } = state.start;
  const units = outline.files.flatMap((file) => file.units);
  const until = inertLine(goal?.until ?? 'its checks pass', longest);
  const overridden = overrideOf(said, item.change?.head);
  return {
    at: landing.at,
    row: 'landed',
    ...{ run, item: item.id, loop },
    what: inertLine(summaryOf(item), longest),
    why: isOnlyItem(item) ? until : inertLine(`${item.key}: ${until}`, longest),
    units: units.flatMap(({ id, landed }) =>
      landed === undefined || landed.lines === 0 ? [] : [{ unit: id, ...landed }],
    ),
    gone: units.flatMap(({ id, base, head, pieces }) =>
      head === undefined && (base !== undefined || pieces.some(({ kind }) => kind === 'file')) ? [id] : [],
    ),
    takenOut: takenOutOf(said),
    remarks: remarksOf(marks),
    misses: missesOf(said),
    ...(overridden === undefined ? {} : { overridden }),
    ...(despiteDebt === undefined ? {} : { despiteDebt: inertLine(despiteDebt, longest) }),
  };
}

function summaryOf({ iterations, key }: ItemView): string {
  return iterations.findLast(({ maker }) => maker !== undefined && maker.summary !== '')?.maker?.summary ?? key;
}

function takenOutOf(said: readonly PersonSays[]): string[] {
  const all = said.flatMap((one) =>
    one.kind === 'edited' || one.kind === 'request-changes' ? (one.takenOut ?? []) : [],
  );
  return texts(all.flatMap(({ path, why }) => (why === undefined ? [] : [`${path}: ${why}`])));
}

function remarksOf({ remarks }: Pick<KeptMarks, 'remarks'>): string[] {
  return texts(
    [...remarks.values()].map(
      ({ anchor, said }) => `${anchor.path}:${anchor.first}: ${said.map(({ text }) => text).join(' ')}`,
    ),
  );
}

const texts = (all: readonly string[]): string[] =>
  [...new Set(all.map((text) => inertLine(text, longest)))].slice(0, mostTexts);

function missesOf(said: readonly PersonSays[]): number {
  return new Set(said.flatMap((one) => (one.kind === 'answered' && !one.correct ? [one.prompt] : []))).size;
}

function overrideOf(said: readonly PersonSays[], head: string | undefined): string | undefined {
  const newest = said.findLast((one) => one.kind === 'override' && one.head === head);
  return newest?.kind === 'override' ? inertLine(newest.reason, longest) : undefined;
}

/** The row of a right first answer; undefined for any other, and for one that is said again about the same content. */
export function answeredRow(
  said: Extract<PersonSays, { kind: 'answered' }>,
  at: number,
  earlier: readonly PersonSays[],
): Omit<Extract<LedgerRow, { row: 'answered' }>, 'v'> | undefined {
  const { correct, credit, unit, body, prompt, promptKind } = said;
  if (!correct || credit === undefined || credit <= 0 || unit === undefined || body === undefined) return undefined;
  if (earlier.some((one) => one.kind === 'answered' && one.prompt === prompt)) return undefined;
  return { row: 'answered', at, unit, body, credit, rating: ratingOf(promptKind) };
}

/** How well somebody knows what they answered right: who can explain it forgets it later. */
export const ratingOf = (kind: PromptKind | undefined): 'good' | 'easy' =>
  kind === 'explain-then-regenerate' ? 'easy' : 'good';
