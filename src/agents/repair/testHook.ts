import type * as fs from 'node:fs';
import type * as inspector from 'node:inspector';
import type * as path from 'node:path';
import type * as test from 'node:test';
import type * as workerThreads from 'node:worker_threads';
import type { CoverageParts, HookRecord, HookSettings } from './hookRecord.ts';

/** An open test: what ran so far, and whether a test inside it failed. */
interface OpenTest {
  readonly name: string;
  readonly parts: CoverageParts;
  innerFailed: boolean;
}

/** What node:test tells its hooks (`passed` and `error` since 20.12). */
interface HookContext {
  readonly name: string;
  readonly fullName?: string;
  readonly passed?: boolean;
  readonly error?: unknown;
}

/**
 * Runs inside every Node process of a check, before its code. It is handed over as text (`testHookSource`), so it may
 * use nothing of this module. It must never disturb the tests: whatever goes wrong in it, it goes silent.
 */
function installHook(load: (id: string) => unknown): void {
  const { appendFileSync, readFileSync } = load('node:fs') as typeof fs;
  const { join } = load('node:path') as typeof path;
  const { isMainThread } = load('node:worker_threads') as typeof workerThreads;
  const given = process.env['LOOPWRIGHT_REPAIR_HOOK'];
  if (!isMainThread || given === undefined) return;
  const settings = JSON.parse(given) as HookSettings;
  const entry = process.argv[1] ?? '';
  const cwd = process.cwd();
  const recordFile = join(settings.folder, `records-${process.pid}.jsonl`);
  const write = (record: HookRecord): void => appendFileSync(recordFile, `${JSON.stringify(record)}\n`);
  const open: OpenTest[] = [];
  const shared: CoverageParts = [];
  let session: inspector.Session | undefined;

  /** What ran since the last call, by script. */
  const take = (): CoverageParts => {
    const taken: Record<string, [number, number, number][]> = {};
    session?.post('Profiler.takePreciseCoverage', (error, coverage) => {
      if (error) return;
      for (const script of coverage.result) {
        if (!script.url.startsWith(settings.rootUrl) || script.url.includes('/node_modules/')) continue;
        const ranges = script.functions.flatMap((one) => one.ranges);
        taken[script.url] = ranges.map((range) => [range.startOffset, range.endOffset, range.count]);
      }
    });
    return session && Object.keys(taken).length > 0 ? [taken] : [];
  };

  const begin = (context: HookContext): void => {
    const before = take();
    if (open.length === 0) shared.push(...before);
    for (const outer of open) outer.parts.push(...before);
    open.push({ name: context.fullName ?? context.name, parts: [], innerFailed: false });
  };

  const end = (context: HookContext): void => {
    const name = context.fullName ?? context.name;
    const index = open.findLastIndex((one) => one.name === name);
    const own = open[index];
    if (own === undefined) return;
    const ran = take();
    for (const one of open) one.parts.push(...ran);
    open.splice(index, 1);
    const passed = context.passed !== false && context.error == null && !own.innerFailed;
    if (!passed) for (const outer of open) outer.innerFailed ||= name.startsWith(outer.name);
    write({ kind: 'test', name, passed, parts: own.parts });
  };

  const quietly = (act: (context: HookContext) => void) => (context: unknown) => {
    try {
      act(context as HookContext);
    } catch {
      // A lost record only makes the ranking coarser.
    }
  };

  const watchTests = (): void => {
    const runner = load('node:test') as typeof test;
    if (settings.coverage) {
      const { Session } = load('node:inspector') as typeof inspector;
      session = new Session();
      session.connect();
      session.post('Profiler.enable');
      session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    }
    runner.beforeEach(quietly(begin));
    runner.afterEach(quietly(end));
  };

  const isTestFile = (): boolean => {
    // From Node 22 on the runner hands its own options to the processes of the test files.
    const isChild = process.env['NODE_TEST_CONTEXT']?.startsWith('child') === true;
    const runs = process.execArgv.some((argument) => argument === '--test' || argument.startsWith('--test-isolation'));
    if (runs && !isChild) return false;
    try {
      return readFileSync(entry, 'utf8').includes('node:test');
    } catch {
      return false;
    }
  };

  const atExit = (code: number): void => {
    try {
      for (const one of open) write({ kind: 'test', name: one.name, passed: false, parts: [...one.parts, ...take()] });
      if (shared.length > 0) write({ kind: 'shared', parts: shared });
      const { pid, ppid: parent, execPath, execArgv, argv } = process;
      const ended = Number(process.exitCode ?? code);
      const channel = process.channel != null;
      const { user, system } = process.cpuUsage();
      const cpuMs = Math.round((user + system) / 1000);
      write({
        kind: 'process',
        pid,
        parent,
        code: ended,
        execPath,
        execArgv,
        argv: argv.slice(1),
        cwd,
        cpuMs,
        channel,
      });
    } catch {
      // The same: a process without a record counts for nothing.
    }
  };
  process.on('exit', atExit);
  // Runners such as mocha set the exit code in a listener of their own: ours must be the last.
  process.on('newListener', (event, listener) => {
    if (event !== 'exit' || listener === atExit) return;
    queueMicrotask(() => process.off('exit', atExit).on('exit', atExit));
  });

  setInterval(() => {
    try {
      process.kill(settings.owner, 0);
    } catch {
      process.exit(143);
    }
  }, 1000).unref();

  try {
    if (isTestFile()) watchTests();
  } catch {
    session = undefined;
  }
}

/**
 * The hook as a CommonJS file for `--require`. A bundler that minifies names and keeps function names at once would
 * leave a call to its own helper in this text: then the hook does nothing, and the tests run undisturbed.
 */
export const testHookSource = `'use strict';
const __name = (target) => target;
try {
  (${installHook.toString()})(require);
} catch {}
`;
