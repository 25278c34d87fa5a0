import { idsIn, writtenAt } from './checkIds.ts';
import { type Item, unique } from './completionItem.ts';
import type { Cursor } from './cursor/cursor.ts';
import { defaultWords, fieldMarkdown } from './fieldMarkdown.ts';
import { fitsHere } from './fittingKeys.ts';
import { firstCondition } from './goalCompletion.ts';
import type { JsonSchema } from './jsonSchema.ts';
import { keySnippet, newEntry, skeletonKeys } from './keySnippet.ts';
import type { ParseOptions } from './parseLoop.ts';
import type { Path } from './reading.ts';
import { forms, schemasAt } from './schemaWalk.ts';
import { snakeCase } from './shape.ts';
import { isTemplate } from './templates.ts';
import { choices } from './valueCompletion.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

/** A map that a key can be written in. */
export interface KeyPlace {
  readonly text: string;
  readonly path: Path;
  readonly present: readonly string[];
  readonly flow: boolean;
  /** True where a colon follows already. */
  readonly hasValue: boolean;
  /** What the lines of a value are indented by beside the indentation of the line. */
  readonly indent: string;
}

export const keyPlace = (text: string, { path, present, flow, hasValue }: Cursor & { kind: 'key' }): KeyPlace => ({
  text,
  path,
  present,
  flow,
  hasValue,
  indent: '',
});

/** The keys that can be written in a map: none that is there already, none that would be a problem beside the others. */
export function keys(place: KeyPlace, options: ParseOptions): readonly Item[] {
  const { text, path, present } = place;
  const maps = schemasAt(path)
    .flatMap(forms)
    .filter(({ type }) => type === 'object');
  // Of forms that exclude each other those that have all that is written already.
  const fitting = maps.filter(({ properties = {} }) => present.every((key) => Object.hasOwn(properties, key)));
  const named = (fitting.length > 0 ? fitting : maps).flatMap((schema) =>
    inOrder(path, schema)
      .filter(([key]) => !present.includes(key) && fitsHere(text, path, key))
      .map(([key, field]) => keyItem(key, field, (schema.required ?? []).includes(key), place, options)),
  );
  return unique([...named, ...maps.flatMap((schema) => ownNames(schema, place, options.index))]);
}

function keyItem(key: string, field: JsonSchema, required: boolean, place: KeyPlace, options: ParseOptions): Item {
  const fallback = defaultWords(field)?.replaceAll('`', '');
  const detail = required ? 'required' : fallback === undefined ? undefined : `default: ${fallback}`;
  return {
    label: key,
    kind: 'key',
    insert: place.hasValue ? key : keySnippet(key, narrowed(key, field, place, options), place.flow, place.indent),
    documentation: fieldMarkdown([...place.path, key]) ?? '',
    preferred: required,
    ...(detail === undefined ? {} : { detail }),
  };
}

/** A field with the choices and the example that are no problem beside what is written already. */
function narrowed(key: string, field: JsonSchema, place: KeyPlace, options: ParseOptions): JsonSchema {
  const { text, path } = place;
  const whole = [...path, key];
  const first = forms(field)[0] ?? field;
  if (first['x-loop']?.lang === 'cel') {
    const example = firstCondition(text, whole, first['x-loop']) ?? first.examples?.[0];
    return { ...first, examples: example === undefined ? [] : [example] };
  }
  // A map of names of the author's own has an example for one.
  if (first.type === 'object' && !first.properties) return field;
  if (first.type === 'object') return { ...first, properties: narrowedBelow(whole, first, place, options) };
  if (first['x-loop'] && isTemplate(first['x-loop'])) return { ...first, examples: [plainExample(text, field)] };
  const isList = first.type === 'array';
  const offered = choices(text, isList ? [...whole, 0] : whole, options);
  if (offered === undefined) return field;
  if (isList) return { ...first, examples: offered.length === 0 ? [] : [[offered[0]]] };
  return first.enum
    ? { ...first, enum: offered, ...(offered.includes(field.examples?.[0]) ? {} : { examples: offered.slice(0, 1) }) }
    : { ...first, examples: offered.slice(0, 1) };
}

/** Of a map what its skeleton writes; the rest stays as it is. */
function narrowedBelow(
  path: Path,
  schema: JsonSchema,
  place: KeyPlace,
  options: ParseOptions,
): Readonly<Record<string, JsonSchema>> {
  const { properties = {} } = schema;
  const below = { ...place, path };
  const written = skeletonKeys(schema).flatMap((key) => {
    const field = properties[key];
    return field ? [[key, narrowed(key, field, below, options)] as const] : [];
  });
  return { ...properties, ...Object.fromEntries(written) };
}

/** An example that names no item where the loop has none. */
function plainExample(text: string, { examples = [] }: JsonSchema): string {
  const hasItems = writtenAt(text, ['items']) !== undefined;
  const plain = examples.find((example) => hasItems || !/\$\{\{\s*item\.(?!id\b)/.test(String(example)));
  return plain === undefined ? 'What to do, in a sentence or two.' : String(plain);
}

/** What a person writes first, after what must be written. */
const early: readonly string[] = ['checks', 'goal', 'budget'];

/** The keys of a map in the order that a person writes them. */
function inOrder(path: Path, schema: JsonSchema): readonly (readonly [string, JsonSchema])[] {
  const { properties = {}, required = [] } = schema;
  const rank = (key: string): number => {
    if (required.includes(key)) return -1;
    const place = path.length === 0 ? early.indexOf(key) : -1;
    return place === -1 ? early.length : place;
  };
  return Object.entries(properties).sort(([a], [b]) => rank(a) - rank(b));
}

/** Names of the author's own have no list to choose from: the usual first ones, with their values. */
function ownNames(schema: JsonSchema, place: KeyPlace, index: WorkspaceIndex | undefined): readonly Item[] {
  if (schema.properties || typeof schema.additionalProperties !== 'object' || place.hasValue) return [];
  const { path, text, present, flow } = place;
  const written = path.length === 1 && path[0] === 'connectors' ? connectorNames(index) : [];
  const usual = (schemasAt(path)[0]?.examples ?? schema.examples ?? []).flatMap((example) =>
    typeof example === 'object' && example !== null ? Object.entries(example) : [],
  );
  const taken = new Set([...present, ...(path.every((step) => typeof step === 'string') ? idsIn(text, path) : [])]);
  return [...written, ...usual]
    .filter(([name]) => !taken.has(name))
    .map(([name, value]) => ({
      label: name,
      kind: 'name',
      insert: newEntry(name, value, flow, place.indent),
      detail: 'a name of your own, in snake_case',
      documentation: fieldMarkdown(path) ?? '',
    }));
}

/** A connector for each server of `.mcp.json`. */
const connectorNames = (index: WorkspaceIndex | undefined): readonly (readonly [string, unknown])[] =>
  (index?.servers ?? []).map(({ name }) => [snakeCase(name), { mcp: name }] as const);
