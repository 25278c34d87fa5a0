import type { StepHandlers } from '../engine/durable.ts';
import { caged } from './caged.ts';
import { runOrder, secondsLeft } from './runOrder.ts';
import type { StepWorld } from './stepWorld.ts';

/** A setup command may use all of the run's working time; without one, this many seconds. */
const unbounded = 24 * 3600;

/** The steps that only run a command in a worktree. */
export function commandSteps(world: StepWorld): Pick<StepHandlers, 'setup'> {
  return {
    setup: ({ worktree, run, cage, deadline }, context) =>
      runOrder(world.environment, context, () =>
        caged(world, context, cage, {
          command: { shell: run },
          cwd: worktree,
          env: {},
          timeoutSeconds: secondsLeft(unbounded, deadline, world.now()),
        }),
      ),
  };
}
