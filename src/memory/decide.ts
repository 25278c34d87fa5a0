import { type Decision, type Finding, type LoopMemory, memoryLimits } from '../model/memory.ts';
import { err, ok, type Result } from '../model/result.ts';
import { findingOf, LATER_MS } from './standing.ts';

/** Why a decision is not taken in. */
export type DecisionProblem =
  | { readonly code: 'unknown-finding'; readonly finding: string }
  | { readonly code: 'note-too-long'; readonly limit: number };

/**
 * The memory with `decision` in it. The newest decision on a finding is the one that holds; a "later" without a date comes
 * back after a week. Taking the same decision twice changes nothing.
 */
export function decide(memory: LoopMemory, decision: Decision): Result<LoopMemory, DecisionProblem> {
  const finding = findingOf(memory, decision.finding);
  if (finding === undefined) return err({ code: 'unknown-finding', finding: decision.finding });
  if ((decision.note?.length ?? 0) > memoryLimits.note) return err({ code: 'note-too-long', limit: memoryLimits.note });
  if (memory.decisions.some((one) => sameDecision(one, decision))) return ok(memory);
  const until = decision.what === 'later' ? { until: decision.until ?? decision.at + LATER_MS } : {};
  const { until: _, ...rest } = decision;
  const taken: Decision = { ...rest, ...until };
  const holds = finding.decision === undefined || finding.decision.at <= taken.at;
  return ok({
    ...memory,
    decisions: [...memory.decisions, taken].sort((a, b) => a.at - b.at),
    findings: holds ? replaced(memory.findings, { ...finding, decision: taken }) : memory.findings,
  });
}

/** The memory without the decision that held on `finding` until `at`; it stays in the list of all decisions. */
export function withdraw(memory: LoopMemory, finding: string, at: number): LoopMemory {
  const found = findingOf(memory, finding);
  if (found?.decision === undefined) return memory;
  const { decision: _, ...undecided } = found;
  return { ...memory, findings: replaced(memory.findings, { ...undecided, reopenedAt: at }) };
}

/** Whether two decisions are one and the same, given once. */
function sameDecision(a: Decision, b: Decision): boolean {
  return a.finding === b.finding && a.what === b.what && a.at === b.at && a.by === b.by && a.note === b.note;
}

const replaced = (findings: readonly Finding[], finding: Finding): Finding[] =>
  findings.map((one) => (one.id === finding.id ? finding : one));
