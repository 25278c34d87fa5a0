import type { StepContext, StepHandlers } from '../engine/durable.ts';
import { readBlob } from '../git/objects.ts';
import { openFindings } from '../memory/standing.ts';
import { itemsOfFindings, type RawItem, readItems } from '../model/readItems.ts';
import { err, ok, type Result } from '../model/result.ts';
import { howItEnded } from '../model/stepState.ts';
import { commandPassed, type StepInput, type StepResult, stepSchemas } from '../model/steps.ts';
import { type CageWorld, caged } from './caged.ts';
import { chooseItems } from './chooseItems.ts';
import { hearDecisions } from './decisions.ts';
import { orFail } from './gitAnswer.ts';
import { captured, captureFile, madeOnce } from './madeOnce.ts';
import { runOrder, secondsLeft } from './runOrder.ts';
import type { StepWorld } from './stepWorld.ts';

/** The steps of the run itself, before any item: they cost no tokens. */
export function surveySteps(world: StepWorld): Pick<StepHandlers, 'precheck' | 'hear' | 'discover'> {
  return {
    precheck: ({ worktree, run, timeoutSeconds, cage, deadline }, context) =>
      runOrder(world.environment, context, () =>
        caged(world, context, cage, {
          command: { shell: run },
          cwd: worktree,
          env: {},
          timeoutSeconds: secondsLeft(timeoutSeconds, deadline, world.now()),
        }),
      ),

    hear: (input, context) =>
      madeOnce(context, stepSchemas.hear.result, async () => {
        const { output, command } = await printed(world, context, input);
        if (!commandPassed(command)) return { taken: 0, problems: [], command };
        return { ...(await hearDecisions(world, input, output)), command };
      }),

    discover: (input, context) =>
      madeOnce<StepResult<'discover'>>(context, stepSchemas.discover.result, async () => {
        const raw = await rawItems(world, input, context);
        if (!raw.ok) return { status: 'failed', reason: raw.error };
        return chooseItems(world, { ...input, run: context.runId }, raw.value);
      }),
  };
}

type Discover = StepInput<'discover'>;

/** What the items are read with. */
export type SourceWorld = CageWorld & Pick<StepWorld, 'memory' | 'now'>;

/** The items as their source tells of them. The error is for a sentence after "could not be found:". */
export async function rawItems(
  world: SourceWorld,
  input: Discover,
  context: StepContext,
): Promise<Result<readonly RawItem[], string>> {
  const { from, format, worktree, base, cage, deadline } = input;
  if ('findings' in from) {
    const state = orFail(await world.memory.read(from.findings));
    return ok(state === undefined ? [] : itemsOfFindings(openFindings(state.memory, input.at)));
  }
  if ('file' in from) {
    const blob = orFail(await readBlob(world.repository, base, from.file));
    if (blob === undefined) return err(`there is no file ${from.file} in the base. Commit it, or name another.`);
    return readItems(blob.toString('utf8'), format);
  }
  const { timeoutSeconds, run } = from;
  const order = { worktree, run, timeoutSeconds, cage, ...(deadline === undefined ? {} : { deadline }) };
  const { command, output } = await printed(world, context, order);
  if (!commandPassed(command)) return err(`\`${run}\` did not succeed: ${howItEnded(command)}. ${command.tail}`.trim());
  return readItems(output, format);
}

interface CapturedOrder {
  readonly worktree: string;
  readonly run: string;
  readonly timeoutSeconds: number;
  readonly cage?: Discover['cage'];
  readonly deadline?: number | undefined;
}

/** Runs a command for what it prints: its standard output as it is, apart from the log that people read. */
async function printed(
  world: SourceWorld,
  context: StepContext,
  { worktree, run, timeoutSeconds, cage, deadline }: CapturedOrder,
): Promise<{ readonly command: StepResult<'precheck'>; readonly output: string }> {
  const command = await runOrder(world.environment, context, () =>
    caged(world, context, cage, {
      command: { shell: run },
      cwd: worktree,
      env: {},
      timeoutSeconds: secondsLeft(timeoutSeconds, deadline, world.now()),
      capture: captureFile(context),
    }),
  );
  return { command, output: await captured(context, command) };
}
