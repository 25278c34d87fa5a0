import type { Cage } from '../model/cage.ts';
import type { Loop } from '../model/loopFile.ts';

/** What every step of this loop that runs a command is told of its cage. */
export function cageOf({ policy }: Pick<Loop, 'policy'>): { readonly cage: Cage } {
  const { sandbox, network, read, write, env } = policy;
  return {
    cage: {
      sandbox,
      network: typeof network === 'string' ? network : [...network],
      read: [...read],
      write: [...write],
      env: [...env],
    },
  };
}
