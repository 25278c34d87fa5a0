import { makerAgent } from '../agents/makerAgent.ts';
import type { StepHandlers } from '../engine/durable.ts';
import { restoreTo } from './restoreTo.ts';
import { runOrder, secondsLeft } from './runOrder.ts';
import type { StepWorld } from './stepWorld.ts';

/** A setup command or a maker may use all of the run's working time; without one, this many seconds. */
const unbounded = 24 * 3600;

/** The steps that run a command in a worktree. */
export function commandSteps(world: StepWorld): Pick<StepHandlers, 'setup' | 'make' | 'check'> {
  return {
    setup: ({ worktree, run, deadline }, context) =>
      runOrder(world.environment, context, async () => ({
        command: { shell: run },
        cwd: worktree,
        env: {},
        timeoutSeconds: secondsLeft(unbounded, deadline, world.now()),
      })),

    check: ({ worktree, check, deadline }, context) =>
      runOrder(world.environment, context, async () => ({
        command: { shell: check.run },
        cwd: worktree,
        env: check.env,
        timeoutSeconds: secondsLeft(check.timeoutSeconds, deadline, world.now()),
      })),

    make: async (input, context) => {
      const agent = makerAgent(input.agent, world.programs);
      const timeoutSeconds = secondsLeft(unbounded, input.deadline, world.now());
      const task = { input, directory: context.directory, timeoutSeconds };
      const command = await runOrder(world.environment, context, async () => {
        // A pass starts from what was committed: what checks left behind, or a pass that was cut off, is not its work.
        await restoreTo(world, { ...input, directory: context.directory });
        return { ...(await agent.launch(task)), cwd: input.worktree, timeoutSeconds };
      });
      const report = await agent.report(task, command);
      if (agent.undoesFailure && report.status === 'failed') {
        await restoreTo(world, { ...input, directory: context.directory });
      }
      return { agent: agent.name, ...report, command };
    },
  };
}
