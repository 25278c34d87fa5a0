import type { Durable } from '../../src/engine/durable.ts';
import type { RunEvent, RunStart } from '../../src/model/event.ts';
import type { CheckOutcome, Facts, StepInput, StepKind, StepResult } from '../../src/model/steps.ts';
import { quietWorld } from '../support/quietWorld.ts';

/** What a run with many items writes to its journal, and an interpreter that asks for just that: for measuring. */

const objectId = 'a'.repeat(40);
const by = { name: 'Ada', email: 'ada@example.org' };
const worktree = '/home/ada/.local/share/loopwright/worktrees/1f2e3d4c/triage-20260714-060000-x7';

export const startOfItems: RunStart = {
  run: 'triage-20260714-060000-x7',
  loop: 'triage',
  file: '.loops/triage.loop.yaml',
  source: 'name: triage\n',
  definition: `sha256:${'0'.repeat(64)}`,
  committed: true,
  trigger: { kind: 'manual', id: 'manual', at: 1, about: '' },
  inputs: {},
  base: objectId,
  deliver: { as: 'branch', into: 'refs/heads/main', squash: false },
  branch: 'refs/heads/loops/triage/{item}',
  worktrees: worktree,
  by,
  startedAt: 1,
};

const checkRun = { id: 'test', run: 'npm test', env: { CI: 'true' }, timeoutSeconds: 600 };
const tail = 'ok 1 - adds two numbers\n'.repeat(20);
const check: CheckOutcome = {
  id: 'test',
  passed: true,
  exitCode: 0,
  ended: 'exit',
  seconds: 3,
  tail,
  regressions: [],
  flaky: [],
};
const facts: Facts = {
  checks: [check],
  metrics: {},
  baseline: {},
  best: {},
  run: { iteration: 1, noProgress: 0, tokens: 1000, costUsd: 0.1, minutes: 3 },
  diff: { lines: 10, files: ['src/a.ts'] },
  item: {},
  inputs: {},
};

type Asked = { readonly [K in StepKind]: { readonly name: string; readonly kind: K; readonly input: StepInput<K> } };

const twoChecks = ['test', 'lint'];

/** The steps of a pass: with two checks it has eight. */
function pass(item: string, iteration: number, checks: readonly string[] = twoChecks): readonly Asked[StepKind][] {
  const place = { item, worktree: `${worktree}-${item}` };
  const agent = 'command' as const;
  const role = { agent, env: {}, session: item, memory: 'short', limits: [], loop: 'triage' };
  const asks = { ...place, ...role, iteration, head: objectId };
  const commit = { ...place, iteration, branch: 'refs/heads/b', base: objectId, parent: objectId, message: 'm', at: 1 };
  const decide = { item, iteration, goal: 'checks.test.passed', facts, objections: [] };
  return [
    {
      name: 'make',
      kind: 'make',
      input: { ...asks, feedback: tail, checks: [], allowedPaths: [], protectedPaths: [] },
    },
    { name: 'commit', kind: 'commit', input: { ...commit, author: by, configuration: 'c' } },
    ...checks.map((id) => {
      const input = { ...place, iteration, check: { ...checkRun, id } };
      return { name: `check/${id}`, kind: 'check' as const, input };
    }),
    { name: 'verify', kind: 'verify', input: { ...asks, base: objectId, brief: 'Break it.' } },
    { name: 'decide', kind: 'decide', input: decide },
    { name: 'account', kind: 'account', input: { loop: 'triage', item, iteration, limits: [], at: 1 } },
    { name: 'tidy', kind: 'tidy', input: { ...place, iteration, head: objectId } },
  ];
}

function resultOf<K extends StepKind>({ kind, input }: Asked[K]): StepResult<K> {
  const result = quietWorld[kind](input, '');
  return kind === 'check' ? { ...result, tail } : result;
}

const itemName = (item: number): string => `item-${item}-0a1b2c3d`;

/** The events of so many items with so many passes each, as lanes that go on side by side write them. */
export function* eventsOf(items: number, passes: number): Generator<RunEvent> {
  const names = Array.from({ length: items }, (_, item) => itemName(item));
  yield* eventsOfRun({ start: startOfItems, items: names, passes, checks: twoChecks });
}

/** The same for a run, items and checks with other names. */
export function* eventsOfRun(run: {
  readonly start: RunStart;
  readonly items: readonly string[];
  readonly passes: number;
  readonly checks: readonly string[];
}): Generator<RunEvent> {
  yield { type: 'run.started', start: run.start };
  for (let number = 1; number <= run.passes; number += 1) {
    for (const item of run.items) {
      for (const asked of pass(item, number, run.checks)) yield* stepEvents(item, number, asked);
    }
  }
}

function* stepEvents(item: string, number: number, asked: Asked[StepKind]): Generator<RunEvent> {
  const key = `${item}/${number}/${asked.name}`;
  yield { type: 'step.started', key, kind: asked.kind, input: json(asked.input) };
  yield { type: 'step.finished', key, outcome: { status: 'done', result: json(resultOf(asked as never)) } };
}

const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** Asks for all of them again, each item in a lane of its own. */
export async function interpret(durable: Durable, items: number, passes: number): Promise<void> {
  await Promise.all(
    Array.from({ length: items }, async (_, item) => {
      for (let number = 1; number <= passes; number += 1) {
        for (const { name, kind, input } of pass(itemName(item), number)) {
          await durable.step(`${itemName(item)}/${number}/${name}`, kind, input as never);
        }
      }
    }),
  );
}
