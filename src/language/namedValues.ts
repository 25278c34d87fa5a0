import {
  type AgentName,
  agentNames,
  agentRoles,
  canHaveRole,
  capabilitiesOf,
  type DrivenAgent,
  definedAgents,
  isDriven,
} from '../model/agents.ts';
import { agentLine } from './agentWords.ts';
import { idsIn, writtenAt } from './checkIds.ts';
import { cronExamples } from './cronExamples.ts';
import { agentAt } from './fittingKeys.ts';
import { wildPath } from './idKinds.ts';
import type { ParseOptions } from './parseLoop.ts';
import type { Path } from './reading.ts';
import { nameOfFile } from './starterLoops.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

/** A value that can be written, with what is known of it. */
export interface NamedValue {
  readonly value: string;
  /** False for a number or a truth value, which is never quoted. */
  readonly isText?: boolean;
  readonly detail?: string;
  readonly documentation?: string;
  readonly preferred?: boolean;
}

/**
 * Values that the schema cannot list, because they are names of something: of the loop itself, of the repository, of the
 * world. Undefined where the schema says all.
 */
export function namedValues(
  text: string,
  path: Path,
  { index, path: file }: ParseOptions,
): readonly NamedValue[] | undefined {
  const wild = wildPath(path).replace(/^roles\.\w+\./, 'roles.*.');
  return Object.hasOwn(sources, wild) ? sources[wild]?.({ text, path, index, file }) : undefined;
}

interface Asked {
  readonly text: string;
  readonly path: Path;
  readonly index: WorkspaceIndex | undefined;
  readonly file: string | undefined;
}

/** Where the values of a field come from, by its path. */
const sources: Readonly<Record<string, (asked: Asked) => readonly NamedValue[] | undefined>> = {
  name: ({ file }) => ownName(file),
  'roles.*.agent': ({ path, index }) => agents(path[1], index),
  'roles.*.skills.*': ({ text, path, index }) => index && skills(agentAt(text, path), index),
  'roles.*.connectors.*': ({ text }) => connectors(text),
  'connectors.*.mcp': ({ index }) => index && servers(index),
  'on.loop.name': ({ text, index, file }) => index && loops(index, writtenAt(text, ['name']) ?? nameOfFile(file)),
  'items.from.findings': ({ index }) => index && loops(index, undefined),
  'on.schedule.*.timezone': () => timeZones(),
  'on.schedule.*.cron': () => cronExamples,
  'on.manual.inputs.*.default': ({ text, path }) => inputValues(text, path),
};

function ownName(file: string | undefined): readonly NamedValue[] | undefined {
  const name = nameOfFile(file);
  return name === undefined ? undefined : [{ value: name, detail: 'as the file is named', preferred: true }];
}

function agents(role: string | number | undefined, index: WorkspaceIndex | undefined): readonly NamedValue[] {
  const of = agentRoles.find((one) => one === role);
  if (of === undefined) return [];
  const fits = (name: AgentName): boolean =>
    name === 'repair' ? of === 'maker' : !isDriven(name) || canHaveRole(name, of);
  const defined = (index?.agents ?? []).filter(({ agent, fault }) => fault === undefined && isDefined(agent));
  return [
    ...agentNames.filter(fits).map((value) => ({ value, detail: agentLine(value), preferred: value === 'auto' })),
    ...defined.map(({ agent, name, file, description, model }) => ({
      value: `${agent}:${name}`,
      detail: description ?? file,
      documentation: [description, `Defined in \`${file}\`${model ? `, with the model \`${model}\`` : ''}.`]
        .filter((part) => part !== undefined)
        .join('\n\n'),
    })),
  ];
}

const isDefined = (agent: string): boolean => (definedAgents as readonly string[]).includes(agent);

/** Skills are put where the agent reads them; one that reads none is given none. */
function skills(agent: string | undefined, { skills: all }: WorkspaceIndex): readonly NamedValue[] {
  const reads = agent === undefined || agent === 'auto' || (isDriven(agent) && readsSkills(agent));
  if (!reads) return [];
  const whole = all.filter(({ fault }) => fault === undefined);
  const first = whole.filter((skill, at) => whole.findIndex(({ name }) => name === skill.name) === at);
  return first.map(({ name, description, file }) => ({
    value: name,
    ...(description === undefined ? {} : { detail: description }),
    documentation: `${description === undefined ? '' : `${description}\n\n`}\`${file}\``,
  }));
}

const readsSkills = (agent: DrivenAgent): boolean => capabilitiesOf[agent].skills !== undefined;

const connectors = (text: string): readonly NamedValue[] =>
  idsIn(text, ['connectors']).map((value) => {
    const server = writtenAt(text, ['connectors', value, 'mcp']);
    return { value, ...(server ? { detail: `the server \`${server}\` of .mcp.json` } : {}) };
  });

const servers = (index: WorkspaceIndex): readonly NamedValue[] =>
  index.servers.map(({ name, detail, file }) => ({ value: name, detail: detail ?? file }));

const loops = (index: WorkspaceIndex, own: string | undefined): readonly NamedValue[] =>
  index.loops
    .filter(({ name }) => name !== own)
    .map(({ name, description, file }) => ({
      value: name,
      detail: description ?? file,
      documentation: `${description === undefined ? '' : `${description}\n\n`}\`${file}\``,
    }));

/** The value of an input by its type. */
function inputValues(text: string, path: Path): readonly NamedValue[] {
  const at = path.slice(0, -1).map(String);
  switch (writtenAt(text, [...at, 'type'])) {
    case 'boolean':
      return ['false', 'true'].map((value) => ({ value, isText: false }));
    case 'number':
      return [{ value: '3', isText: false, detail: 'example' }];
    case 'choice':
      return optionsOf(writtenAt(text, [...at, 'options']) ?? '').map((value) => ({ value }));
    default:
      return [];
  }
}

const optionsOf = (written: string): readonly string[] =>
  /^\[(.*)\]$/
    .exec(written)?.[1]
    ?.split(',')
    .map((option) => option.trim().replace(/^(["'])(.*)\1$/, '$2'))
    .filter((option) => option !== '') ?? [];

let zones: readonly NamedValue[] | undefined;

/** Every time zone by its IANA name, UTC first. */
function timeZones(): readonly NamedValue[] {
  zones ??= [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])].map((value) => ({
    value,
    ...(value === 'UTC' ? { detail: 'default', preferred: true } : {}),
  }));
  return zones;
}
