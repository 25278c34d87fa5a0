import { type AgentNeed, ableTo } from '../model/agentNeeds.ts';
import { type AgentRole, agentRoles, capabilitiesOf, isDriven, splitAgent } from '../model/agents.ts';
import { idsIn, writtenAt } from './checkIds.ts';
import { wildPath } from './idKinds.ts';
import type { Path } from './reading.ts';

/**
 * Keys that the schema takes and that would be a problem all the same, because they act only with something else. The
 * lints tell such problems; here the same is known before the key is written. A test holds the two together.
 */
export function fitsHere(text: string, path: Path, key: string): boolean {
  const whole = [...path, key].join('.');
  if (aboutChanges.includes(whole) && onlyLooks(text)) return false;
  if (whole === 'roles.maker' && isReport(text)) return false;
  const sibling = (name: string): string | undefined => writtenAt(text, [...path.map(String), name]);
  if (path[0] === 'roles' && path.length === 2 && !agentReads(agentAt(text, path), key)) return false;
  if (path[0] === 'goal' && path[1] === 'escalate') return agentReads(agentAt(text, ['roles', 'maker']), key);
  const wild = wildPath([...path, key]).replace(/^roles\.\w+\./, 'roles.*.');
  return Object.hasOwn(actsWith, wild) ? (actsWith[wild]?.(sibling, text) ?? true) : true;
}

type Acts = (sibling: (name: string) => string | undefined, text: string) => boolean;

const deliveredAs =
  (...ways: readonly string[]): Acts =>
  (sibling) =>
    ways.includes(sibling('as') ?? 'merge');

const inCage: Acts = (sibling) => sibling('sandbox') !== 'off';

/** A limit on tokens or dollars needs agents that tell what they use. */
const usageIsTold: Acts = (_, text) =>
  agentRoles.every((role) => {
    const agent = agentAt(text, ['roles', role]);
    return agent === undefined || !isDriven(agent) || capabilitiesOf[agent].usage !== 'none';
  });

/** Fields that act only with another one, by their paths. */
const actsWith: Readonly<Record<string, Acts>> = {
  'roles.*.connectors': (_, text) => idsIn(text, ['connectors']).length > 0,
  'deliver.into': deliveredAs('merge', 'pull-request'),
  'deliver.squash': deliveredAs('merge', 'branch', 'pull-request'),
  'deliver.remote': deliveredAs('pull-request'),
  'deliver.draft': deliveredAs('pull-request'),
  'deliver.labels': deliveredAs('pull-request'),
  'items.format': (_, text) => writtenAt(text, ['items', 'from', 'findings']) === undefined,
  'gates.*.comprehension': (sibling) => !['item', 'spend'].includes(sibling('before') ?? ''),
  'gates.*.on-timeout': (sibling) => sibling('timeout-hours') !== undefined,
  'on.manual.inputs.*.options': (sibling) => sibling('type') === 'choice',
  'policy.oracle-paths': (sibling) => sibling('oracles') !== 'free',
  ...Object.fromEntries(
    ['budget', 'budget.per-item', 'budget.per-day'].flatMap((part) => [
      [`${part}.max-tokens`, usageIsTold],
      [`${part}.max-cost-usd`, usageIsTold],
    ]),
  ),
  'policy.network': inCage,
  'policy.read': inCage,
  'policy.write': inCage,
};

const isReport = (text: string): boolean => writtenAt(text, ['deliver', 'as']) === 'report';

const has = (text: string, role: AgentRole): boolean => writtenAt(text, ['roles', role]) !== undefined;

/** A loop with an explorer alone; one that has no role yet will have a maker, most likely. */
const onlyLooks = (text: string): boolean => isReport(text) || (has(text, 'explorer') && !has(text, 'maker'));

/** Of a loop that changes something; a report is made by an explorer alone. */
const aboutChanges: readonly string[] = [
  'goal',
  'checks',
  'metrics',
  'policy',
  'roles.checker',
  'roles.judge',
  'isolation.branch',
];

/** The agent of a role by what is written of it; undefined where nothing is: then only what needs another agent is left out. */
export function agentOf(agent: string | undefined, run: string | undefined): string | undefined {
  if (agent !== undefined && agent !== '') return splitAgent(agent).agent;
  return run === undefined ? undefined : 'command';
}

/** The agent of the role that a path goes through. */
export function agentAt(text: string, path: Path): string | undefined {
  const role = agentRoles.find((name) => path[0] === 'roles' && path[1] === name);
  const field = (name: string) => (role === undefined ? undefined : writtenAt(text, ['roles', role, name]));
  return agentOf(field('agent'), field('run'));
}

/** What agents that are not driven never read. */
const unreadBy: Readonly<Record<string, readonly string[]>> = {
  repair: ['run', 'command', 'prompt', 'model', 'effort', 'skills', 'connectors', 'max-turns', 'session'],
  command: ['command', 'skills', 'connectors', 'max-turns'],
  auto: ['run', 'command'],
  acp: ['run'],
};
const unreadByDriven: readonly string[] = ['run', 'command'];

const needs: readonly AgentNeed[] = ['model', 'effort', 'skills', 'connectors', 'max-turns'];

function agentReads(agent: string | undefined, key: string): boolean {
  if (agent === undefined) return key !== 'command';
  const unread = Object.hasOwn(unreadBy, agent) ? unreadBy[agent] : isDriven(agent) ? unreadByDriven : [];
  if (unread?.includes(key)) return false;
  const need = needs.find((one) => one === key);
  return need === undefined || !isDriven(agent) || ableTo(need).includes(agent);
}

/** The same for a value: a choice that is a problem beside what is written already. */
export function fitsValue(text: string, path: Path, { value }: { readonly value: string }): boolean {
  const [top, id, field] = path;
  if (top === 'roles' && field === 'session') return agentTakesSession(agentAt(text, path), value);
  if (top === 'deliver' && id === 'as') {
    return value === 'report' ? !has(text, 'maker') : !has(text, 'explorer') || has(text, 'maker');
  }
  if (top === 'checks' && field === 'flaky') {
    return value !== 'quarantine' || Number(writtenAt(text, ['checks', String(id), 'repeat']) ?? 1) > 1;
  }
  if (top === 'policy' && id === 'sandbox') return value !== 'off' || keepsItself(agentAt(text, ['roles', 'maker']));
  if (top === 'gates' && field === 'before') return fitsGate(text, String(id), value);
  return true;
}

/** Whether a maker is kept in without a cage: by a sandbox of its own, or because it runs no commands of a model. */
const keepsItself = (agent: string | undefined): boolean =>
  agent !== undefined && agent !== 'auto' && (!isDriven(agent) || capabilitiesOf[agent].readOnly === 'sandbox');

function fitsGate(text: string, id: string, before: string): boolean {
  const as = writtenAt(text, ['deliver', 'as']) ?? 'merge';
  if (before === 'item' && writtenAt(text, ['items']) === undefined) return false;
  if (before === 'merge' && as !== 'merge') return false;
  if (before === 'item' || before === 'spend') return writtenAt(text, ['gates', id, 'comprehension']) === undefined;
  return as !== 'report';
}

/** Whether an agent can go on with a session in this way. */
function agentTakesSession(agent: string | undefined, mode: string): boolean {
  const need = `session: ${mode}`;
  if (agent === 'command') return mode !== 'fork';
  if (agent === undefined || !isDriven(agent) || (need !== 'session: fork' && need !== 'session: continue'))
    return true;
  return ableTo(need).includes(agent);
}
