import { isInstalled } from '../../model/agents.ts';
import type { FoundAgent } from '../../protocol/runner.ts';
import type { Unsubscribe } from '../listeners.ts';
import type { RunnerLink } from '../runner/runnerLink.ts';

/**
 * How the when-clauses of the empty view Loops tell agents apart: `claude:ready pi:out`. `none` where no program is
 * installed, also beside `vscode:ready`.
 */
export function agentsKey(found: readonly Pick<FoundAgent, 'agent' | 'auth'>[]): string {
  const none = found.some(({ agent }) => isInstalled(agent)) ? [] : ['none'];
  return [...none, ...found.map(({ agent, auth }) => `${agent}:${auth === 'missing' ? 'out' : 'ready'}`)].join(' ');
}

/** Asks the runner which agents there are when a connection opens; no runner is started for it. */
export function tellAgents(link: Pick<RunnerLink, 'onOpen' | 'request'>, tell: (key: string) => void): Unsubscribe {
  return link.onOpen(() => askAgents(link, tell));
}

/** Asks once more: the models of this window came to it. */
export async function askAgents(link: Pick<RunnerLink, 'request'>, tell: (key: string) => void): Promise<void> {
  const found = await link.request('agents', {});
  if (found.ok) tell(agentsKey(found.value));
}
