import { type Finding, type LoopMemory, memoryLimits, type ReportedFinding, type TakenRun } from '../model/memory.ts';
import { cut, plainLine, plainText } from './inertText.ts';

/** When and by whom findings were seen. */
type Seen = Pick<TakenRun, 'run' | 'at'>;

/** What is remembered of a reported finding's content, cut to what may be kept. */
type Content = Omit<ReportedFinding, 'id'>;

/** The findings with those in that a run reports. A finding is told by its id. */
export function withSightings(
  memory: Pick<LoopMemory, 'findings' | 'loop'>,
  reported: readonly ReportedFinding[],
  seen: Seen,
): Finding[] {
  const findings = new Map(memory.findings.map((finding) => [finding.id, finding]));
  for (const { id, ...rest } of reported) {
    const content = contentOf(rest);
    const known = findings.get(id);
    findings.set(id, known === undefined ? found(memory.loop, id, content, seen) : sighted(known, content, seen));
  }
  return [...findings.values()];
}

function found(loop: string, id: string, content: Content, { run, at }: Seen): Finding {
  return { id, ...content, loop, run, foundAt: at, seenAt: at, changedAt: at, status: 'open' };
}

/** A finding seen again; an older run than the newest that saw it only tells since when it is there. */
function sighted(known: Finding, content: Content, { run, at }: Seen): Finding {
  const same = sameContent(known, content);
  const foundAt = Math.min(known.foundAt, at);
  if (at < known.seenAt || (at === known.seenAt && run < known.run)) {
    return { ...known, foundAt, changedAt: same ? Math.min(known.changedAt, at) : known.changedAt };
  }
  const { id, loop, decision, closedAt, closedWhy, why } = known;
  const reopenedAt = known.status === 'closed' ? at : known.reopenedAt;
  const stillClosed = known.status === 'closed' && (closedAt ?? 0) > at;
  return {
    id,
    // Why it waits was said by whoever left it, and holds as long as it says the same.
    ...(same && why !== undefined ? { why } : {}),
    ...content,
    loop,
    run,
    foundAt,
    seenAt: at,
    changedAt: same ? known.changedAt : at,
    ...(stillClosed || reopenedAt === undefined ? {} : { reopenedAt }),
    status: stillClosed ? 'closed' : 'open',
    ...(stillClosed && closedAt !== undefined ? { closedAt } : {}),
    ...(stillClosed && closedWhy !== undefined ? { closedWhy } : {}),
    ...(decision === undefined ? {} : { decision }),
  };
}

/** Whether a person would read the same: a line number that moved, or another commit, is no change. */
function sameContent(a: Content, b: Content): boolean {
  return (['title', 'body', 'severity', 'file', 'suggestion'] as const).every((field) => a[field] === b[field]);
}

function contentOf(reported: Content): Content {
  const { key, title, body, file, suggestion, why, item, ...small } = reported;
  const limits = memoryLimits;
  return {
    ...small,
    key: cut(key, limits.key),
    title: plainLine(title, limits.title),
    ...(body === undefined ? {} : { body: plainText(body, limits.body) }),
    ...(file === undefined ? {} : { file: plainLine(file, limits.path) }),
    ...(suggestion === undefined ? {} : { suggestion: plainText(suggestion, limits.suggestion) }),
    ...(why === undefined ? {} : { why: plainText(why, limits.reason) }),
    ...(item === undefined ? {} : { item: cut(item, limits.key) }),
  };
}

/** The findings with one closed that a run settled; a run that saw it later knows better. */
export function closed(findings: readonly Finding[], id: string, why: string, at: number): Finding[] {
  return findings.map((finding) =>
    finding.id === id && finding.seenAt <= at && finding.status === 'open'
      ? { ...finding, status: 'closed', closedAt: at, closedWhy: plainLine(why, memoryLimits.reason) }
      : finding,
  );
}

/**
 * The findings with those closed that a run which looked everywhere did not see, whichever order runs are taken in. What
 * came up in an item is not looked for, and so not missed: only a run or a person settles it.
 */
export function settled(findings: readonly Finding[], runs: readonly TakenRun[]): Finding[] {
  const complete = runs.filter((run) => run.complete);
  return findings.map((finding) => {
    const missed = complete.find((run) => run.at > finding.seenAt);
    if (finding.status === 'closed' || finding.item !== undefined || missed === undefined) return finding;
    const closedWhy = plainLine(`no longer found by run ${missed.run}`, memoryLimits.reason);
    return { ...finding, status: 'closed', closedAt: missed.at, closedWhy };
  });
}
