import { type Performer, type SpentRow, spenders } from '../../model/evidence.ts';
import type { Spend } from '../../model/spend.ts';
import { iterationOf, type StepState } from '../../model/stepState.ts';
import type { StepKind } from '../../model/steps.ts';
import { spendOf } from '../../model/usedSpend.ts';

type Who = SpentRow['who'];

const whoOf: { readonly [K in StepKind]?: Who } = {
  explore: 'explorer',
  make: 'maker',
  verify: 'checker',
  judge: 'judge',
  check: 'checks',
  measure: 'checks',
  weave: 'checks',
  reproduce: 'checks',
};

/** What each role, and running checks, took in each iteration; only steps that have ended count. */
export function spentOf(steps: readonly StepState[]): readonly SpentRow[] {
  const rows = new Map<string, SpentRow>();
  for (const step of steps) {
    const who = whoOf[step.kind];
    if (who === undefined || step.finishedAt === undefined) continue;
    const iteration = iterationOf(step) ?? 0;
    const key = `${iteration} ${who}`;
    const { seconds, tokens, costUsd } = rows.get(key) ?? { seconds: 0, tokens: 0, costUsd: 0 };
    const used = usedBy(step);
    rows.set(key, {
      iteration,
      who,
      seconds: seconds + (step.finishedAt - step.startedAt) / 1000,
      tokens: added(tokens, used.tokens),
      costUsd: added(costUsd, used.costUsd),
    });
  }
  return [...rows.values()].sort(
    (a, b) => a.iteration - b.iteration || spenders.indexOf(a.who) - spenders.indexOf(b.who),
  );
}

const nothing: Spend = { tokens: 0, costUsd: 0 };
const unknown: Spend = { tokens: null, costUsd: null };

/** A check uses no model. A coding agent's turn is known once it is over, a command's by what it reported. */
function usedBy(step: StepState): Spend {
  switch (step.kind) {
    case 'explore':
    case 'make':
    case 'verify':
    case 'judge': {
      if (step.result === undefined) return unknown;
      const { turn, usage } = step.result;
      const { tokens, costUsd } = turn ?? spendOf(usage, step.input.price);
      return { tokens, costUsd };
    }
    default:
      return nothing;
  }
}

const added = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

/** Who performed the roles, in the order they began. */
export function performersOf(steps: readonly StepState[]): readonly Performer[] {
  const found = new Map<string, Performer>();
  for (const step of steps) {
    if (step.kind !== 'explore' && step.kind !== 'make' && step.kind !== 'verify' && step.kind !== 'judge') continue;
    if (step.result === undefined) continue;
    const { agent, turn } = step.result;
    const { version, model, denied = 0 } = turn ?? {};
    const named = model ?? step.input.model;
    const role = roleOf[step.kind];
    const key = JSON.stringify([role, agent, version, named]);
    const before = found.get(key);
    found.set(key, {
      role,
      agent,
      ...(version === undefined ? {} : { version }),
      ...(named === undefined ? {} : { model: named }),
      passes: (before?.passes ?? 0) + 1,
      denied: (before?.denied ?? 0) + denied,
    });
  }
  return [...found.values()];
}

const roleOf = { explore: 'explorer', make: 'maker', verify: 'checker', judge: 'judge' } as const;
