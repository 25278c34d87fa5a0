import type * as z from 'zod';
import { loopFileSchema } from '../model/loopFile.ts';
import { quote } from './eaten.ts';
import { nearest } from './near.ts';
import { agentsNotYet, insteadOfKey, insteadOfValue } from './notYet.ts';
import type { Spot } from './problem.ts';
import { firstLineLength, isEaten, type Path, type Place, placeAt, type Reading } from './reading.ts';
import { knownKeys } from './schemaWalk.ts';

type Issue = z.core.$ZodIssue;

/** More problems than anyone reads; the rest shows when these are solved. */
const maxIssues = 100;

export interface Shape {
  readonly spots: readonly Spot[];
  /** The file as the schema reads it, with defaults; only where the shape has no problem. */
  readonly parsed: z.output<typeof loopFileSchema> | undefined;
}

/** Compares a text with the schema. */
export function checkShape(reading: Reading): Shape {
  const result = loopFileSchema.safeParse(reading.value);
  if (result.success) return { spots: [], parsed: result.data };
  const spots = result.error.issues
    .slice(0, maxIssues)
    .flatMap((issue) => spotsOf(issue, [], reading))
    .slice(0, maxIssues);
  return { spots, parsed: undefined };
}

function spotsOf(issue: Issue, base: Path, reading: Reading): readonly Spot[] {
  const path = [...base, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  const place = placeAt(reading, path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.slice(0, maxIssues).map((key) => unknownKey(path, key, reading));
  if (place && isEaten(place, reading)) return [];
  if (!place || (place.value === undefined && issue.code !== 'invalid_key')) return [missing(path, reading)];
  if (issue.code === 'invalid_union') return union(issue, path, place, reading);
  return [wrong(issue, path, place)];
}

/** Only the branch whose root has the type that was written says something useful. */
function union(issue: Issue & { code: 'invalid_union' }, path: Path, place: Place, reading: Reading): readonly Spot[] {
  const branch = issue.errors.find((errors) => !errors.some(isRootType));
  if (branch) return branch.flatMap((inner) => spotsOf(inner, path, reading));
  const expected = issue.errors.flatMap((errors) => errors.filter(isRootType).map(expectedOf));
  return [wrongType(place, expected.join(' or '))];
}

const isRootType = (issue: Issue): boolean => issue.code === 'invalid_type' && issue.path.length === 0;

const expectedOf = (issue: Issue): string => (issue.code === 'invalid_type' ? issue.expected : 'value');

function unknownKey(within: Path, key: string, reading: Reading): Spot {
  const path = [...within, key];
  const place = placeAt(reading, path);
  const { start, end } = place?.key ?? place?.at ?? { start: 0, end: firstLineLength(reading.text) };
  const instead = insteadOfKey(path, place?.value);
  if (instead !== undefined) return { code: 'LW105', start, end, data: { what: path.join('.'), instead } };
  const known = knownKeys(within);
  const near = nearest(key, known);
  return { code: 'LW101', start, end, data: { key, within: within.join('.'), known, ...(near ? { near } : {}) } };
}

/** A missing key stands nowhere: its parent's key is shown, or the first line. */
function missing(path: Path, reading: Reading): Spot {
  const within = path.slice(0, -1);
  const parent = within.length > 0 ? placeAt(reading, within) : undefined;
  const { start, end } = parent?.key ?? parent?.at ?? { start: 0, end: firstLineLength(reading.text) };
  return { code: 'LW106', start, end, data: { key: String(path.at(-1)), within: within.join('.') } };
}

function wrong(issue: Issue, path: Path, place: Place): Spot {
  const { start, end } = place.at;
  switch (issue.code) {
    case 'invalid_type':
      return (path.length === 1 && mapNotYet(path, place)) || wrongType(place, issue.expected);
    case 'invalid_value':
      return wrongValue(issue.values.map(String), path, place);
    case 'too_small':
      return bound(place, issue, Number(issue.minimum), false);
    case 'too_big':
      return bound(place, issue, Number(issue.maximum), true);
    case 'invalid_key':
      return wrongKey(path, place);
    case 'invalid_format':
      return { code: 'LW110', start, end, data: { what: String(path.at(-1)), rule: path.join('.') } };
    default:
      return { code: 'LW109', start, end, data: { most: false, limit: 1, exclusive: false, unit: 'entries' } };
  }
}

/** `goal: { until: … }`, `on: { push: … }`: a map where this version takes one text. */
function mapNotYet(path: Path, place: Place): Spot | undefined {
  if (typeof place.value !== 'object' || place.value === null) return undefined;
  for (const key of Object.keys(place.value)) {
    const instead = insteadOfKey([...path, key], undefined);
    if (instead) return { code: 'LW105', ...place.at, data: { what: `${path.join('.')}.${key}`, instead } };
  }
  return undefined;
}

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

function wrongValue(allowed: readonly string[], path: Path, place: Place): Spot {
  const { start, end } = place.at;
  const mapped = mapNotYet(path, place);
  if (mapped) return mapped;
  if (typeof place.value === 'object') return wrongType(place, 'string');
  const value = String(place.value);
  const near = nearest(value, allowed);
  const agent = value.split(':')[0] ?? value;
  if (path.at(-1) === 'agent' && !near && agentsNotYet.includes(agent.toLowerCase())) {
    return { code: 'LW220', start, end, data: { agent: value, supported: allowed } };
  }
  const instead = insteadOfValue(path, value);
  if (instead) return { code: 'LW105', start, end, data: { what: `${path.join('.')}: ${value}`, instead } };
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
  if (path[0] === 'checks' && path.length === 2 && id.length <= 60) {
    return { code: 'LW102', start, end, data: { id, suggestion: snakeCase(id) } };
  }
  return {
    code: 'LW110',
    start,
    end,
    data: {
      what: id,
      rule: path
        .slice(0, 1)
        .concat('*', ...path.slice(2, 3))
        .join('.'),
    },
  };
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
