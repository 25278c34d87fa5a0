import { nearest } from '../near.ts';
import type { ProblemData, Spot } from '../problem.ts';
import type { Reading } from '../reading.ts';
import type { WorkspaceIndex } from '../workspaceIndex.ts';
import { isWritten, keysAt, type Lint, type Text, textAt, textsAt } from './lint.ts';
import { type RoleAgent, roleAgents } from './roleAgents.ts';

type Kind = ProblemData['LW220']['kind'];

/** What a loop names and the repository does not have. Without an index nothing is called missing. */
export const notInRepository: Lint = function* ({ reading, index }) {
  if (!index) return;
  for (const role of roleAgents(reading)) yield* missingOfRole(reading, role, index);
  const servers = index.servers.map(({ name }) => name);
  for (const id of keysAt(reading, ['connectors'])) {
    yield* missing('MCP server', textAt(reading, ['connectors', id, 'mcp']), servers);
  }
  const own = textAt(reading, ['name'])?.text;
  const loops = index.loops.map(({ name }) => name);
  for (const path of [
    ['on', 'loop', 'name'],
    ['items', 'from', 'findings'],
  ]) {
    const named = textAt(reading, path);
    if (named?.text !== own) yield* missing('loop', named, loops);
  }
};

function* missingOfRole(reading: Reading, role: RoleAgent, index: WorkspaceIndex): Iterable<Spot> {
  const { agent, definition, at, path } = role;
  const definitions = index.agents.filter((one) => one.agent === agent).map(({ name }) => name);
  if (definition !== undefined && isWritten(reading, [...path, 'agent'])) {
    yield* missing('definition', { text: definition, place: { at } }, definitions);
  }
  const skills = index.skills.map(({ name }) => name);
  for (const skill of textsAt(reading, [...path, 'skills'])) yield* missing('skill', skill, skills);
}

type Named = { readonly text: string; readonly place: Pick<Text['place'], 'at'> };

function* missing(kind: Kind, named: Named | undefined, known: readonly string[]): Iterable<Spot> {
  if (named === undefined || known.includes(named.text)) return;
  const near = nearest(named.text, known);
  const { text: name, place } = named;
  yield { code: 'LW220', ...place.at, data: { kind, name, known, ...(near ? { near } : {}) } };
}

/** Skills, definitions and servers that are there and that no agent would be given. */
export const notUsable: Lint = function* ({ reading, index }) {
  if (!index) return;
  for (const id of keysAt(reading, ['connectors'])) {
    const mcp = textAt(reading, ['connectors', id, 'mcp']);
    const fault = index.servers.find(({ name }) => name === mcp?.text)?.fault;
    if (mcp && fault !== undefined) yield { code: 'LW230', ...mcp.place.at, data: { kind: 'MCP server', fault } };
  }
  for (const { agent, definition, at, path } of roleAgents(reading)) {
    const defined = index.agents.find((one) => one.agent === agent && one.name === definition);
    if (defined?.fault !== undefined) {
      yield { code: 'LW230', ...at, data: { kind: 'definition', fault: defined.fault } };
    }
    for (const { text: name, place } of textsAt(reading, [...path, 'skills'])) {
      const fault = index.skills.find((skill) => skill.name === name)?.fault;
      if (fault !== undefined) yield { code: 'LW221', ...place.at, data: { agent, able: [], skill: { name, fault } } };
    }
  }
};
