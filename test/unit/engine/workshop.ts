import { createHash } from 'node:crypto';
import picomatch from 'picomatch';
import { reached, totalOf } from '../../../src/engine/budgets.ts';
import { loopIdentity } from '../../../src/engine/pass.ts';
import { runLoop } from '../../../src/engine/runLoop.ts';
import { asksAt, decide } from '../../../src/engine/verdict.ts';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import type { Change, FileChange } from '../../../src/model/change.ts';
import type { InboxEntry } from '../../../src/model/inbox.ts';
import type { Loop } from '../../../src/model/loopFile.ts';
import type { RunOutcome } from '../../../src/model/outcome.ts';
import type { Approval, PersonSays } from '../../../src/model/person.ts';
import type { Scope, Spend, Usage } from '../../../src/model/spend.ts';
import type {
  CheckerReport,
  CheckResult,
  Defect,
  ExplorerReport,
  Identity,
  Item,
  JudgeReport,
  MakerReport,
  StepInput,
} from '../../../src/model/steps.ts';
import { failingLimit, type TestReport } from '../../../src/model/testReport.ts';
import { spendOf } from '../../../src/model/usedSpend.ts';
import { MemoryDurable, quietWorld, Waiting, type World } from '../../support/memoryDurable.ts';
import { commandResult, person, startOf } from './scene.ts';

/**
 * A repository in memory with people at work in it: a maker is a function from files to files, a check one from files to
 * what fails. Commits, worktrees, discards, proofs, reviews and the purse behave as the real ones do, so that a loop over
 * it ends only by its own rules.
 */

/** Contents by path. */
export type Files = Readonly<Record<string, string>>;

/** Which tests fail; `true` and `false` are a check without a report. Other fields override the result. */
export type Checked = boolean | readonly string[] | Partial<CheckResult>;

export interface MakerPass {
  readonly number: number;
  readonly input: StepInput<'make'>;
  readonly key: string;
}

export interface Workshop {
  readonly base?: Files;
  /** What a pass leaves; with `said` what the maker reports. */
  readonly make?: (
    files: Files,
    pass: MakerPass,
  ) => Files | { readonly files?: Files; readonly said: Partial<MakerReport> };
  readonly checks?: Readonly<
    Record<string, (files: Files, run: { readonly nth: number; readonly worktree: string }) => Checked>
  >;
  readonly metrics?: Readonly<Record<string, (files: Files) => number | null>>;
  readonly explore?: (input: StepInput<'explore'>) => Partial<ExplorerReport>;
  readonly verify?: (files: Files, input: StepInput<'verify'>) => readonly Defect[] | Partial<CheckerReport>;
  /** Exit code of a command that is said to show a defect. */
  readonly reproduce?: (files: Files, run: string) => number;
  readonly judge?: (files: Files, input: StepInput<'judge'>) => number | Partial<JudgeReport>;
  readonly items?: readonly Item[];
  /** What people leave in the worktree, edit by edit. */
  readonly edits?: readonly Files[];
  /** Minutes that each kind of step takes. */
  readonly minutes?: Partial<Record<'make' | 'check' | 'verify' | 'judge' | 'explore', number>>;
  /** What was spent before the run began. */
  readonly spentBefore?: Partial<Record<Scope, Spend>>;
  /** Anything else. */
  readonly more?: Partial<World>;
}

export type Options = Partial<Omit<ConstructorParameters<typeof MemoryDurable>[0], 'world'>>;

export interface Played {
  readonly outcome: RunOutcome | { readonly status: 'waiting'; readonly reason: string };
  readonly durable: MemoryDurable;
  /** What the maker was told, pass by pass. */
  readonly told: readonly string[];
  readonly makes: readonly StepInput<'make'>[];
  /** The inbox, as raised and settled. */
  readonly inbox: readonly InboxEntry[];
  readonly settled: readonly string[];
  readonly concluded: readonly StepInput<'conclude'>[];
  /** The files at the head that the newest merge, publication or patch was made of. */
  readonly delivered: Files | undefined;
}

/** A loop file as a test writes it. */
export function loopFrom(text: string): Loop {
  const { loop, problems } = parseLoop(text);
  if (loop === undefined) throw new Error(JSON.stringify(problems));
  return loop;
}

/** Runs the loop in the workshop to its end, or to where it waits for a person. */
export async function work(loop: Loop | string, shop: Workshop, options: Options = {}): Promise<Played> {
  const start = options.start ?? startOf();
  const bench = workbench(shop);
  const durable = new MemoryDurable({ ...options, world: bench.world, start });
  bench.begin(durable);
  const outcome = await runLoop(typeof loop === 'string' ? loopFrom(loop) : loop, start, durable).catch(
    (error: unknown) => {
      if (error instanceof Waiting) return { status: 'waiting' as const, reason: error.key };
      throw error;
    },
  );
  return { outcome, durable, ...bench.seen() };
}

/** The handlers of a workshop, and what they have seen. */
export function workbench(shop: Workshop) {
  const base: Files = shop.base ?? { 'src/a.js': 'wrong' };
  const commits = new Map<string, Files>();
  const worktrees = new Map<string, Files>();
  const runs = new Map<string, number>();
  const makes: StepInput<'make'>[] = [];
  const inbox = new Map<string, InboxEntry>();
  const settled: string[] = [];
  const concluded: StepInput<'conclude'>[] = [];
  const purse = new Wallet(shop.spentBefore ?? {});
  const edits = [...(shop.edits ?? [])];
  let durable: MemoryDurable | undefined;
  let delivered: Files | undefined;

  const filesAt = (commit: string): Files => commits.get(commit) ?? base;
  const filesIn = (worktree: string): Files => worktrees.get(worktree) ?? base;
  const commit = (files: Files): string => {
    const head = headOf(files);
    commits.set(head, files);
    return head;
  };
  const change = (from: string, files: Files): Change => ({
    base: from,
    head: commit(files),
    tree: treeOf(files),
    files: differences(filesAt(from), files),
  });
  const takes = (kind: keyof NonNullable<Workshop['minutes']>): void => {
    const minutes = shop.minutes?.[kind];
    if (minutes !== undefined) durable?.wait(minutes * 60_000);
  };

  const world: World = {
    ...quietWorld,
    discover: (input, key) =>
      shop.items === undefined
        ? quietWorld.discover(input, key)
        : { status: 'found', items: [...shop.items], found: shop.items.length, left: [] },
    prepare: ({ worktree, base: at }) => {
      worktrees.set(worktree, filesAt(at));
      return { status: 'ready', configuration: 'c' };
    },
    explore: (input, key) => {
      takes('explore');
      const report = { ...quietWorld.explore(input, key), ...shop.explore?.(input) };
      purse.pay(input, key, report.usage);
      return report;
    },
    make: (input, key) => {
      takes('make');
      makes.push(input);
      const made = shop.make?.(filesIn(input.worktree), { number: input.iteration, input, key }) ?? {};
      const { files, said } = isReport(made) ? made : { files: made as Files, said: {} };
      if (files !== undefined) worktrees.set(input.worktree, files);
      const report = { ...quietWorld.make(input, key), summary: 'Did it', ...said };
      purse.pay(input, key, report.usage);
      return report;
    },
    commit: ({ worktree, base: from, author }) => {
      const edit = author.email === loopIdentity.email ? undefined : edits.shift();
      if (edit !== undefined) worktrees.set(worktree, edit);
      return { change: change(from, filesIn(worktree)), quarantined: [] };
    },
    check: ({ worktree, check }) => {
      takes('check');
      const nth = (runs.get(check.id) ?? 0) + 1;
      runs.set(check.id, nth);
      return checkedResult(shop.checks?.[check.id]?.(filesIn(worktree), { nth, worktree }) ?? true);
    },
    measure: ({ worktree, metric }) => {
      const value = shop.metrics?.[metric.id]?.(filesIn(worktree)) ?? null;
      return { value, command: commandResult(value === null ? 1 : 0) };
    },
    weave: ({ tests, testsFrom, sourcesFrom }) => {
      const isTest = picomatch([...tests], { dot: true });
      const part = (from: string, those: boolean) =>
        Object.entries(filesAt(from)).filter(([path]) => isTest(path) === those);
      return { commit: commit(Object.fromEntries([...part(testsFrom, true), ...part(sourcesFrom, false)])) };
    },
    verify: (input, key) => {
      takes('verify');
      const said = shop.verify?.(filesIn(input.worktree), input) ?? [];
      const report = { ...quietWorld.verify(input, key), ...(Array.isArray(said) ? { defects: [...said] } : said) };
      purse.pay(input, key, report.usage);
      return report;
    },
    reproduce: ({ worktree, run }) => commandResult(shop.reproduce?.(filesIn(worktree), run) ?? 0),
    judge: (input, key) => {
      takes('judge');
      const said = shop.judge?.(filesIn(input.worktree), input) ?? 10;
      const report = {
        ...quietWorld.judge(input, key),
        ...(typeof said === 'number' ? { score: said, reasons: [`worth ${said}`] } : said),
      };
      purse.pay(input, key, report.usage);
      return report;
    },
    tidy: ({ worktree, head }) => {
      worktrees.set(worktree, filesAt(head));
      return {};
    },
    discard: ({ worktree, to }) => {
      worktrees.set(worktree, filesAt(to));
      return {};
    },
    decide,
    gate: asksAt,
    account: (input) => purse.account(input),
    raise: ({ entry }) => {
      inbox.set(entry.id, entry);
      return {};
    },
    settle: ({ id }) => {
      settled.push(id);
      return {};
    },
    merge: ({ head }) => {
      delivered = filesAt(head);
      return { status: 'merged', candidate: head, old: startOf().base, change: change(startOf().base, filesAt(head)) };
    },
    publish: ({ head }) => {
      delivered = filesAt(head);
      return { commit: head };
    },
    patch: ({ head }) => {
      delivered = filesAt(head);
      return { file: '/change.patch' };
    },
    conclude: (input) => {
      concluded.push(input);
      return { openFindings: 0 };
    },
    ...shop.more,
  };

  return {
    world,
    /** Time passes on this clock while the shop works. */
    begin: (clock: MemoryDurable) => {
      durable = clock;
    },
    seen: () => ({
      told: makes.map(({ feedback }) => feedback),
      makes,
      inbox: [...inbox.values()],
      settled,
      concluded,
      delivered,
    }),
  };
}

const digest = (text: string): string => createHash('sha1').update(text).digest('hex');
const sorted = (files: Files): readonly (readonly [string, string])[] =>
  Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));

const treeOf = (files: Files): string => digest(JSON.stringify(sorted(files)));
const headOf = (files: Files): string => digest(`commit ${JSON.stringify(sorted(files))}`);

/** What lets these files through, as somebody says it who has seen them. */
export const lands = (files: Files, by: Identity = person, more: Partial<Approval> = {}): PersonSays => ({
  kind: 'land',
  approval: { base: startOf().base, head: headOf(files), tree: treeOf(files), definition: 'sha256:d', ...more },
  by,
});

/** An answer to a prompt about these files. */
export const answers = (files: Files, correct: boolean, prompt: string): PersonSays => ({
  kind: 'answered',
  head: headOf(files),
  prompt,
  correct,
  by: person,
});

const isReport = (made: object): made is { readonly files?: Files; readonly said: Partial<MakerReport> } =>
  'said' in made && typeof (made as { said: unknown }).said === 'object';

/** What `git diff` would tell, with lines counted as a bag. */
function differences(from: Files, to: Files): FileChange[] {
  const paths = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
  return paths.flatMap((path) => {
    const [old, now] = [from[path], to[path]];
    if (old === now) return [];
    const [oldLines, newLines] = [old?.split('\n') ?? [], now?.split('\n') ?? []];
    const status = old === undefined ? 'added' : now === undefined ? 'deleted' : 'modified';
    return [
      {
        path,
        status,
        oldMode: old === undefined ? '000000' : '100644',
        newMode: now === undefined ? '000000' : '100644',
        oldBlob: digest(`blob ${old ?? ''}`),
        newBlob: digest(`blob ${now ?? ''}`),
        added: without(newLines, oldLines),
        removed: without(oldLines, newLines),
        binary: false,
      },
    ];
  });
}

function without(lines: readonly string[], others: readonly string[]): number {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    if (count > 0) left.set(line, count - 1);
    return count === 0;
  }).length;
}

function checkedResult(checked: Checked): CheckResult {
  if (typeof checked === 'boolean') return { ...commandResult(checked ? 0 : 1), passed: checked };
  if (!Array.isArray(checked)) return { ...commandResult(1), passed: false, ...(checked as Partial<CheckResult>) };
  const names = checked as readonly string[];
  return {
    ...commandResult(names.length === 0 ? 0 : 1),
    tail: names
      .map((name) => `not ok ${name}`)
      .join('\n')
      .slice(-4096),
    passed: names.length === 0,
    report: reportOf(names),
  };
}

/** A report of a hundred tests or more of which these fail. */
export const reportOf = (names: readonly string[]): TestReport => ({
  format: 'tap',
  passed: 100,
  failed: names.length,
  errored: 0,
  skipped: 0,
  failing: [...names]
    .sort()
    .slice(0, failingLimit)
    .map((name) => ({ name, status: 'failed' as const, message: 'wrong' })),
  complete: true,
});

export const usage = (tokens: number, costUsd: number | null = null): Usage => ({
  inputTokens: tokens,
  outputTokens: 0,
  costUsd,
});

/** Sums up what agents used, as the purse of the runner does. */
class Wallet {
  readonly #before: Partial<Record<Scope, Spend>>;
  readonly #spends: { readonly item: string; readonly spend: Spend }[] = [];
  readonly #passes = new Set<string>();

  constructor(before: Partial<Record<Scope, Spend>>) {
    this.#before = before;
  }

  pay(input: StepInput<'make' | 'explore' | 'verify' | 'judge'>, key: string, used: Usage | null): void {
    const { tokens, costUsd } = spendOf(used, input.price);
    this.#spends.push({ item: input.item, spend: { tokens, costUsd } });
    if (key.includes('/make')) this.#passes.add(key.split('/', 2).join('/'));
  }

  account({ item, limits, maxIterations }: StepInput<'account'>): ReturnType<World['account']> {
    const of = (scope: Scope): Spend =>
      totalOf([
        this.#before[scope] ?? { tokens: 0, costUsd: 0 },
        ...this.#spends.filter((one) => scope !== 'item' || one.item === item).map(({ spend }) => spend),
      ]);
    const spends = {
      run: of('run'),
      item: of('item'),
      'loop-day': of('loop-day'),
      'repository-day': of('repository-day'),
    };
    const { over, warnings } = reached(limits, spends);
    const passes =
      maxIterations !== undefined && this.#passes.size >= maxIterations
        ? `All ${maxIterations} iterations of the run (budget.max-iterations) are used up.`
        : undefined;
    const ended = over ?? passes;
    return {
      run: spends.run,
      item: spends.item,
      ...(ended === undefined ? {} : { over: ended }),
      warnings: [...warnings],
    };
  }
}
