import type { ExplorerReport } from '../model/steps.ts';
import { askedBy } from './askedBy.ts';
import type { Ending } from './ending.ts';
import { fenced } from './inert.ts';
import { roleInput } from './roleInput.ts';
import { awaitTurn } from './turn.ts';
import type { Bench } from './workplace.ts';

/** What was found out before anything is changed; empty where nobody was asked to look. */
export interface Explored {
  readonly report?: ExplorerReport;
  /** For the maker: the root cause and the explorer's summary. */
  readonly told: string;
}

/** Where a root cause is asked for, the explorer gets this many attempts to write one down. */
const attempts = 2;

/**
 * Lets the explorer look. Where the loop wants the root cause first, nobody changes anything before it is written down:
 * without one the item ends here.
 */
export async function explore(bench: Bench): Promise<Explored | Ending> {
  const { loop, start, durable, item, time, gleanings } = bench;
  const { explorer } = loop.roles;
  if (explorer === undefined) return { told: '' };
  const known = start.retry?.explored;
  if (known !== undefined) return { report: known, told: toldOf(known) };
  let missing = '';
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const key = `${item.id}/explore/${attempt}`;
    await awaitTurn(bench, key);
    const report = await durable.step(key, 'explore', {
      ...roleInput(bench, 'explorer', withReminder(explorer, missing), {
        generation: String(attempt),
        deadline: time.deadline,
      }),
      head: start.base,
      attempt,
    });
    await askedBy(bench, `explore/${attempt}`, gleanings.take(report));
    if (report.overBudget !== undefined) return gaveUp(report.overBudget);
    missing = whatIsMissing(report, explorer['root-cause']);
    if (missing === '') return { report, told: toldOf(report) };
  }
  return gaveUp(`The explorer did not do its part: ${missing}`);
}

function whatIsMissing(report: ExplorerReport, needsRootCause: boolean): string {
  if (report.status === 'failed') return report.summary;
  if (needsRootCause && report.rootCause === undefined) {
    return 'no root cause is written down, so nothing may be changed yet. Report a `root-cause`.';
  }
  return '';
}

function withReminder<R extends { readonly prompt?: string | undefined }>(role: R, missing: string): R {
  return missing === '' ? role : { ...role, prompt: `${role.prompt ?? ''}\n\nLast time: ${missing}`.trim() };
}

function toldOf({ rootCause, summary }: ExplorerReport): string {
  const cause =
    rootCause === undefined ? [] : [`The root cause, as the explorer sees it:\n${fenced(rootCause, mostText)}`];
  return [...cause, `What the explorer says:\n${fenced(summary, mostText)}`].join('\n\n');
}

/** Characters of each. */
const mostText = 4000;

const gaveUp = (reason: string): Ending => ({ outcome: { status: 'gave-up', reason }, iterations: 0 });
