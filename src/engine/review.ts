import type { Checker } from '../model/loopFile.ts';
import { reproduced } from '../model/reproduced.ts';
import type { Defect, ExaminedDefect, Facts, Verdict } from '../model/steps.ts';
import { askedBy } from './askedBy.ts';
import { checkerBrief, judgeBrief } from './briefs.ts';
import { cageOf } from './cageOf.ts';
import { asksForJudge, couldHold } from './goal.ts';
import { verdictOf } from './panel.ts';
import { roleInput } from './roleInput.ts';
import { awaitTurn } from './turn.ts';
import { placeOf, type Workplace } from './workplace.ts';

/** The state of the files that is reviewed. */
export interface Reviewed {
  readonly number: number;
  readonly base: string;
  readonly head: string;
  readonly facts: Facts;
  /** What a person asked of the pass that left it. */
  readonly asked?: string | undefined;
  /** Whether it is working time; what a person changed by hand is reviewed without a deadline. */
  readonly isTimed: boolean;
}

/** What checker and judge made of it. */
export interface Review {
  readonly defects: readonly ExaminedDefect[];
  readonly verdict?: Verdict;
  /** What fails the pass. */
  readonly objections: readonly string[];
  /** Which limit stopped one of them. */
  readonly overBudget?: string;
}

/** Most claimed defects whose command is run in one pass. */
const mostTried = 10;
/** Seconds for one of them. */
const secondsToReproduce = 300;

/**
 * Lets the checker try to break the change and the judge score it, each in a session of its own. Nobody is paid for a
 * change that cannot reach the goal anyway, and the judge not for one that the checker has broken.
 */
export async function review(work: Workplace, reviewed: Reviewed): Promise<Review> {
  const { goal } = work.loop;
  if (!couldHold(goal.until, reviewed.facts, { judge: 'passes' })) return nothingSaid;
  const checked = await letCheck(work, reviewed);
  if (checked.objections.length > 0 || !asksForJudge(goal.until)) return checked;
  return { ...checked, ...(await letJudge(work, reviewed)) };
}

const nothingSaid: Review = { defects: [], objections: [] };

async function letCheck(work: Workplace, reviewed: Reviewed): Promise<Review> {
  const { loop, durable, item, gleanings } = work;
  const { checker } = loop.roles;
  if (checker === undefined) return nothingSaid;
  const { number, base, head } = reviewed;
  const key = `${number}/verify`;
  await awaitTurn(work, `${item.id}/${key}`);
  const report = await durable.step(`${item.id}/${key}`, 'verify', {
    ...roleInput(work, 'checker', checker, sessionOf(work, reviewed)),
    iteration: number,
    base,
    head,
    brief: checkerBrief(loop, reviewed.facts, reviewed.asked),
  });
  await askedBy(work, key, gleanings.take(report));
  const over = report.overBudget === undefined ? {} : { overBudget: report.overBudget };
  if (report.status === 'failed' || report.defects === null) {
    const why = report.status === 'failed' ? report.summary : 'It gave no verdict that can be read.';
    return { defects: [], objections: [`The checker did not do its part. ${why}`.trim()], ...over };
  }
  const defects = await examine(work, reviewed, report.defects);
  gleanings.judged('checker', textOf(defects));
  return { defects, objections: blocking(checker, defects).map(objection), ...over };
}

/** A claimed reproduction is run: it shows the defect by failing. */
async function examine(
  work: Workplace,
  { number, head, isTimed }: Reviewed,
  claimed: readonly Defect[],
): Promise<readonly ExaminedDefect[]> {
  const { durable, item } = work;
  const examined: ExaminedDefect[] = [];
  for (const [index, defect] of claimed.entries()) {
    if (defect.reproduce === undefined || index >= mostTried) {
      examined.push({ ...defect, shown: 'not-tried', evidence: '' });
      continue;
    }
    const result = await durable.step(`${item.id}/${number}/reproduce/${index + 1}`, 'reproduce', {
      ...placeOf(work),
      iteration: number,
      head,
      run: defect.reproduce,
      timeoutSeconds: secondsToReproduce,
      ...cageOf(work.loop),
      ...(isTimed ? { deadline: work.time.deadline } : {}),
    });
    examined.push({ ...defect, ...reproduced(result) });
  }
  return examined;
}

function blocking({ blocks }: Checker, defects: readonly ExaminedDefect[]): readonly ExaminedDefect[] {
  return blocks === 'claimed' ? defects : defects.filter((defect) => defect.shown === 'reproduced');
}

function objection({ severity, title, file, line, reproduce, shown, evidence }: ExaminedDefect): string {
  const where = file === undefined ? '' : ` in ${file}${line === undefined ? '' : `:${line}`}`;
  const proof = shown === 'reproduced' ? ` \`${reproduce}\` shows it: ${evidence}` : '';
  return `The checker found a defect (${severity})${where}: ${title}.${proof}`;
}

function textOf(defects: readonly ExaminedDefect[]): string {
  if (defects.length === 0) return 'No defect.';
  return defects.map(({ severity, title, shown }) => `${severity}: ${title} (${shown})`).join('; ');
}

async function letJudge(work: Workplace, reviewed: Reviewed): Promise<Partial<Review>> {
  const { loop, durable, item, gleanings } = work;
  const { judge } = loop.roles;
  const asked = loop.goal.judge;
  if (judge === undefined || asked === undefined) return {};
  const { number, base, head, facts } = reviewed;
  const reports = [];
  for (let seat = 1; seat <= asked.panel; seat++) {
    const key = `${number}/judge/${seat}`;
    await awaitTurn(work, `${item.id}/${key}`);
    const report = await durable.step(`${item.id}/${key}`, 'judge', {
      ...roleInput(work, 'judge', judge, { ...sessionOf(work, reviewed), generation: `${number}-${seat}` }),
      iteration: number,
      base,
      head,
      seat,
      brief: judgeBrief(loop, asked.rubric, facts),
    });
    await askedBy(work, key, gleanings.take(report));
    if (report.overBudget !== undefined) return { overBudget: report.overBudget, objections: [report.overBudget] };
    reports.push(report);
  }
  const verdict = verdictOf(reports, asked['min-score']);
  gleanings.judged('judge', `${verdict.score} of 10: ${verdict.reasons.join('; ')}`);
  return { verdict };
}

/** Checker and judge begin anew each time: what they said before must not bind them. */
function sessionOf({ time }: Workplace, { number, isTimed }: Reviewed) {
  return { generation: String(number), ...(isTimed ? { deadline: time.deadline } : {}) };
}
