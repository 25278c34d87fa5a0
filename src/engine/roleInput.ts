import type { Loop } from '../model/loopFile.ts';
import type { StepInput } from '../model/steps.ts';
import { type Bench, placeOf } from './workplace.ts';

type Role = {
  readonly agent: StepInput<'make'>['agent'];
  readonly run?: string | undefined;
  readonly prompt?: string | undefined;
  readonly model?: string | undefined;
  readonly effort?: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number | undefined;
};

/**
 * What every role's step is given. `generation` tells its sessions apart: the maker's goes on from pass to pass until an
 * escalation asks for a fresh one; nobody shares another role's.
 */
export function roleInput(
  bench: Bench,
  name: keyof Loop['roles'],
  role: Role,
  { generation, deadline }: { readonly generation: string; readonly deadline?: number },
) {
  const { start, item, memory, limits, loop } = bench;
  const minutes = role['timeout-minutes'];
  const { price } = loop.budget;
  return {
    ...placeOf(bench),
    agent: role.agent,
    ...(role.run === undefined ? {} : { run: role.run }),
    ...(role.prompt === undefined ? {} : { prompt: role.prompt }),
    ...(role.model === undefined ? {} : { model: role.model }),
    ...(role.effort === undefined ? {} : { effort: role.effort }),
    env: { ...role.env },
    ...(minutes === undefined ? {} : { timeoutSeconds: minutes * 60 }),
    session: `${start.run}/${item.id}/${name}/${generation}`,
    memory,
    limits: [...limits],
    ...(price === undefined ? {} : { price }),
    loop: loop.name,
    ...(deadline === undefined ? {} : { deadline }),
  };
}
