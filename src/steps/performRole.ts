import type { RoleSays, RoleTask } from '../agents/agent.ts';
import { saidNothing } from '../agents/report/said.ts';
import { perform } from '../agents/roleAgent.ts';
import type { StepContext } from '../engine/durable.ts';
import type { Cost, Limit } from '../model/spend.ts';
import { howItEnded } from '../model/stepState.ts';
import type { CommandResult } from '../model/steps.ts';
import type { DrivenTurn } from '../model/turn.ts';
import { spendOf } from '../model/usedSpend.ts';
import { caged } from './caged.ts';
import { lend } from './handsOff.ts';
import { LiveQuestions } from './liveQuestions.ts';
import { ModelRelay } from './modelRelay.ts';
import { restoreTo } from './restoreTo.ts';
import { type RoleWorld, secondsFor, writeDiff } from './rolePlace.ts';
import { runOrder } from './runOrder.ts';

/** What came of a role's pass. */
export interface Performed extends RoleSays {
  readonly agent: string;
  readonly undoesFailure: boolean;
  readonly command: CommandResult;
  /** What it used, and whether the cost was worked out. */
  readonly spent: Pick<DrivenTurn, 'tokens' | 'costUsd' | 'priced'>;
  /** Which limit stopped it in the middle, in words. */
  readonly overBudget?: string;
}

/**
 * Lets an agent do a role's pass in the worktree as it is committed at `head`, ends it when a limit is used up, and writes
 * down what it cost. After a crash the pass that still runs is taken up again, its spending included.
 */
export async function performRole(world: RoleWorld, context: StepContext, task: RoleTask): Promise<Performed> {
  const { input } = task;
  const { programs, environment, repository } = world;
  // A coding agent keeps to the limits by itself too: to those that hold when its turn begins.
  const standing = await world.purse.limits(context.runId, input.limits);
  const { name, undoesFailure, job, driven, wasLaunched } = perform(withLimits(task, standing), {
    programs,
    environment,
    commonDir: repository.commonDir,
  });
  const slot = driven === undefined ? undefined : world.slots.slot(driven, wasLaunched);
  const { item, loop, limits, price } = input;
  const { runId: run, key } = context;
  const tab = await world.purse.open({
    item,
    loop,
    limits,
    price,
    run,
    key,
    role: task.role,
    used: () => job.used(),
  });
  const questions = new LiveQuestions(world, context, task);
  const relay = driven === 'vscode' ? new ModelRelay(world.models, context, task) : undefined;
  let cost: Cost | undefined;
  try {
    const order = async () => {
      await relay?.hold();
      await slot?.wait(AbortSignal.any([context.signal, tab.signal]));
      // A pass starts from what was committed: what checks left behind, or a pass that was cut off, is not its work.
      const lent = { ...input, directory: context.directory };
      await (task.role === 'maker' ? restoreTo(world, lent) : lend(world, lent));
      if ('diffFile' in task) await writeDiff(world, task, context.signal);
      // Waiting has taken of its time.
      const timeoutSeconds = secondsFor(world, input);
      const { writes = [], programs: started = [], ...launch } = await job.launch(timeoutSeconds);
      relay?.go();
      const ordered = { ...launch, cwd: input.worktree, timeoutSeconds };
      return caged(world, context, input.cage, ordered, { agent: name, writes, programs: started });
    };
    questions.begin();
    relay?.begin();
    const command = await runOrder(environment, context, order, tab.signal).finally(async () => {
      await relay?.end();
      await questions.end();
    });
    const begun = hasBegun(command);
    const says = begun ? await job.report(command) : notBegun(command);
    if (begun) cost = costOf({ world, context, task, agent: name, command, says });
    const isOver = command.ended === 'stopped' && !context.signal.aborted;
    const overBudget = isOver ? { overBudget: tab.over ?? sharedLimit } : {};
    const told = { ...(isOver ? ended(says, overBudget) : says), agent: name, undoesFailure };
    return { ...told, spent: spentOf(says, input), command, ...overBudget };
  } finally {
    slot?.giveBack();
    // Before anybody looks at what was changed.
    try {
      await job.tidy?.();
    } finally {
      await tab.settle(cost);
    }
  }
}

function withLimits<T extends RoleTask>(task: T, limits: readonly Limit[]): T {
  return { ...task, input: { ...task.input, limits: [...limits] } };
}

/** After a crash the others that shared the limit are gone, and with them the words. */
const sharedLimit = 'A budget was used up, together with what ran beside it.';

/** A pass that was ended in the middle has come to nothing: what it says of itself is not its last word. */
function ended(says: RoleSays, { overBudget = '' }: Pick<Performed, 'overBudget'>): RoleSays {
  const said = { ...says.said, defects: null, score: null, reasons: [] };
  return { ...says, said, status: 'failed', final: false, summary: `It was stopped: ${overBudget}` };
}

function notBegun(command: CommandResult): RoleSays {
  const summary = `The command did not succeed: ${howItEnded(command)}.`;
  const usage = { inputTokens: 0, outputTokens: 0, costUsd: 0 };
  return { status: 'failed', summary, final: false, said: { ...saidNothing, usage } };
}

/** A command that was ended before it began has used nothing, and that is known. */
function hasBegun({ ended: how, startedAt, finishedAt, outputBytes }: CommandResult): boolean {
  if (how === 'not-started') return false;
  return how !== 'stopped' || finishedAt > startedAt || outputBytes > 0;
}

function spentOf({ said, isPriced }: RoleSays, { price }: RoleTask['input']): Performed['spent'] {
  const { tokens, costUsd, source } = spendOf(said.usage, price);
  return { tokens, costUsd, priced: source === 'priced' || (isPriced === true && costUsd !== null) };
}

function costOf({
  world,
  context,
  task,
  agent,
  command,
  says,
}: {
  readonly world: RoleWorld;
  readonly context: StepContext;
  readonly task: RoleTask;
  readonly agent: string;
  readonly command: CommandResult;
  readonly says: RoleSays;
}): Cost {
  const { input, role } = task;
  const spend = spendOf(says.said.usage, input.price);
  return {
    at: world.now(),
    loop: input.loop,
    run: context.runId,
    item: input.item,
    key: context.key,
    role,
    agent,
    ...(input.model === undefined ? {} : { model: input.model }),
    ...spend,
    ...(says.isPriced === true && spend.costUsd !== null ? { source: 'priced' as const } : {}),
    seconds: Math.max(0, command.finishedAt - command.startedAt) / 1000,
  };
}
