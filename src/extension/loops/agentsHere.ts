import type { FoundAgent } from '../../protocol/runner.ts';
import type { Unsubscribe } from '../listeners.ts';
import type { RunnerLink } from '../runner/runnerLink.ts';

/** How the when-clauses of the empty view Loops tell agents apart: `claude:ready pi:out`, or `none`. */
export function agentsKey(found: readonly Pick<FoundAgent, 'agent' | 'auth'>[]): string {
  if (found.length === 0) return 'none';
  return found.map(({ agent, auth }) => `${agent}:${auth === 'missing' ? 'out' : 'ready'}`).join(' ');
}

/** Asks the runner which agents there are when a connection opens; no runner is started for it. */
export function tellAgents(link: Pick<RunnerLink, 'onOpen' | 'request'>, tell: (key: string) => void): Unsubscribe {
  return link.onOpen(async () => {
    const found = await link.request('agents', {});
    if (found.ok) tell(agentsKey(found.value));
  });
}
