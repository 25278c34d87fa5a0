import { splitAgent } from '../../model/agents.ts';
import { keysAt, type Text, textAt, textsAt } from '../lints/lint.ts';
import type { Path, Reading } from '../reading.ts';
import { innerSpan } from './innerSpan.ts';
import type { Occurrence, Thing } from './thing.ts';

/** Where a loop names itself, and things that are not in its file: skills, definitions of agents, MCP servers, other loops. */
export function repositoryOccurrences(reading: Reading): readonly Occurrence[] {
  const at = (kind: Thing['kind'], path: Path, declares = false): readonly Occurrence[] => {
    const text = textAt(reading, path);
    return text ? occurrence(reading, kind, text, declares) : [];
  };
  const roles = keysAt(reading, ['roles']).map((role) => ['roles', role]);
  return [
    ...at('loop', ['name'], true),
    ...at('loop', ['on', 'loop', 'name']),
    ...at('loop', ['items', 'from', 'findings']),
    ...keysAt(reading, ['connectors']).flatMap((id) => at('server', ['connectors', id, 'mcp'])),
    ...roles.flatMap((role) => [
      ...at('agent', [...role, 'agent']).filter(({ thing }) => splitAgent(thing.name).definition !== undefined),
      ...textsAt(reading, [...role, 'skills']).flatMap((skill) => occurrence(reading, 'skill', skill, false)),
    ]),
  ];
}

function occurrence(
  reading: Reading,
  kind: Thing['kind'],
  { text, place }: Text,
  declares: boolean,
): readonly Occurrence[] {
  const span = innerSpan(reading.text, place.node);
  return span ? [{ thing: { kind, name: text }, span, declares }] : [];
}
