import * as z from 'zod';
import { type AgentName, agentNames, type SessionMode, splitAgent } from './agents.ts';
import { commandWords } from './commandWords.ts';
import type { Connector } from './connector.ts';
import { budgetSchema } from './loop/budget.ts';
import { cageFields } from './loop/cage.ts';
import { checkSchema, metricSchema } from './loop/checks.ts';
import { connectorsSchema } from './loop/connectors.ts';
import { deliverSchema, stateSchema } from './loop/deliver.ts';
import { type Gate, gatesSchema } from './loop/gates.ts';
import { type Goal, goalSchema, toGoal } from './loop/goal.ts';
import { itemsSchema } from './loop/items.ts';
import { lintSchema } from './loop/lint.ts';
import { rolesSchema } from './loop/roles.ts';
import { concurrencySchema, onSchema, type Triggers } from './loop/triggers.ts';
import { branchName, command, glob, slug, userId } from './loop/words.ts';

/**
 * The shape of a loop file: the one source of truth for validation, completion, hovers, the published JSON Schema and
 * the engine. A field is here only if something enforces it; `x-loop` tells the language tools what a text holds.
 */

/** The version of the format that is read and written here. */
export const formatVersion = 1;

const isolationSchema = z.strictObject({
  type: z
    .literal('worktree')
    .optional()
    .meta({
      description: 'What keeps the work apart: always a git worktree of its own, so it may be left out.',
      examples: ['worktree'],
      'x-loop': { enforcedBy: ['prepare'] },
    }),
  base: branchName.optional().meta({
    description:
      'Branch, tag or commit that the work starts from. Default: the branch that is checked out when the run starts.',
    examples: ['main'],
    'x-loop': { enforcedBy: ['runner', 'prepare'] },
  }),
  branch: branchName.optional().meta({
    description:
      'Name of the branch of the work. `${{ run.id }}`, `${{ loop.name }}`, `${{ item.id }}` and fields of the item are filled in. Where that branch exists already, a number is added: `-2`, `-3` and so on. Default: `loops/<loop>/<run>/<item>`.',
    examples: ['loops/${{ loop.name }}/${{ run.id }}/${{ item.id }}'],
    'x-loop': { lang: 'template', context: 'item', enforcedBy: ['prepare'] },
  }),
  setup: z
    .array(command)
    .max(50)
    .default([])
    .meta({
      description:
        'Commands that make a fresh worktree ready, in order, before the first iteration. One that fails fails the item.',
      examples: [['npm ci']],
      'x-loop': { lang: 'shell', enforcedBy: ['setup'] },
    }),
  keep: z
    .enum(['always', 'on-failure', 'never'])
    .default('on-failure')
    .meta({
      description:
        'Whether the worktree stays after the run. The branch with unlanded work always stays; `loopwright clean` removes what is left.',
      examples: ['on-failure'],
      'x-loop': { enforcedBy: ['reclaim'] },
    }),
});

const policySchema = z.strictObject({
  ...cageFields,
  'allowed-paths': z
    .array(glob)
    .min(1)
    .max(200)
    .optional()
    .meta({
      description:
        'The change may touch only paths that match one of these globs. Default: any path that is not protected.',
      examples: [['src/**']],
      'x-loop': { lang: 'glob', enforcedBy: ['commit', 'engine'] },
    }),
  'protected-paths': z
    .array(glob)
    .max(200)
    .default([])
    .meta({
      description:
        'The change may not touch these paths: an iteration that does fails, and the maker is told. Loop files, CI and editor settings are always protected.',
      examples: [['test/**', 'package.json']],
      'x-loop': { lang: 'glob', enforcedBy: ['commit', 'engine'] },
    }),
  oracles: z
    .enum(['frozen', 'add', 'free'])
    .default('add')
    .meta({
      description:
        'What a change may do to the files that prove it, tests above all: nothing (`frozen`), new files and new lines but none changed or deleted (`add`, the default), or anything (`free`). Scripts that a check names are frozen unless this is `free`.',
      examples: ['add'],
      'x-loop': { enforcedBy: ['commit', 'engine'] },
    }),
  'oracle-paths': z
    .array(glob)
    .min(1)
    .max(200)
    .optional()
    .meta({
      description: 'The files that prove a change. Default: the usual places and names of tests.',
      examples: [['test/**', '**/*.test.ts']],
      'x-loop': { lang: 'glob', enforcedBy: ['commit', 'engine'] },
    }),
  'max-diff-lines': z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .meta({
      description: 'Most lines that the whole change may add and remove together. Default: no limit.',
      examples: [300],
      'x-loop': { enforcedBy: ['commit', 'engine'] },
    }),
});

export const loopFileSchema = z
  .strictObject({
    version: z
      .literal(formatVersion)
      .default(formatVersion)
      .meta({
        description: 'Version of the format that the file is written in. There is one so far.',
        examples: [1],
        'x-loop': { enforcedBy: ['language'] },
      }),
    name: z
      .string()
      .regex(slug)
      .max(60)
      .meta({
        description: 'Name of the loop: lower-case words with hyphens, the same as the file `.loops/<name>.loop.yaml`.',
        examples: ['keep-tests-green'],
        'x-loop': { enforcedBy: ['runner', 'recall', 'conclude'] },
      }),
    description: z
      .string()
      .min(1)
      .max(2000)
      .optional()
      .meta({
        description: 'What the loop is for, in a sentence or two.',
        examples: ['Finds a failing test, fixes the source and proves it.'],
        'x-loop': { enforcedBy: ['editor'] },
      }),
    on: onSchema,
    concurrency: concurrencySchema.prefault({}).meta({
      description: 'Which runs may not work at the same time. One loop never overlaps itself.',
      examples: [{ group: 'flaky' }],
    }),
    items: itemsSchema.optional().meta({
      description: 'Units of work that a run finds, each with a worktree and a branch of its own.',
      examples: [{ from: { run: 'node scripts/flaky.mjs --json' }, key: 'item.test_id' }],
    }),
    connectors: connectorsSchema,
    roles: rolesSchema.meta({ description: 'Who does a pass.', examples: [{ maker: { agent: 'repair' } }] }),
    checks: z
      .record(
        z.string().regex(userId).max(60),
        z.union([command.meta({ 'x-loop': { lang: 'shell', enforcedBy: ['check'] } }), checkSchema]),
      )
      .default({})
      .meta({
        description:
          'Commands that prove the result, by a name in snake_case. They run before the first pass and after every pass, in the order written.',
        examples: [{ tests: 'npm test' }],
      }),
    metrics: z
      .record(z.string().regex(userId).max(60), metricSchema)
      .default({})
      .meta({
        description: 'Commands that yield a number, by a name in snake_case. They run where the checks run.',
        examples: [{ coverage: { run: 'node scripts/coverage.mjs', better: 'higher' } }],
      }),
    goal: goalSchema.optional(),
    budget: budgetSchema.prefault({}).meta({
      description: 'What a run may spend before it stops.',
      examples: [{ 'max-iterations': 5, 'timeout-minutes': 60 }],
    }),
    isolation: isolationSchema.prefault({}).meta({
      description: 'The worktree and branch that the work is done in.',
      examples: [{ base: 'main', setup: ['npm ci'] }],
    }),
    policy: policySchema.prefault({}).meta({
      description:
        'What a change may touch, enforced on the diff of every iteration, and what commands and agents may reach.',
      examples: [{ 'allowed-paths': ['src/**'], 'max-diff-lines': 200 }],
    }),
    gates: gatesSchema.default({}).meta({
      description: 'Points where a person decides, by a name in snake_case.',
      examples: [{ understand: { comprehension: { questions: 1, pass: 1 } } }],
    }),
    deliver: deliverSchema.prefault({}).meta({
      description: 'What happens with a finished change.',
      examples: [{ as: 'merge', into: 'main', squash: true }],
    }),
    state: stateSchema.prefault({}).meta({
      description: 'What the loop remembers from run to run.',
      examples: [{ carry: ['lessons', 'attempts'] }],
    }),
    lint: lintSchema.optional().meta({
      description: 'Which problems of this file are known and meant.',
      examples: [{ ignore: { LW303: 'The size of the bundle is for the reader only.' } }],
    }),
  })
  .meta({ title: 'Loopwright loop', description: 'A loop: who makes a change, what proves it, who decides.' });

type Parsed = z.output<typeof loopFileSchema>;

/** One check with its defaults filled in. `timeoutSeconds` bounds one run of the command. */
export interface Check {
  readonly id: string;
  readonly run: string;
  readonly timeoutSeconds: number;
  readonly env: Readonly<Record<string, string>>;
  readonly repeat: number;
  readonly flaky: 'fail' | 'quarantine';
  readonly report?: NonNullable<z.output<typeof checkSchema>['report']>;
  /** Globs of the tests, for the proof in four runs. */
  readonly redGreen?: readonly string[];
}

/** One metric with its defaults filled in. */
export type Metric = Omit<z.output<typeof metricSchema>, 'timeout-minutes'> & {
  readonly id: string;
  readonly timeoutSeconds: number;
};

type WrittenRoles = Parsed['roles'];
type WrittenRole = NonNullable<WrittenRoles[keyof WrittenRoles]>;

/** A role with its agent chosen; what belongs to the agent apart from its name. */
type Chosen<R extends WrittenRole> = Omit<R, 'agent' | 'command' | 'connectors'> & {
  readonly agent: AgentName;
  readonly definition?: string;
  /** The program of `acp` with its arguments. */
  readonly command?: readonly string[];
  readonly connectors: readonly Connector[];
  /** Of a maker alone. */
  readonly session?: SessionMode | undefined;
};

export type Explorer = Chosen<NonNullable<WrittenRoles['explorer']>>;
export type Maker = Chosen<NonNullable<WrittenRoles['maker']>>;
export type Checker = Chosen<NonNullable<WrittenRoles['checker']>>;
export type Judge = Chosen<NonNullable<WrittenRoles['judge']>>;
export type Role = Explorer | Maker | Checker | Judge;

interface Roles {
  readonly explorer?: Explorer;
  readonly maker?: Maker;
  readonly checker?: Checker;
  readonly judge?: Judge;
}

/** A loop ready to run: every default filled in, checks, metrics and gates in the order written. */
export interface Loop extends Omit<Parsed, 'checks' | 'metrics' | 'roles' | 'connectors' | 'goal' | 'gates' | 'on'> {
  readonly on: Triggers;
  readonly roles: Roles;
  readonly checks: readonly Check[];
  readonly metrics: readonly Metric[];
  /** Of a loop with a maker; one with an explorer alone has none. */
  readonly goal?: Goal;
  readonly gates: readonly Gate[];
}

/** A loop that makes a change, in contrast to one that only looks and reports. */
export interface MakingLoop extends Loop {
  readonly roles: Loop['roles'] & { readonly maker: Maker };
  readonly goal: Goal;
}

export function isMaking(loop: Loop): loop is MakingLoop {
  return loop.roles.maker !== undefined && loop.goal !== undefined;
}

/** Fills in what depends on other fields and the short forms; `parsed` is an output of `loopFileSchema`. */
export function toLoop(parsed: Parsed): Loop {
  const { goal, connectors, ...rest } = parsed;
  return {
    ...rest,
    on: parsed.on === 'manual' ? {} : parsed.on,
    roles: rolesOf(parsed.roles, connectors),
    checks: Object.entries(parsed.checks).map(([id, written]) => checkOf(id, written)),
    metrics: Object.entries(parsed.metrics).map(([id, { 'timeout-minutes': limit, ...metric }]) => ({
      ...metric,
      id,
      timeoutSeconds: limit * 60,
    })),
    ...(goal === undefined ? {} : { goal: toGoal(goal) }),
    gates: Object.entries(parsed.gates).map(([id, gate]) => ({ ...gate, id })),
  };
}

function rolesOf({ explorer, maker, checker, judge }: WrittenRoles, connectors: Parsed['connectors']): Roles {
  return {
    ...(explorer === undefined ? {} : { explorer: roleOf(explorer, connectors) }),
    ...(maker === undefined ? {} : { maker: roleOf(maker, connectors) }),
    ...(checker === undefined ? {} : { checker: roleOf(checker, connectors) }),
    ...(judge === undefined ? {} : { judge: roleOf(judge, connectors) }),
  };
}

function roleOf<R extends WrittenRole>(written: R, declared: Parsed['connectors']): Chosen<R> {
  const { agent: named, command, connectors, ...rest } = written;
  const { agent, definition } = splitAgent(named ?? (rest.run === undefined ? 'auto' : 'command'));
  return {
    ...rest,
    agent: agentNames.find((one) => one === agent) ?? 'auto',
    ...(definition === undefined ? {} : { definition }),
    ...(command === undefined ? {} : { command: commandWords(command) }),
    connectors: (connectors ?? []).flatMap((name) => {
      const one = Object.hasOwn(declared, name) ? declared[name] : undefined;
      if (one === undefined) return [];
      return [{ name, mcp: one.mcp, ...(one.tools === undefined ? {} : { tools: one.tools }) }];
    }),
  };
}

function checkOf(id: string, written: Parsed['checks'][string]): Check {
  const check = typeof written === 'string' ? checkSchema.parse({ run: written }) : written;
  return {
    id,
    run: check.run,
    timeoutSeconds: check['timeout-minutes'] * 60,
    env: check.env,
    repeat: check.repeat,
    flaky: check.flaky,
    ...(check.report === undefined ? {} : { report: check.report }),
    ...(check['red-green'] === undefined ? {} : { redGreen: check['red-green'].tests }),
  };
}

/** Most iterations of one item. */
export function iterationsOfItem({ budget, items }: Pick<Loop, 'budget' | 'items'>): number {
  const own = budget['per-item']?.['max-iterations'];
  return own ?? (items === undefined ? budget['max-iterations'] : undefined) ?? 5;
}

/** Paths that no change may touch, whatever the loop says: rules, CI, editor and git settings (threat 15). */
export const alwaysProtectedPaths: readonly string[] = [
  '.loops/**',
  '.github/**',
  '.gitlab-ci.yml',
  '.vscode/**',
  '.husky/**',
  '**/.gitattributes',
  '.gitmodules',
];

/** Where tests usually are: files that prove a change and that it may not weaken. */
export const usualOraclePaths: readonly string[] = [
  '**/{test,tests,__tests__,spec,specs}/**',
  '**/*.{test,spec}.*',
  '**/*_test.{go,py,rb,exs}',
  '**/test_*.py',
  '**/*_spec.rb',
  '**/*{Test,Tests,IT}.{java,kt,cs}',
  '**/conftest.py',
];
