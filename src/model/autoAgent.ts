import { type AskedOfAgent, needsOf, unmetNeeds } from './agentNeeds.ts';
import { type AgentName, type AgentRole, type DrivenAgent, isDriven } from './agents.ts';

/** The order in which `auto` looks. */
export const autoOrder = ['claude', 'codex', 'pi'] as const satisfies readonly DrivenAgent[];

/** A role as its agent is chosen. */
export interface Choosing extends AskedOfAgent {
  readonly role: AgentRole;
  readonly agent: AgentName;
  /** The program that it names. */
  readonly run?: string | undefined;
}

/**
 * Who performs a role. `auto` is the best coding agent whose program is found; without one, `repair` for a maker that asks
 * for nothing that only a coding agent can do, and the program that the role names for the others. Where there is nothing
 * of it, the first of the order: it says that it is not installed, and what to do.
 */
export function chosenAgent(
  asked: Choosing,
  isFound: (agent: DrivenAgent) => boolean,
): DrivenAgent | 'command' | 'repair' {
  const { agent, role, run } = asked;
  if (agent !== 'auto') return isDriven(agent) || agent === 'command' ? agent : 'repair';
  const found = autoOrder.filter(isFound);
  // One that cannot do what is asked is taken only where there is no other, and says so.
  const [best] = [...found.filter((one) => unmetNeeds(one, asked).length === 0), ...found];
  if (best !== undefined) return best;
  // `repair` would do without the skills, connectors and models that are asked for, and not say so.
  const asksMore = needsOf(asked).some((need) => !need.startsWith('session'));
  if (role === 'maker' && !asksMore) return 'repair';
  return run === undefined ? autoOrder[0] : 'command';
}
