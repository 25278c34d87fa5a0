import type { Loop, Role } from '../model/loopFile.ts';
import { cageOf } from './cageOf.ts';
import { type Bench, placeOf } from './workplace.ts';

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
    ...agentInput(role),
    ...(role.prompt === undefined ? {} : { prompt: role.prompt }),
    env: { ...role.env },
    ...cageOf(loop),
    ...(minutes === undefined ? {} : { timeoutSeconds: minutes * 60 }),
    session: `${start.run}/${item.id}/${name}/${generation}`,
    memory,
    limits: [...limits],
    ...(price === undefined ? {} : { price }),
    loop: loop.name,
    ...(deadline === undefined ? {} : { deadline }),
  };
}

/** The agent, and what it is to do its work with. What is not asked for is left out, as journals of older runs have it. */
function agentInput(role: Role) {
  const { agent, definition, run, command, model, effort, skills = [], connectors, 'max-turns': maxTurns } = role;
  return {
    agent,
    ...(definition === undefined ? {} : { definition }),
    ...(run === undefined ? {} : { run }),
    ...(command === undefined ? {} : { command: [...command] }),
    ...(model === undefined ? {} : { model }),
    ...(effort === undefined ? {} : { effort }),
    ...(skills.length === 0 ? {} : { skills: [...skills] }),
    ...(connectors.length === 0 ? {} : { connectors: [...connectors] }),
    ...(maxTurns === undefined ? {} : { maxTurns }),
    ...(role.session === undefined ? {} : { sessionMode: role.session }),
  };
}
