import { capabilitiesOf, isDriven } from '../../model/agents.ts';
import type { Reading } from '../reading.ts';
import { entriesAt, keyPlace, type Lint, textAt } from './lint.ts';
import { roleAgents } from './roleAgents.ts';

const isOff = (reading: Reading): boolean => textAt(reading, ['policy', 'sandbox'])?.text === 'off';

/** The maker's agent, where it runs commands that nobody is asked about and has no sandbox of its own. */
function uncaged(reading: Reading): string | undefined {
  const maker = roleAgents(reading).find(({ role }) => role === 'maker');
  if (maker === undefined) return undefined;
  const hasOwn = isDriven(maker.agent) && capabilitiesOf[maker.agent].readOnly === 'sandbox';
  return (maker.agent === 'auto' || isDriven(maker.agent)) && !hasOwn ? maker.agent : undefined;
}

/** Every command of a driven maker is allowed, because nobody is there to ask; what keeps it in is the cage. */
export const permissionsWithoutCage: Lint = function* ({ reading }) {
  const sandbox = isOff(reading) ? textAt(reading, ['policy', 'sandbox']) : undefined;
  const agent = uncaged(reading);
  if (sandbox && agent !== undefined) yield { code: 'LW323', ...sandbox.place.at, data: { agent } };
};

/** What the cage would let through in a loop that has none. `policy.env` acts without a cage too. */
export const cageIsOff: Lint = function* ({ reading }) {
  // One cause, one problem: to switch the cage on solves both.
  if (!isOff(reading) || uncaged(reading) !== undefined) return;
  for (const field of ['network', 'read', 'write']) {
    const path = ['policy', field];
    const key = keyPlace(reading, path);
    const isAnything = textAt(reading, path)?.text === 'all';
    const isNothing = field !== 'network' && entriesAt(reading, path).length === 0;
    if (!key || isAnything || isNothing) continue;
    yield { code: 'LW327', ...key, data: { field }, ...(field === 'network' ? { severity: 'error' } : {}) };
  }
};

/** An agent whose model is out of reach. One that is found only when it runs (`auto`), or any command, may need none. */
export const modelOutOfReach: Lint = function* ({ reading }) {
  const network = textAt(reading, ['policy', 'network']);
  if (network?.text !== 'none' || isOff(reading)) return;
  const agents = roleAgents(reading).filter(({ agent }) => agent === 'auto' || isDriven(agent));
  const mayDoWithout = (agent: string): boolean => agent === 'auto' || agent === 'acp';
  const one = agents.find(({ agent }) => !mayDoWithout(agent)) ?? agents[0];
  if (one === undefined) return;
  const { role, agent } = one;
  yield {
    code: 'LW328',
    ...network.place.at,
    data: { role, agent },
    ...(mayDoWithout(agent) ? { severity: 'warning' } : {}),
  };
};
