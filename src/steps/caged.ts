import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StepContext } from '../engine/durable.ts';
import type { Cage } from '../model/cage.ts';
import type { Cages } from '../sandbox/cages.ts';
import type { Environment } from './environment.ts';
import type { Order } from './runOrder.ts';
import type { StepWorld } from './stepWorld.ts';

/** The part of the steps' world that a cage is made of. */
export type CageWorld = Pick<StepWorld, 'repository' | 'programs' | 'environment' | 'cages'>;

/** A role's own place in its cage: the step's folder is its to write. */
export interface RolesPlace {
  /** The agent's name. */
  readonly agent: string;
  /** Folders that it writes besides. */
  readonly writes?: readonly string[];
  /** Programs that it starts, where they are not on PATH. */
  readonly programs?: readonly string[];
}

/**
 * A step's order in the cage that its loop asks for: every command of a step goes through here. Rejects where the loop
 * requires a cage and there is none.
 */
export async function caged(
  world: CageWorld,
  { directory }: Pick<StepContext, 'directory'>,
  cage: Cage | undefined,
  order: Order,
  role?: RolesPlace,
): Promise<Order> {
  // Of a journal that is older than the cage.
  if (cage === undefined) return order;
  const { repository, programs } = world;
  // The runner's address and secrets are in there, and what other runs wrote.
  const own = join(repository.commonDir, 'loopwright');
  const writes = role === undefined ? [] : [directory, ...(role.writes ?? [])];
  for (const folder of writes) await mkdir(folder, { recursive: true, mode: 0o700 });
  const place = {
    worktree: order.cwd,
    commonDir: repository.commonDir,
    hidden: [own],
    read: [dirname(programs.repair), ...(role === undefined ? [] : [join(directory, 'pid.json')])],
    write: writes,
    programs: [programs.node, ...(role?.programs ?? [])],
    directory,
    ...(role === undefined ? {} : { agent: role.agent }),
  };
  const env = { ...named(world.environment, cage.env), ...order.env };
  return { ...order, env, command: await world.cages.wrap(cage, place, order.command) };
}

/** The variables of the runner's environment that the loop lets through. */
function named(own: Environment, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = own[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** No cages at all, for a place that runs no loop of anybody's. */
export const withoutCages: Cages = {
  standing: async () => ({ ok: true, value: { by: 'none', lacks: 'there are no cages here' } }),
  wrap: async (_cage, _cell, command) => command,
};
