import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { ok } from '../model/result.ts';
import { type Act, given, type Handler } from './act.ts';
import { registerApprove } from './commands/approve.ts';
import { registerClean } from './commands/clean.ts';
import { registerContinue } from './commands/continue.ts';
import { registerCosts } from './commands/costs.ts';
import { registerDebt } from './commands/debt.ts';
import { registerDecide } from './commands/decide.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerDryRun } from './commands/dryRun.ts';
import { registerEnable } from './commands/enable.ts';
import { registerForecast } from './commands/forecast.ts';
import { registerImport } from './commands/import.ts';
import { registerInbox } from './commands/inbox.ts';
import { registerLand } from './commands/land.ts';
import { registerLogs, registerTail } from './commands/logs.ts';
import { registerLsp } from './commands/lsp.ts';
import { registerMcp } from './commands/mcp.ts';
import { registerNew } from './commands/new.ts';
import { registerNote } from './commands/note.ts';
import { registerOverride } from './commands/override.ts';
import { registerPause } from './commands/pause.ts';
import { registerQuiz } from './commands/quiz.ts';
import { registerRaise } from './commands/raise.ts';
import { registerReject } from './commands/reject.ts';
import { registerRemark } from './commands/remark.ts';
import { registerRemarks } from './commands/remarks.ts';
import { registerReply } from './commands/reply.ts';
import { registerRequestChanges } from './commands/requestChanges.ts';
import { registerRetry } from './commands/retry.ts';
import { registerReview } from './commands/review.ts';
import { registerRun } from './commands/run.ts';
import { registerRunner } from './commands/runner.ts';
import { registerRuns } from './commands/runs.ts';
import { registerSchedule } from './commands/schedule.ts';
import { registerSecret } from './commands/secret.ts';
import { registerShow } from './commands/show.ts';
import { registerState } from './commands/state.ts';
import { registerStats } from './commands/stats.ts';
import { registerStop } from './commands/stop.ts';
import { registerKeep, registerTakeOut } from './commands/takeOut.ts';
import { registerTop } from './commands/top.ts';
import { registerValidate } from './commands/validate.ts';
import { registerWatch } from './commands/watch.ts';
import { registerWhy } from './commands/why.ts';
import { registerWorktrees } from './commands/worktrees.ts';
import { type Ending, type ExitCode, exitCodes, type Failure, usageError } from './ending.ts';
import { inertLines } from './text/inert.ts';
import type { World } from './world.ts';

/** Every command, in the order that the help lists them. */
const commands = [
  registerNew,
  registerValidate,
  registerImport,
  registerDryRun,
  registerRun,
  registerRuns,
  registerTop,
  registerShow,
  registerWatch,
  registerLogs,
  registerPause,
  registerNote,
  registerRaise,
  registerRetry,
  registerTail,
  registerStop,
  registerInbox,
  registerReview,
  registerRemark,
  registerRemarks,
  registerTakeOut,
  registerKeep,
  registerRequestChanges,
  registerLand,
  registerOverride,
  registerReject,
  registerApprove,
  registerContinue,
  registerReply,
  registerDecide,
  registerState,
  registerSchedule,
  registerEnable,
  registerCosts,
  registerForecast,
  registerStats,
  registerDebt,
  registerQuiz,
  registerWhy,
  registerSecret,
  registerWorktrees,
  registerClean,
  registerRunner,
  registerDoctor,
  registerLsp,
  registerMcp,
];

const examples = `
Examples:
  loopwright new                               write a loop from a recipe, asking what it needs
  loopwright validate                          check all loop files of this repository
  loopwright run keep-tests-green --wait       run a loop and watch it
  loopwright inbox                             what waits for you, and what to do about it
  loopwright review latest                     read what it changed and answer its prompts
  loopwright land latest                       land it

A loop is named by its name or its file; a run by its id, the beginning of its id, the name of its loop, or latest;
an item of a run by its key or its id.
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 waits for a person, 4 ended without the goal.`;

/** Runs one command line (without the program's name) and tells how the process should exit. */
export async function runCommandLine(argv: readonly string[], world: World): Promise<ExitCode> {
  let ending: Ending = ok(exitCodes.done);
  const act: Act =
    <A extends readonly unknown[], O>(handler: Handler<A, O>) =>
    async (...parts) => {
      ending = await invoke(handler, parts, world);
    };
  try {
    await programOf(world, act).parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    ending = usageEnding(error);
  }
  if (ending.ok) return ending.value;
  if (!world.signal.aborted) report(ending.error, argv.includes('--json'), world);
  return world.signal.aborted ? exitCodes.interrupted : ending.error.exit;
}

function programOf({ terminal, version }: World, act: Act): Command {
  const program = new Command('loopwright')
    .description(
      'Write loops instead of prompts: run them, watch them, and understand what they changed before it lands.',
    )
    .version(version)
    .option('-C <folder>', 'work as if started in this folder')
    .option('--json', 'print JSON for programs')
    .addHelpText('after', examples)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => terminal.write(text),
      writeErr: (text) => terminal.complain(text.trimEnd()),
      // Told once, by `report`.
      outputError: () => {},
    })
    .exitOverride();
  for (const register of commands) register(program, act);
  return program;
}

interface GlobalOptions {
  readonly json?: boolean;
  readonly C?: string;
}

async function invoke<A extends readonly unknown[], O>(
  handler: Handler<A, O>,
  parts: readonly unknown[],
  world: World,
): Promise<Ending> {
  const { args, options } = given<A, O & GlobalOptions>(parts);
  const folder = resolve(world.folder, options.C ?? '.');
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return usageError(`There is no folder ${folder}. Name one that exists with -C.`);
  }
  return handler({ ...world, folder, json: options.json === true }, args, options);
}

/** Help and version are what was asked for; all else that commander ends by itself is wrong usage. */
function usageEnding({ code, exitCode, message }: CommanderError): Ending {
  if (exitCode === 0) return ok(exitCodes.done);
  if (code === 'commander.help') return ok(exitCodes.usage);
  return usageError(`${message.replace(/^error: /, '').trim()}\nSee: loopwright --help`);
}

function report({ code, message }: Failure, json: boolean, { terminal }: World): void {
  // A message may name files of an agent's.
  const said = json ? JSON.stringify({ error: { code, message } }) : `loopwright: ${inertLines(message).join('\n')}`;
  terminal.complain(said);
}
