import { type AgentNeed, ableTo, canDo } from '../../model/agentNeeds.ts';
import { capabilitiesOf, type DrivenAgent, isDriven } from '../../model/agents.ts';
import { listPrices } from '../../model/listPrices.ts';
import { priceOf } from '../../model/modelPrice.ts';
import { nearest } from '../near.ts';
import type { Spot } from '../problem.ts';
import { type Path, placeAt, type Reading, type Span } from '../reading.ts';
import { entriesAt, isWritten, keyPlace, keysAt, type Lint, textAt, textsAt } from './lint.ts';
import { type RoleAgent, roleAgents } from './roleAgents.ts';

type Severity = 'error' | 'warning';

/** What agents that are not driven never read, and how bad it is to believe that they do. */
const ignoredBy: Readonly<Record<string, Readonly<Record<string, Severity>>>> = {
  repair: {
    run: 'error',
    command: 'error',
    model: 'error',
    effort: 'error',
    skills: 'error',
    connectors: 'error',
    'max-turns': 'error',
    session: 'error',
    prompt: 'warning',
  },
  command: { command: 'error', skills: 'error', connectors: 'error', 'max-turns': 'error' },
  auto: { run: 'error', command: 'error' },
  acp: { run: 'error' },
};
const ignoredByDriven: Readonly<Record<string, Severity>> = { run: 'error', command: 'error' };

/** Fields that some driven agents hold to and others do not. Of `auto` one is taken that does. */
const needed: readonly AgentNeed[] = ['model', 'effort', 'connectors', 'max-turns'];

/** A field that the chosen agent never reads or cannot hold to, in its role and where an escalation would change it. */
export const fieldIgnoredByAgent: Lint = function* ({ reading }) {
  for (const one of roleAgents(reading)) {
    const { agent, role } = one;
    const places = role === 'maker' ? [one.path, ...entriesAt(reading, ['goal', 'escalate'])] : [one.path];
    yield* neverRead(reading, agent, places);
    yield* beyondItsPower(reading, one, places);
    yield* sessionBeyondItsPower(reading, one);
    yield* toolsBeyondItsPower(reading, one);
  }
};

function* neverRead(reading: Reading, agent: string, places: readonly Path[]): Iterable<Spot> {
  const ignored = Object.hasOwn(ignoredBy, agent) ? ignoredBy[agent] : isDriven(agent) ? ignoredByDriven : undefined;
  for (const [field, severity] of Object.entries(ignored ?? {})) {
    const data = { field, agent, ...(isNeed(field) ? { able: ableTo(field) } : {}) };
    for (const key of keysOf(reading, places, field)) yield { code: 'LW222', ...key, severity, data };
  }
}

function* beyondItsPower(reading: Reading, { agent }: RoleAgent, places: readonly Path[]): Iterable<Spot> {
  if (!isDriven(agent)) return;
  for (const need of needed.filter((each) => !canDo(agent, each))) {
    for (const key of keysOf(reading, places, need)) {
      yield { code: 'LW222', ...key, severity: 'error', data: { field: need, agent, able: ableTo(need) } };
    }
  }
  if (canDo(agent, 'skills')) return;
  for (const key of keysOf(reading, places, 'skills')) {
    yield { code: 'LW221', ...key, severity: 'error', data: { agent, able: ableTo('skills') } };
  }
}

/** A `command` is told by LOOPWRIGHT_SESSION to go on or to begin anew, and nothing more. */
function* sessionBeyondItsPower(reading: Reading, { agent, path }: RoleAgent): Iterable<Spot> {
  const session = textAt(reading, [...path, 'session']);
  if (session?.text !== 'fork' && session?.text !== 'continue') return;
  const need = `session: ${session.text}` as const;
  const isBeyond = agent === 'command' ? session.text === 'fork' : isDriven(agent) && !canDo(agent, need);
  if (!isBeyond) return;
  yield { code: 'LW222', ...session.place.at, severity: 'error', data: { field: need, agent, able: ableTo(need) } };
}

/** A connector of which only some tools may be used, and an agent that is not kept to them. */
function* toolsBeyondItsPower(reading: Reading, { agent, path }: RoleAgent): Iterable<Spot> {
  const need = 'connectors.*.tools';
  if (!isDriven(agent) || canDo(agent, need)) return;
  const able = ableTo(need).filter((other) => canDo(other, 'connectors'));
  for (const { text, place } of textsAt(reading, [...path, 'connectors'])) {
    if (!isWritten(reading, ['connectors', text, 'tools'])) continue;
    const field = `connectors.${text}.tools`;
    yield { code: 'LW222', ...place.at, severity: 'error', data: { field, agent, able } };
  }
}

const isNeed = (field: string): field is AgentNeed =>
  field === 'skills' || (needed as readonly string[]).includes(field);

const keysOf = (reading: Reading, places: readonly Path[], field: string) =>
  places.flatMap((path) => placeAt(reading, [...path, field])?.key ?? []);

/** `agent: command` without a command, `agent: acp` without a program, and agents that nobody tells what to do. */
export const agentWithoutItsPart: Lint = function* ({ reading }) {
  for (const { role, path, agent, at } of roleAgents(reading)) {
    const lacks = (key: string): boolean => !isWritten(reading, [...path, key]);
    const data = { within: path.join('.'), because: `agent: ${agent}` };
    if (agent === 'command' && lacks('run')) yield { code: 'LW106', ...at, data: { key: 'run', ...data } };
    if (agent === 'acp' && lacks('command')) yield { code: 'LW106', ...at, data: { key: 'command', ...data } };
    const isTold = role === 'checker' || role === 'judge' || !isDriven(agent) || !lacks('prompt');
    if (isTold) continue;
    const severity = role === 'explorer' ? 'error' : 'warning';
    yield { code: 'LW106', ...at, severity, data: { key: 'prompt', ...data } };
  }
};

/** A role that may only read, and an agent that nothing keeps to it. */
export const reviewerMayWrite: Lint = function* ({ reading }) {
  for (const { role, agent, at } of roleAgents(reading)) {
    if (role === 'maker' || !isDriven(agent)) continue;
    const { readOnly } = capabilitiesOf[agent];
    if (readOnly === 'asked' || readOnly === 'none') yield { code: 'LW309', ...at, data: { role, agent } };
  }
};

/** What tells two performances of a role apart. */
const telling = ['run', 'command', 'model', 'prompt'];

/** A reviewer that is asked the same by the same model. */
export const reviewerIsMaker: Lint = function* ({ reading }) {
  const all = roleAgents(reading);
  const maker = all.find(({ role }) => role === 'maker');
  if (maker === undefined) return;
  for (const one of all) {
    if (one.role !== 'checker' && one.role !== 'judge') continue;
    const isSame =
      one.agent === maker.agent &&
      one.definition === maker.definition &&
      telling.every((key) => textAt(reading, [...one.path, key])?.text === textAt(reading, [...maker.path, key])?.text);
    if (isSame) yield { code: 'LW301', ...one.at, data: { role: one.role, agent: one.agent } };
  }
};

/** Connectors that a role names and the loop does not declare, and such that no role names. */
export const connectorNotDeclared: Lint = function* ({ reading }) {
  const known = keysAt(reading, ['connectors']);
  const named = roleAgents(reading).flatMap(({ path }) => textsAt(reading, [...path, 'connectors']));
  const declared = new Set(known);
  for (const { text: name, place } of named) {
    if (declared.has(name)) continue;
    const near = nearest(name, known);
    yield { code: 'LW203', ...place.at, data: { kind: 'connector', name, known, ...(near ? { near } : {}) } };
  }
  const used = new Set(named.map(({ text }) => text));
  for (const name of known.filter((one) => !used.has(one))) {
    const key = keyPlace(reading, ['connectors', name]);
    const data = { field: `connectors.${name}`, needs: 'roles.<role>.connectors' };
    if (key) yield { code: 'LW333', ...key, severity: 'warning', data };
  }
};

const limits = ['', 'per-item', 'per-day'].flatMap((part) =>
  (['max-cost-usd', 'max-tokens'] as const).map((key) => ({
    path: ['budget', ...(part === '' ? [] : [part]), key],
    key,
  })),
);

/** A limit on what one of the agents does not tell. */
export const limitOnTheUnknown: Lint = function* ({ reading }) {
  const agents = roleAgents(reading).flatMap(({ agent }) => (isDriven(agent) ? [agent] : []));
  const silent = agents.find((agent) => capabilitiesOf[agent].usage === 'none');
  const unpriced = isWritten(reading, ['budget', 'price']) ? undefined : unpricedModel(reading);
  for (const { path, key } of limits) {
    const at = keyPlace(reading, path);
    if (!at) continue;
    const field = path.join('.');
    if (silent) yield { code: 'LW226', ...at, severity: 'error', data: { agent: silent, field, untold: 'usage' } };
    else if (key === 'max-tokens') yield* tooFewTokens(reading, agents, field, at);
    else if (unpriced) yield { code: 'LW226', ...at, data: { ...unpriced, field, untold: 'cost' } };
  }
};

/**
 * A model that is named, whose agent tells no cost and of which the list has no price. Which one an agent takes where none is
 * named is known when it runs.
 */
function unpricedModel(reading: Reading): { readonly agent: string; readonly model: string } | undefined {
  for (const { agent, role, path } of roleAgents(reading)) {
    if (!isDriven(agent) || capabilitiesOf[agent].cost) continue;
    const places = role === 'maker' ? [path, ...entriesAt(reading, ['goal', 'escalate'])] : [path];
    const models = places.flatMap((place) => textAt(reading, [...place, 'model'])?.text ?? []);
    const model = models.find((name) => priceOf(name, listPrices) === undefined);
    if (model !== undefined) return { agent, model };
  }
  return undefined;
}

/** Limits that such an agent is held to in full. */
const sureLimits = ['max-cost-usd', 'max-iterations', 'timeout-minutes'];

/** Tokens of an agent that tells only its last call are a part of what it used. */
function* tooFewTokens(reading: Reading, agents: readonly DrivenAgent[], field: string, at: Span): Iterable<Spot> {
  const agent = agents.find((one) => capabilitiesOf[one].usage === 'last-step');
  if (agent === undefined || sureLimits.some((limit) => isWritten(reading, ['budget', limit]))) return;
  yield { code: 'LW226', ...at, data: { agent, field, untold: 'all but the last call' } };
}
