import { isDriven } from '../../model/agents.ts';
import { entriesAt, keyPlace, type Lint, textAt } from './lint.ts';
import { roleAgents } from './roleAgents.ts';

/** What the cage would let through in a loop that has none. `policy.env` acts without a cage too. */
export const cageIsOff: Lint = function* ({ reading }) {
  if (textAt(reading, ['policy', 'sandbox'])?.text !== 'off') return;
  for (const field of ['network', 'read', 'write']) {
    const path = ['policy', field];
    const key = keyPlace(reading, path);
    const isAnything = textAt(reading, path)?.text === 'all';
    const isNothing = field !== 'network' && entriesAt(reading, path).length === 0;
    if (!key || isAnything || isNothing) continue;
    yield { code: 'LW322', ...key, data: { field }, ...(field === 'network' ? { severity: 'error' } : {}) };
  }
};

/** An agent whose model is out of reach. One that is found only when it runs (`auto`), or any command, may need none. */
export const modelOutOfReach: Lint = function* ({ reading }) {
  const network = textAt(reading, ['policy', 'network']);
  if (network?.text !== 'none' || textAt(reading, ['policy', 'sandbox'])?.text === 'off') return;
  const agents = roleAgents(reading).filter(({ agent }) => agent === 'auto' || isDriven(agent));
  const mayDoWithout = (agent: string): boolean => agent === 'auto' || agent === 'acp';
  const one = agents.find(({ agent }) => !mayDoWithout(agent)) ?? agents[0];
  if (one === undefined) return;
  const { role, agent } = one;
  yield {
    code: 'LW323',
    ...network.place.at,
    data: { role, agent },
    ...(mayDoWithout(agent) ? { severity: 'warning' } : {}),
  };
};
