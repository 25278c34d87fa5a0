import type * as z from 'zod';
import { capabilitiesOf, definedAgents, isDriven, splitAgent } from '../model/agents.ts';
import { quote } from './eaten.ts';
import { idKindOf } from './idKinds.ts';
import type { JsonSchema } from './jsonSchema.ts';
import { nearest } from './near.ts';
import { agentsNotYet, insteadOfKey } from './notYet.ts';
import type { Spot } from './problem.ts';
import { firstLineLength, isEaten, type Path, type Place, placeAt, type Reading } from './reading.ts';
import { forms, knownKeys, schemasAt } from './schemaWalk.ts';

type Issue = z.core.$ZodIssue;

/** More problems than anyone reads; the rest shows when these are solved. */
const maxIssues = 100;

export interface Shape<T> {
  readonly spots: readonly Spot[];
  /** The file as the schema reads it, with defaults; only where the shape has no problem. */
  readonly parsed: T | undefined;
}

/** A kind of file: its schema, and how to make the same as JSON Schema, which only the words of a problem need. */
export interface FileKind<T> {
  readonly schema: z.ZodType<T>;
  readonly json: () => JsonSchema;
  /** What a problem calls the whole file. */
  readonly name: string;
}

interface Look {
  readonly reading: Reading;
  readonly kind: { readonly json: JsonSchema; readonly name: string };
}

/** Compares a text with a schema. */
export function checkShape<T>(reading: Reading, kind: FileKind<T>): Shape<T> {
  const result = kind.schema.safeParse(reading.value);
  if (result.success) return { spots: [], parsed: result.data };
  const look: Look = { reading, kind: { json: kind.json(), name: kind.name } };
  const spots = result.error.issues
    .slice(0, maxIssues)
    .flatMap((issue) => spotsOf(issue, [], look))
    .slice(0, maxIssues);
  return { spots, parsed: undefined };
}

function spotsOf(issue: Issue, base: Path, look: Look): readonly Spot[] {
  const { reading } = look;
  const path = [...base, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  const place = placeAt(reading, path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, maxIssues).map((key) => unknownKey(path, key, look));
  }
  if (place && isEaten(place, reading)) return [];
  // The whole text is an alias, which has a problem of its own.
  if (path.length === 0 && place?.value === undefined) return [];
  if (!place || (place.value === undefined && issue.code !== 'invalid_key')) return [missing(path, look)];
  if (issue.code === 'invalid_union') return union(issue, path, place, look);
  return [wrong(issue, path, place, look)];
}

/** Of the branches whose root has the type that was written, the one with the least wrong says something useful. */
function union(issue: Issue & { code: 'invalid_union' }, path: Path, place: Place, look: Look): readonly Spot[] {
  const fitting = issue.errors.filter((errors) => !errors.some((error) => isOtherType(error, place.value)));
  const [branch] = fitting.map((errors) => ({ errors, size: sizeOf(errors) })).sort((a, b) => a.size - b.size);
  if (branch) return branch.errors.flatMap((inner) => spotsOf(inner, path, look));
  const expected = issue.errors.flatMap((errors) =>
    errors.filter((error) => isOtherType(error, place.value)).map(expectedOf),
  );
  return [wrongType(place, [...new Set(expected)].join(' or '))];
}

function isOtherType(issue: Issue, value: unknown): boolean {
  if (issue.path.length > 0) return false;
  return issue.code === 'invalid_type' || (issue.code === 'invalid_value' && typeof value === 'object');
}

const sizeOf = (issues: readonly Issue[]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);

const expectedOf = (issue: Issue): string => (issue.code === 'invalid_type' ? issue.expected : 'string');

function unknownKey(within: Path, key: string, { reading, kind }: Look): Spot {
  const path = [...within, key];
  const place = placeAt(reading, path);
  const { start, end } = place?.key ?? place?.at ?? { start: 0, end: firstLineLength(reading.text) };
  const instead = insteadOfKey(path);
  if (instead !== undefined) return { code: 'LW105', start, end, data: { what: path.join('.'), instead } };
  const known = knownKeys(within, kind.json);
  const named = within.join('.') || kind.name;
  if (known.includes(key)) {
    const other = excludedBy(within, key, { reading, kind });
    return { code: 'LW111', start, end, data: { key, other, within: named } };
  }
  const near = nearest(key, known);
  return { code: 'LW101', start, end, data: { key, within: named, known, ...(near ? { near } : {}) } };
}

/** A key beside which this one cannot stand, because no form of the map has both. */
function excludedBy(within: Path, key: string, { reading, kind }: Look): string {
  const value = placeAt(reading, within)?.value;
  const present = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const maps = schemasAt(within, kind.json).flatMap(forms);
  const isAlone = (other: string): boolean =>
    other !== key && !maps.some(({ properties = {} }) => key in properties && other in properties);
  return present.find(isAlone) ?? key;
}

/** A missing key stands nowhere: its parent's key is shown, or the first line. */
function missing(path: Path, { reading, kind }: Look): Spot {
  const within = path.slice(0, -1);
  const parent = within.length > 0 ? placeAt(reading, within) : undefined;
  const { start, end } = parent?.key ?? parent?.at ?? { start: 0, end: firstLineLength(reading.text) };
  return { code: 'LW106', start, end, data: { key: String(path.at(-1)), within: within.join('.') || kind.name } };
}

function wrong(issue: Issue, path: Path, place: Place, look: Look): Spot {
  const { start, end } = place.at;
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(place, issue.expected);
    case 'invalid_value':
      return wrongValue(issue.values.map(String), path, place, look);
    case 'too_small':
      return bound(place, issue, Number(issue.minimum), false);
    case 'too_big':
      return bound(place, issue, Number(issue.maximum), true);
    case 'invalid_key':
      return wrongKey(path, place);
    case 'invalid_format':
      // Of a text that is neither one of the agents nor the name of a definition zod tells only the latter.
      if (path.at(-1) === 'agent') return wrongValue(wordsAt(path, look), path, place, look);
      return { code: 'LW110', start, end, data: { what: lastKey(path), rule: formatRule(path) } };
    default:
      return { code: 'LW109', start, end, data: { most: false, limit: 1, exclusive: false, unit: 'entries' } };
  }
}

const wordsAt = (path: Path, { kind }: Look): readonly string[] =>
  schemasAt(path, kind.json)
    .flatMap(forms)
    .flatMap((form) => form.enum?.map(String) ?? []);

/** The key that names the form; of the reasons of `lint.ignore` each has a key of its own. */
const formatRule = (path: Path): string => (path.slice(0, 2).join('.') === 'lint.ignore' ? 'reason' : lastKey(path));

const lastKey = (path: Path): string => String(path.findLast((step) => typeof step === 'string') ?? '');

function wrongType(place: Place, expected: string): Spot {
  const { start, end } = place.at;
  const scalar = typeof place.value === 'number' || typeof place.value === 'boolean';
  const quoted = expected.includes('string') && scalar ? { quoted: quote(String(place.value)) } : {};
  return { code: 'LW107', start, end, data: { expected, got: typeOf(place.value), ...quoted } };
}

function typeOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

function wrongValue(allowed: readonly string[], path: Path, place: Place, { kind }: Look): Spot {
  const { start, end } = place.at;
  if (typeof place.value === 'object') return wrongType(place, 'string');
  const value = String(place.value);
  // `on: schedule` names a key of the long form.
  if (knownKeys(path, kind.json).includes(value)) return wrongType(place, 'object');
  if (path.at(-1) === 'agent') {
    const { agent, definition } = splitAgent(value);
    if (agentsNotYet.includes(agent.toLowerCase())) {
      return { code: 'LW229', start, end, data: { agent, supported: allowed } };
    }
    // Of a role's agents those are left out that cannot have it.
    if (isDriven(agent) && !allowed.includes(agent)) {
      const { roles } = capabilitiesOf[agent];
      return { code: 'LW228', start, end, data: { agent, role: String(path.at(-2)), roles } };
    }
    if (definition !== undefined && allowed.includes(agent)) {
      return { code: 'LW227', start, end, data: { agent, written: value, able: definedAgents } };
    }
  }
  const near = nearest(value, allowed);
  return { code: 'LW108', start, end, data: { value, allowed, ...(near ? { near } : {}) } };
}

function bound(place: Place, issue: Issue & { code: 'too_small' | 'too_big' }, limit: number, most: boolean): Spot {
  const units: Readonly<Record<string, string>> = { string: 'characters', array: 'entries' };
  const unit = units[issue.origin] ?? '';
  const empty = issue.origin === 'array' && Array.isArray(place.value) && place.value.length === 0;
  const at = empty && place.key ? place.key : place.at;
  const { start, end } = at;
  return { code: 'LW109', start, end, data: { most, limit, exclusive: issue.inclusive === false, unit } };
}

function wrongKey(path: Path, place: Place): Spot {
  const { start, end } = place.key ?? place.at;
  const id = String(path.at(-1));
  const kind = idKindOf(path);
  if (kind && id.length <= 60) return { code: 'LW102', start, end, data: { kind, id, suggestion: snakeCase(id) } };
  return { code: 'LW110', start, end, data: { what: id, rule: kind ? 'id' : lastKey(path.slice(0, -1)) } };
}

/** The snake_case of a name, a valid id for any input. */
export function snakeCase(id: string): string {
  const words = id
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '');
  return words.slice(0, 60) || 'check';
}
