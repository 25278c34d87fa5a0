import type { AgentRole } from '../model/agents.ts';
import { isDriven } from '../model/agents.ts';
import { autoOrder, chosenAgent } from '../model/autoAgent.ts';
import type { Role } from '../model/loopFile.ts';
import type { AgentsHere } from './world.ts';

/** Who performs a role, as far as that is known. */
export interface AgentOf {
  /** As the loop names it: `auto`, `claude:reviewer`. */
  readonly named: string;
  /** Null where only a run tells. */
  readonly chosen: string | null;
  readonly words: string;
  /** Whose prompt is shown. */
  readonly likely: ReturnType<typeof chosenAgent>;
}

/** Who performs a role here; without a look at the programs, who would where all of them are there. */
export function agentOf(role: AgentRole, written: Role, here: AgentsHere | undefined): AgentOf {
  const { agent, definition, run, model, effort, skills, connectors } = written;
  const named = definition === undefined ? agent : `${agent}:${definition}`;
  const { 'max-turns': maxTurns, session: sessionMode } = written;
  const asked = { role, agent, run, definition, model, effort, skills, connectors, maxTurns, sessionMode };
  const likely = chosenAgent(asked, here?.isFound ?? (() => true));
  const isKnown = agent !== 'auto' || here !== undefined;
  return {
    named,
    chosen: isKnown ? likely : null,
    likely,
    words: wordsOf(named, likely, here, chosenAgent(asked, none)),
  };
}

const none = (): boolean => false;

function wordsOf(
  named: string,
  likely: AgentOf['likely'],
  here: AgentsHere | undefined,
  without: AgentOf['likely'],
): string {
  if (likely === 'command')
    return named === 'auto' ? 'auto: its command, as no coding agent is here' : 'a command of yours';
  if (likely === 'repair') {
    return named === 'auto'
      ? 'auto: repair, which is built in, as no coding agent is here'
      : 'repair, which is built in';
  }
  const isAuto = named === 'auto';
  if (here === undefined) {
    if (!isAuto) return named;
    const fallback = isDriven(without) ? '' : `; else ${without === 'command' ? 'its command' : without}`;
    return `auto: the first that is there of ${autoOrder.join(', ')}${fallback}`;
  }
  const who = isAuto ? `auto: ${likely}` : named;
  if (likely === 'acp' || likely === 'vscode') return who;
  if (!here.isFound(likely)) return `${who} (not found here)`;
  const known = here.wordsOf(likely);
  return known === '' ? who : `${who} (${known})`;
}
