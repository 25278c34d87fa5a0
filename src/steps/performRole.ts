import type { RoleSays, RoleTask } from '../agents/agent.ts';
import { perform } from '../agents/roleAgent.ts';
import { saidNothing } from '../agents/said.ts';
import { spendOf } from '../engine/budgets.ts';
import type { StepContext } from '../engine/durable.ts';
import type { Cost, Usage } from '../model/spend.ts';
import { howItEnded } from '../model/stepState.ts';
import type { CommandResult } from '../model/steps.ts';
import { lend } from './handsOff.ts';
import { restoreTo } from './restoreTo.ts';
import { type RoleWorld, writeDiff } from './rolePlace.ts';
import { runOrder } from './runOrder.ts';

/** What came of a role's pass. */
export interface Performed extends RoleSays {
  readonly agent: string;
  readonly undoesFailure: boolean;
  readonly command: CommandResult;
  /** Which limit stopped it in the middle, in words. */
  readonly overBudget?: string;
}

/**
 * Lets an agent do a role's pass in the worktree as it is committed at `head`, ends it when a limit is used up, and writes
 * down what it cost. After a crash the pass that still runs is taken up again, its spending included.
 */
export async function performRole(world: RoleWorld, context: StepContext, task: RoleTask): Promise<Performed> {
  const { input, timeoutSeconds } = task;
  const { name, undoesFailure, job } = perform(task, world.programs);
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
  let cost: Cost | undefined;
  try {
    const order = async () => {
      // A pass starts from what was committed: what checks left behind, or a pass that was cut off, is not its work.
      const lent = { ...input, directory: context.directory };
      await (task.role === 'maker' ? restoreTo(world, lent) : lend(world, lent));
      if ('diffFile' in task) await writeDiff(world, task, context.signal);
      return { ...(await job.launch()), cwd: input.worktree, timeoutSeconds };
    };
    const command = await runOrder(world.environment, context, order, tab.signal);
    const begun = hasBegun(command);
    const says = begun ? await job.report(command) : notBegun(command);
    if (begun) cost = costOf({ world, context, task, agent: name, command, usage: says.said.usage });
    const isOver = command.ended === 'stopped' && !context.signal.aborted;
    const overBudget = isOver ? { overBudget: tab.over ?? sharedLimit } : {};
    return { ...(isOver ? ended(says, overBudget) : says), agent: name, undoesFailure, command, ...overBudget };
  } finally {
    await tab.settle(cost);
  }
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

function costOf({
  world,
  context,
  task,
  agent,
  command,
  usage,
}: {
  readonly world: RoleWorld;
  readonly context: StepContext;
  readonly task: RoleTask;
  readonly agent: string;
  readonly command: CommandResult;
  readonly usage: Usage | null;
}): Cost {
  const { input, role } = task;
  return {
    at: world.now(),
    loop: input.loop,
    run: context.runId,
    item: input.item,
    key: context.key,
    role,
    agent,
    ...(input.model === undefined ? {} : { model: input.model }),
    ...spendOf(usage, input.price),
    seconds: Math.max(0, command.finishedAt - command.startedAt) / 1000,
  };
}
