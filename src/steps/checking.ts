import { readFile } from 'node:fs/promises';
import type { StepContext, StepHandlers } from '../engine/durable.ts';
import {
  type CheckResult,
  type CommandResult,
  commandPassed,
  type StepInput,
  type StepResult,
  stepSchemas,
} from '../model/steps.ts';
import type { TestReport } from '../model/testReport.ts';
import { agree } from '../reports/agree.ts';
import { detectReport } from '../reports/detectReport.ts';
import { readMetric } from '../reports/metric.ts';
import { readReport } from '../reports/readReport.ts';
import { caged } from './caged.ts';
import { captured, captureFile, madeOnce } from './madeOnce.ts';
import { readInside } from './readInside.ts';
import { runOrder, secondsLeft } from './runOrder.ts';
import type { StepWorld } from './stepWorld.ts';

/** The steps that prove: checks with their reports, and metrics. */
export function provingSteps(world: StepWorld): Pick<StepHandlers, 'check' | 'measure'> {
  const run = (context: StepContext, { worktree, run, env, timeoutSeconds, cage, deadline, capture }: Proving) =>
    runOrder(world.environment, context, () =>
      caged(world, context, cage, {
        command: { shell: run },
        cwd: worktree,
        env,
        timeoutSeconds: secondsLeft(timeoutSeconds, deadline, world.now()),
        ...(capture === undefined ? {} : { capture }),
      }),
    );
  return {
    check: async ({ worktree, check, cage, deadline }, context) => {
      const { run: line, env, timeoutSeconds } = check;
      // A report that is printed is data; without one the log is good enough to look for one.
      const printed = check.report !== undefined && check.report.file === undefined;
      const proving = { worktree, run: line, env, timeoutSeconds, cage, deadline };
      if (!printed) {
        const command = await run(context, proving);
        return withReport(command, await reportOf(worktree, check, { output: undefined, log: context.log }));
      }
      return madeOnce(context, stepSchemas.check.result, async () => {
        const command = await run(context, { ...proving, capture: captureFile(context) });
        const output = await captured(context, command);
        return withReport(command, await reportOf(worktree, check, { output, log: context.log }));
      });
    },

    measure: ({ worktree, metric, cage, deadline }, context) =>
      madeOnce<StepResult<'measure'>>(context, stepSchemas.measure.result, async () => {
        const { run: line, env, timeoutSeconds, parse } = metric;
        const capture = captureFile(context);
        const command = await run(context, { worktree, run: line, env, timeoutSeconds, cage, deadline, capture });
        const output = await captured(context, command);
        if (!commandPassed(command)) return { value: null, problem: 'the command did not succeed', command };
        const value = readMetric(parse, output);
        return value.ok ? { value: value.value, command } : { value: null, problem: value.error, command };
      }),
  };
}

interface Proving {
  readonly worktree: string;
  readonly run: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly cage: StepInput<'check'>['cage'];
  readonly deadline: number | undefined;
  /** Where standard output goes as it is. */
  readonly capture?: string;
}

type Reported = { readonly report: TestReport } | { readonly problem: string } | undefined;

async function reportOf(
  worktree: string,
  { report: declared }: StepInput<'check'>['check'],
  { output, log }: { readonly output: string | undefined; readonly log: string },
): Promise<Reported> {
  if (declared === undefined) {
    const report = detectReport(await readFile(log, 'utf8').catch(() => ''), worktree);
    return report === undefined ? undefined : { report };
  }
  const text = declared.file === undefined ? output : await readInside(worktree, declared.file);
  if (text === undefined) return { problem: `There is no report ${declared.file}.` };
  const read = readReport(declared.format, text, worktree);
  return read.ok ? { report: read.value } : { problem: read.error };
}

/** A command and its report must both say that the check passed. */
function withReport(command: CommandResult, reported: Reported): CheckResult {
  const passed = commandPassed(command);
  if (reported === undefined) return { ...command, passed };
  // A report that was asked for and is not there proves nothing, whatever the exit code says.
  if ('problem' in reported)
    return passed ? { ...command, passed: false, contradiction: reported.problem } : { ...command, passed };
  const { report } = reported;
  const agreed = agree(report, command.ended === 'exit' ? command.exitCode : null);
  return {
    ...command,
    passed: agreed.passed && passed,
    report,
    ...(agreed.why === undefined ? {} : { contradiction: agreed.why }),
  };
}
