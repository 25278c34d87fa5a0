import { isFound } from '../../agents/drive/findAgent.ts';
import { type FoundAgent, probeAgents } from '../../agents/probeAgents.ts';
import type { AgentsHere } from '../../dryRun/world.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The coding agents of this machine, asked as `doctor` asks them: their programs, and no model. */
export async function agentsHere(env: Environment): Promise<AgentsHere> {
  const probed = await probeAgents(env);
  return {
    isFound: (agent) => isFound(agent, env),
    wordsOf: (agent) => {
      const found = probed.find((one) => one.agent === agent);
      return found === undefined ? '' : standing(found);
    },
  };
}

function standing({ version, auth, advice }: FoundAgent): string {
  const login = { ok: 'logged in', missing: 'not logged in', unknown: 'login not known before it is asked' }[auth];
  const known = version === 'unknown' ? 'version unknown' : version;
  return advice === undefined ? `${known}, ${login}` : `${known}, ${login}: ${advice}`;
}
