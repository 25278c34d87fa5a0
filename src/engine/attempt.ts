import type { SessionMode } from '../model/agents.ts';
import type { Note } from '../model/order.ts';
import type { MakerReport, StepInput } from '../model/steps.ts';
import { askedBy } from './askedBy.ts';
import type { Course } from './course.ts';
import { askedChecks } from './goal.ts';
import { notesFirst } from './notes.ts';
import { commitAndProve, loopIdentity, type State } from './pass.ts';
import { protectedGlobs } from './policy.ts';
import { checkRunOf } from './prove.ts';
import { isBetter } from './ratchet.ts';
import { roleInput } from './roleInput.ts';
import { awaitTurn } from './turn.ts';
import { placeOf, type Workplace } from './workplace.ts';

/** One go of the maker: what it says, and what it left. */
export interface Attempt {
  readonly report: MakerReport;
  readonly state: State;
  /** What people wrote that the maker was told. */
  readonly notes: readonly Note[];
}

/** Lets the maker attempt the work: once, or as often as an escalation asks for, and then the best of them counts. */
export async function attempt(work: Workplace, number: number, course: Course): Promise<Attempt> {
  const { bestOf } = course.settings;
  if (bestOf === 1) return make(work, number, course, String(number));
  let best: Attempt | undefined;
  let head = course.kept.change.head;
  let over: string | undefined;
  for (let go = 1; go <= bestOf; go++) {
    head = await backTo(work, { number, key: `best/${go}/begin`, from: head, to: course.kept.change.head });
    const made = await make(work, number, course, `${number}/best/${go}`, best?.notes);
    head = made.state.change.head;
    if (best === undefined || isBetter(work.loop, made.state, best.state)) best = made;
    over = made.report.overBudget;
    if (over !== undefined) break;
  }
  const chosen = best as Attempt;
  await backTo(work, { number, key: 'best/chosen', from: head, to: chosen.state.change.head });
  return over === undefined ? chosen : { ...chosen, report: { ...chosen.report, overBudget: over } };
}

/** `heard`: the notes that attempts at this iteration were told before; the first of them takes what there is. */
async function make(
  work: Workplace,
  number: number,
  course: Course,
  key: string,
  heard?: readonly Note[],
): Promise<Attempt> {
  const { loop, start, durable, item, time, gleanings } = work;
  const { maker } = loop.roles;
  const { kept, settings } = course;
  const role = {
    ...maker,
    ...(settings.model === undefined ? {} : { model: settings.model }),
    ...(settings.effort === undefined ? {} : { effort: settings.effort }),
  };
  const step = `${item.id}/${key}/make`;
  await awaitTurn(work, step);
  const notes = heard ?? (await durable.notes(step));
  const report = await durable.step(step, 'make', {
    ...roleInput(work, 'maker', role, {
      generation: generationOf(key, settings.generation, maker.session),
      deadline: time.deadline,
    }),
    iteration: number,
    base: work.base,
    head: kept.change.head,
    feedback: notesFirst(notes, course.feedback),
    ...(notes.length === 0 ? {} : { notes: notes.map(({ id }) => id) }),
    checks: checksToPlease(work, course),
    allowedPaths: loop.policy['allowed-paths'] ?? [],
    protectedPaths: [...protectedGlobs(loop.policy)],
  });
  await askedBy(work, `${key}/make`, gleanings.take(report));
  const state = await commitAndProve(work, {
    key,
    number,
    parent: kept.change.head,
    message: `${start.loop}: iteration ${number} of ${start.run}\n`,
    author: loopIdentity,
    before: course.before,
    deadline: time.deadline,
    objection: report.overBudget,
  });
  return { report, state, notes };
}

/** Attempts side by side do not share a session: each is to find its own way. Nor do passes that are to begin anew. */
const generationOf = (key: string, generation: number, session: SessionMode | undefined): string =>
  key.includes('/') || session === 'fresh' ? `${generation}-${key}` : String(generation);

/** The checks that the goal asks for, and how each stood before the pass. */
function checksToPlease({ loop }: Workplace, { latest }: Course): StepInput<'make'>['checks'] {
  const asked = askedChecks(loop);
  return loop.checks
    .filter((check) => asked.includes(check.id))
    .map((check) => ({
      ...checkRunOf(check),
      passed: latest.some((one) => one.id === check.id && one.passed),
    }));
}

/** Puts branch and worktree back to an earlier commit of this item; returns it. */
export async function backTo(
  work: Workplace,
  {
    number,
    key,
    from,
    to,
  }: { readonly number: number; readonly key: string; readonly from: string; readonly to: string },
): Promise<string> {
  if (from === to) return to;
  await work.durable.step(`${work.item.id}/${number}/${key}/discard`, 'discard', {
    ...placeOf(work),
    branch: work.branch,
    iteration: number,
    from,
    to,
  });
  return to;
}
