import { asksAt, decide } from '../../../src/engine/verdict.ts';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import type { Change, FileChange } from '../../../src/model/change.ts';
import type { RunStart } from '../../../src/model/event.ts';
import type { Loop } from '../../../src/model/loopFile.ts';
import type { Approval, PersonSays } from '../../../src/model/person.ts';
import type { CheckResult, CommandResult, MakerReport } from '../../../src/model/steps.ts';
import { quietWorld, type World } from '../../support/memoryDurable.ts';

/** A full object name out of a short one. */
export const id = (short: string): string => short.repeat(40).slice(0, 40);

export const person = { name: 'Ada', email: 'ada@example.com' };

export function loopOf(more = ''): Loop {
  const text = [
    'name: tidy',
    'on: manual',
    'roles: { maker: { agent: command, run: make } }',
    'checks: { tests: npm test }',
    'goal: checks.tests.passed',
    'budget: { max-iterations: 3, timeout-minutes: 60 }',
    more,
  ].join('\n');
  const { loop, problems } = parseLoop(text);
  if (loop === undefined) throw new Error(JSON.stringify(problems));
  return loop;
}

export const startOf = (more: Partial<RunStart> = {}): RunStart => ({
  run: 'run-1',
  loop: 'tidy',
  file: '.loops/tidy.loop.yaml',
  source: '',
  definition: 'sha256:d',
  committed: true,
  base: id('0'),
  deliver: { as: 'merge', into: 'refs/heads/main', squash: true },
  branch: 'refs/heads/loops/tidy/run-1/${{ item.id }}',
  worktrees: '/w',
  trigger: { kind: 'manual', id: 'manual:run-1', at: 1_000_000, about: 'a person' },
  inputs: {},
  by: person,
  startedAt: 1_000_000,
  ...more,
});

export const file = (path: string, more: Partial<FileChange> = {}): FileChange => ({
  path,
  status: 'modified',
  oldMode: '100644',
  newMode: '100644',
  oldBlob: id('a'),
  newBlob: id('b'),
  added: 1,
  removed: 1,
  binary: false,
  ...more,
});

export const commandResult = (exitCode: number): CommandResult => ({
  ended: 'exit',
  exitCode,
  startedAt: 0,
  finishedAt: 1000,
  outputBytes: 3,
  tail: exitCode === 0 ? 'fine' : 'it broke',
  survivors: 0,
});

export const checkResult = (exitCode: number): CheckResult => ({ ...commandResult(exitCode), passed: exitCode === 0 });

/** What a world does, pass by pass: whether the checks pass, which files differ from the base, what the maker says. */
export interface Script {
  readonly before?: boolean;
  readonly passes: readonly {
    readonly tests: boolean;
    readonly files?: readonly FileChange[];
    readonly maker?: Partial<MakerReport>;
  }[];
  readonly merges?: readonly {
    readonly tree: string;
    readonly files: readonly FileChange[];
    readonly tests?: boolean;
  }[];
  readonly land?: readonly ('landed' | string)[];
}

/** A world that follows a script and remembers what the maker was told. */
export function scripted(script: Script): { world: World; told: string[] } {
  const told: string[] = [];
  const merges = [...(script.merges ?? [])];
  const landings = [...(script.land ?? [])];
  let merge = merges[0];
  const change = (n: number): Change => ({
    base: id('0'),
    head: (script.passes[n - 1]?.files ?? [file('src/a.js')]).length === 0 ? id('0') : id(String(n)),
    tree: id(`${n}e`),
    files: [...(script.passes[n - 1]?.files ?? [file('src/a.js')])],
  });
  const world: World = {
    ...quietWorld,
    setup: ({ run }) => commandResult(run === 'broken' ? 2 : 0),
    make: (input, key) => {
      told.push(input.feedback);
      const made = quietWorld.make(input, key);
      return { ...made, summary: 'Did it', ...script.passes[input.iteration - 1]?.maker };
    },
    commit: ({ iteration }) => ({ change: change(iteration), quarantined: [] }),
    check: ({ iteration, worktree }) => {
      if (worktree.endsWith('-merge')) return checkResult(merge?.tests === false ? 1 : 0);
      const passes = iteration === 0 ? script.before : script.passes[(iteration ?? 0) - 1]?.tests;
      return checkResult(passes === true ? 0 : 1);
    },
    decide,
    gate: asksAt,
    merge: ({ head }) => {
      merge = merges.shift();
      const same = script.passes.findIndex((_, n) => change(n + 1).head === head) + 1;
      const reviewed = change(same);
      const gained = merge === undefined ? reviewed : { ...reviewed, tree: merge.tree, files: [...merge.files] };
      return {
        status: 'merged',
        candidate: id('f'),
        old: id('9'),
        change: { ...gained, base: id('9'), head: id('f') },
      };
    },
    rebase: () => ({
      change: { base: id('9'), head: id('f'), tree: merge?.tree ?? id('e'), files: [...(merge?.files ?? [])] },
    }),
    land: ({ candidate }) => {
      const next = landings.shift() ?? 'landed';
      return next === 'landed'
        ? { status: 'landed', commit: candidate }
        : { status: 'refused', code: next, reason: next };
    },
  };
  return { world, told };
}

/** What approves the change that pass `n` of a scripted world left. */
export const approves = (n: number, more: Partial<Approval> = {}): PersonSays => ({
  kind: 'land',
  approval: { base: id('0'), head: id(String(n)), tree: id(`${n}e`), definition: 'sha256:d', ...more },
  by: person,
});
