import type { DryRun } from '../model/dryRun.ts';
import { alwaysProtectedPaths, iterationsOfItem, type Loop } from '../model/loopFile.ts';
import type { Item } from '../model/steps.ts';
import { deliverWords } from './deliverWords.ts';
import { escalationWords } from './escalationWords.ts';
import { gateWords } from './gateWords.ts';
import { goalWords } from './goalWords.ts';
import { inventedItem } from './inventedItem.ts';
import { type LineOf, linesIn } from './lines.ts';
import { filledInputs, inputProblems, starting } from './starting.ts';
import { unitOf } from './units.ts';
import type { DryRunWorld } from './world.ts';
import { worstSpend } from './worstSpend.ts';

/** Most items whose way is worked out. */
const mostUnits = 20;

/**
 * What a run of a loop would do, in the order of its life, as far as it can be known without doing it. `text` is the loop
 * file that `loop` was made of. Nothing is run, and nothing but what `world` holds is looked at.
 */
export function dryRun(text: string, loop: Loop, world: DryRunWorld): DryRun {
  const lineOf = linesIn(text);
  const start = starting(loop, world, lineOf);
  const inputs = filledInputs(start.inputs);
  const known = loop.items === undefined ? undefined : world.items;
  const units = unitItems(loop, known?.items).slice(0, mostUnits);
  return {
    loop: loop.name,
    file: world.file,
    description: loop.description ?? null,
    obstacles: [...inputProblems(loop, world), ...(world.obstacles ?? [])],
    problems: [...world.problems],
    start,
    precheck: precheckOf(loop, lineOf),
    items: itemsOf(loop, world, lineOf),
    setup: { line: lineOf('isolation'), commands: [...loop.isolation.setup], keep: loop.isolation.keep },
    units: units.map((item) => unitOf(loop, item, inputs, { world, lineOf })),
    goal: goalOf(loop, lineOf),
    gates: loop.gates.map((gate) => {
      const { id, before, when = null } = gate;
      return { line: lineOf('gates', id), id, before, when, words: [...gateWords(gate)] };
    }),
    deliver: { line: lineOf('deliver'), as: loop.deliver.as, into: intoOf(loop), words: deliverWords(loop) },
    memory: memoryOf(loop, lineOf),
    policy: policyOf(loop, lineOf),
    spending: {
      line: lineOf('budget'),
      worst: worstSpend(loop, known?.known === 'found' ? known.items.length : undefined, world),
      likely: world.likely ?? null,
    },
  };
}

/** Of a loop that looks for none there is one; of one whose items nobody knows, a made-up one. */
function unitItems(loop: Loop, known: readonly Item[] | undefined): readonly Item[] {
  if (loop.items === undefined) return [{ id: 'default', key: 'default', data: {} }];
  return known === undefined || known.length === 0 ? [inventedItem(loop)] : known;
}

function precheckOf({ on }: Loop, lineOf: LineOf): DryRun['precheck'] {
  const skip = on['skip-if'];
  if (skip === undefined) return null;
  return { line: lineOf('on', 'skip-if'), run: skip.run, timeoutSeconds: skip['timeout-minutes'] * 60 };
}

function itemsOf(loop: Loop, { items: known }: DryRunWorld, lineOf: LineOf): DryRun['items'] {
  const { items } = loop;
  if (items === undefined) return null;
  const { from } = items;
  const source = 'run' in from ? 'command' : 'file' in from ? 'file' : 'findings';
  return {
    line: lineOf('items'),
    source,
    from: 'run' in from ? from.run : 'file' in from ? from.file : from.findings,
    timeoutSeconds: 'run' in from ? from['timeout-minutes'] * 60 : null,
    known: known?.known ?? 'invented',
    words: known?.words ?? notLooked[source],
    count: known?.count ?? null,
    key: items.key ?? (items.format === 'lines' ? 'item.line' : 'item.key'),
    where: items.where ?? null,
    max: items.max,
    parallel: items['max-parallel'],
    left: (known?.left ?? []).map(({ key, why }) => ({ key, why })),
  };
}

const notLooked = {
  command: 'The command was not run; the item below is made up.',
  file: 'The file was not read; the item below is made up.',
  findings: 'The findings were not read; the item below is made up.',
} as const;

function goalOf(loop: Loop, lineOf: LineOf): DryRun['goal'] {
  const { goal } = loop;
  if (goal === undefined) return null;
  const { judge } = goal;
  return {
    line: lineOf('goal'),
    until: goal.until,
    words: [...goalWords(goal.until)],
    iterations: iterationsOfItem(loop),
    giveUp: goal['give-up'] ?? null,
    stallAfter: goal.stall.after,
    escalate: goal.escalate.map(escalationWords),
    judge: judge === undefined ? null : { rubric: judge.rubric, minScore: judge['min-score'], panel: judge.panel },
  };
}

/** Null: what is checked out when the run begins. */
const intoOf = ({ deliver, isolation }: Loop): string | null => deliver.into ?? isolation.base ?? null;

function memoryOf({ state }: Loop, lineOf: LineOf): DryRun['memory'] {
  const from = state['decisions-from'];
  return {
    line: lineOf('state'),
    carry: [...state.carry],
    decisionsFrom: from === undefined ? null : { run: from.run, timeoutSeconds: from['timeout-minutes'] * 60 },
  };
}

function policyOf({ policy }: Loop, lineOf: LineOf): DryRun['policy'] {
  const allowed = policy['allowed-paths'];
  return {
    line: lineOf('policy'),
    allowed: allowed === undefined ? null : [...allowed],
    protected: [...policy['protected-paths']],
    alwaysProtected: [...alwaysProtectedPaths],
    oracles: policy.oracles,
    maxDiffLines: policy['max-diff-lines'] ?? null,
    sandbox: policy.sandbox,
    network: typeof policy.network === 'string' ? policy.network : [...policy.network],
    read: [...policy.read],
    write: [...policy.write],
    env: [...policy.env],
  };
}
