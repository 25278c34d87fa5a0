import type { StepHandlers } from '../engine/durable.ts';
import { caged } from './caged.ts';
import { restoreTo } from './restoreTo.ts';
import type { RoleWorld } from './rolePlace.ts';
import { runOrder, secondsLeft } from './runOrder.ts';

/**
 * Runs the command that is said to show a defect, in the worktree as it is committed, and puts the worktree back. The line
 * is an agent's: it gets what every command gets and nothing besides. Exit codes 126 and 127 are the shell's: it could not
 * be run.
 */
export function reproduceStep(world: RoleWorld): Pick<StepHandlers, 'reproduce'> {
  return {
    reproduce: async (input, context) => {
      const { worktree, branch, head, run, timeoutSeconds, cage, deadline } = input;
      const place = { worktree, branch, head, directory: context.directory };
      const result = await runOrder(world.environment, context, async () => {
        await restoreTo(world, place);
        return caged(world, context, cage, {
          command: { shell: run },
          cwd: worktree,
          env: {},
          timeoutSeconds: secondsLeft(timeoutSeconds, deadline, world.now()),
        });
      });
      await restoreTo(world, place);
      return result;
    },
  };
}
