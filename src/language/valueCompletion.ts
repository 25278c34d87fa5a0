import { type Item, literal, unique } from './completionItem.ts';
import type { Quote } from './cursor/cursor.ts';
import { fitsValue } from './fittingKeys.ts';
import type { JsonSchema } from './jsonSchema.ts';
import { plainOrQuoted } from './keySnippet.ts';
import { type NamedValue, namedValues } from './namedValues.ts';
import type { ParseOptions } from './parseLoop.ts';
import type { Path } from './reading.ts';
import { forms, schemasAt } from './schemaWalk.ts';
import { valueMeaning } from './valueMeanings.ts';

/** How a value has to be written where it goes. */
export type Style = 'plain' | 'flow' | Quote;

/** What can be written as the value at a path: choices, names that there are, defaults and examples. */
export function values(text: string, path: Path, style: Style, options: ParseOptions): readonly Item[] {
  const named = namedValues(text, path, options);
  if (named !== undefined) return unique(named.map((value) => item(value, style)));
  const schemas = schemasAt(path).flatMap(forms);
  const description = schemasAt(path).find((schema) => schema.description)?.description;
  const found = schemas.flatMap((schema) => schemaValues(schema, path, description));
  return unique(found.filter((value) => fitsValue(text, path, value)).map((value) => item(value, style)));
}

/** The same for a place that takes a list: each value as a list of its own, or as an entry below the key. */
export function listValues(
  text: string,
  path: Path,
  form: 'brackets' | 'dash',
  options: ParseOptions,
): readonly Item[] {
  const isList = schemasAt(path)
    .flatMap(forms)
    .some(({ items }) => items !== undefined);
  if (!isList) return [];
  return values(text, [...path, 0], form === 'dash' ? 'plain' : 'flow', options).map((value) => ({
    ...value,
    insert: form === 'dash' ? `- ${value.insert}` : `[${value.insert}]`,
  }));
}

/** The values of a choice, and names that there are; undefined where anything can be written. */
export function choices(text: string, path: Path, options: ParseOptions): readonly unknown[] | undefined {
  const named = namedValues(text, path, options);
  if (named !== undefined) return named.map(({ value, isText = true }) => (isText ? value : JSON.parse(value)));
  const listed = schemasAt(path)
    .flatMap(forms)
    .flatMap((schema) => schema.enum ?? []);
  return listed.length === 0 ? undefined : listed.filter((value) => fitsValue(text, path, { value: String(value) }));
}

function schemaValues(schema: JsonSchema, path: Path, description: string | undefined): readonly NamedValue[] {
  const listed = schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
  const all = schema.type === 'boolean' ? [true, false] : listed;
  const preferred = schema.default ?? schema.examples?.[0];
  const examples = (schema.examples ?? []).filter((example) => typeof example !== 'object');
  const isChoice = all.length > 0;
  return (isChoice ? all : examples).map((value) => {
    const meaning = isChoice ? valueMeaning(path, String(value)) : undefined;
    const about = [meaning, schema.description ?? description].filter((part) => part !== undefined);
    return {
      value: String(value),
      isText: typeof value === 'string',
      documentation: about.join('\n\n'),
      preferred: value === preferred,
      ...(value === schema.default ? { detail: 'default' } : isChoice ? {} : { detail: 'example' }),
    };
  });
}

function item({ value, isText = true, detail, documentation = '', preferred = false }: NamedValue, style: Style): Item {
  const insert = literal(isText ? written(value, style) : value);
  return { label: value, kind: 'value', insert, documentation, preferred, ...(detail ? { detail } : {}) };
}

function written(value: string, style: Style): string {
  if (style === '"') return JSON.stringify(value).slice(1, -1);
  if (style === "'") return value.replaceAll("'", "''");
  return plainOrQuoted(value, style === 'flow');
}
