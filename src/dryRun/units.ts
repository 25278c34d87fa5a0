import { type AgentRole, agentRoles, isDriven } from '../model/agents.ts';
import { branchName } from '../model/branchName.ts';
import { branchTemplate } from '../model/branchTemplate.ts';
import type { DryRole, DryUnit } from '../model/dryRun.ts';
import { type FilledFrom, fillFor } from '../model/fillFor.ts';
import { isMaking, type Loop, type Role } from '../model/loopFile.ts';
import type { Item } from '../model/steps.ts';
import { agentOf } from './agentOf.ts';
import type { LineOf } from './lines.ts';
import { promptOf } from './prompt.ts';
import { filledTrigger } from './starting.ts';
import { unknown } from './unknown.ts';
import type { DryRunWorld } from './world.ts';

/** The way of one item: its branch, its roles with what they are told, its checks with their variables. */
export function unitOf(
  loop: Loop,
  item: Item,
  inputs: FilledFrom['inputs'],
  { world, lineOf }: { readonly world: DryRunWorld; readonly lineOf: LineOf },
): DryUnit {
  const trigger = filledTrigger(loop) as FilledFrom['trigger'];
  const from = { run: unknown('run.id'), inputs, branch: branchTemplate(loop), trigger };
  const filled = fillFor(loop, from, item);
  const own = filled.ok ? filled.value.loop : loop;
  return {
    item: { id: item.id, key: item.key, data: JSON.parse(JSON.stringify(item.data)) },
    failure: filled.ok ? null : filled.error,
    branch: filled.ok && isMaking(loop) ? branchName(filled.value.branch) : null,
    roles: agentRoles.flatMap((name) => {
      const role = own.roles[name];
      return role === undefined ? [] : [roleOf(name, role, own, { world, lineOf })];
    }),
    checks: own.checks.map(({ id, run, timeoutSeconds, env, repeat, redGreen }) => {
      const line = lineOf('checks', id);
      return { line, id, run, timeoutSeconds, env: { ...env }, repeat, redGreen: redGreen ? [...redGreen] : null };
    }),
    metrics: own.metrics.map(({ id, run, timeoutSeconds, env, better, ratchet }) => {
      return { line: lineOf('metrics', id), id, run, timeoutSeconds, env: { ...env }, better, ratchet };
    }),
  };
}

function roleOf(
  name: AgentRole,
  role: Role,
  loop: Loop,
  { world, lineOf }: { readonly world: DryRunWorld; readonly lineOf: LineOf },
): DryRole {
  const agent = agentOf(name, role, world.agents);
  const minutes = role['timeout-minutes'];
  return {
    line: lineOf('roles', name),
    role: name,
    agent: agent.named,
    chosen: agent.chosen,
    agentWords: agent.words,
    model: role.model ?? null,
    effort: role.effort ?? null,
    skills: (role.skills ?? []).map((skill) => ({ name: skill, file: world.skillFile?.(skill) ?? null })),
    connectors: role.connectors.map(({ name: connector, mcp, tools }) => ({
      name: connector,
      server: mcp,
      tools: tools === undefined ? null : [...tools],
    })),
    session: sessionWords(name, role, agent.likely),
    maxTurns: role['max-turns'] ?? null,
    timeoutSeconds: minutes === undefined ? null : minutes * 60,
    run: agent.likely === 'command' ? (role.run ?? null) : (role.command?.join(' ') ?? null),
    prompt: promptOf(name, role, loop, agent),
    env: { ...role.env },
  };
}

const sessions = {
  continue: 'each pass goes on with the conversation of the one before',
  fresh: 'a new conversation each pass',
  fork: 'a new conversation each pass, which knows what the one before knew',
} as const;

function sessionWords(name: AgentRole, role: Role, agent: string): string {
  if (!isDriven(agent)) return 'none: a program is started for each pass';
  if (name === 'maker') return sessions[role.session ?? 'continue'];
  return name === 'explorer' ? 'one conversation of its own' : sessions.fresh;
}
