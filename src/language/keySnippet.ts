import type { JsonSchema } from './jsonSchema.ts';
import { forms } from './schemaWalk.ts';

/** Numbers the places to fill in of one snippet. */
class Places {
  #count = 0;

  hold(text: string): string {
    this.#count += 1;
    return `\${${this.#count}:${text.replace(/[\\$}]/g, '\\$&')}}`;
  }

  choose(values: readonly string[]): string {
    this.#count += 1;
    return values.length === 1 ? (values[0] ?? '') : `\${${this.#count}|${values.join(',')}|}`;
  }

  get empty(): string {
    this.#count += 1;
    return `$${this.#count}`;
  }
}

/** A key with the skeleton of its value; `flow` inside braces, else in block style with two spaces a level. */
export function keySnippet(key: string, schema: JsonSchema, flow: boolean): string {
  return entry(key, schema, flow, '', new Places());
}

function entry(key: string, schema: JsonSchema, flow: boolean, indent: string, places: Places): string {
  const form = forms(schema)[0] ?? schema;
  if (form.type === 'object') return `${key}:${objectValue(form, flow, `${indent}  `, places)}`;
  if (form.type !== 'array') return `${key}: ${scalarValue(form, places)}`;
  const first = Array.isArray(schema.examples?.[0]) ? String(schema.examples[0][0]) : '';
  const held = first === '' ? places.empty : places.hold(first);
  const isPlain = /^[\w ./-]*$/.test(first);
  return flow || !isPlain ? `${key}: [${isPlain ? held : `"${held}"`}]` : `${key}:\n${indent}  - ${held}`;
}

function objectValue(schema: JsonSchema, flow: boolean, indent: string, places: Places): string {
  const properties = schema.properties ?? {};
  const entries = (schema.required ?? []).flatMap((key) => {
    const property = properties[key];
    return property ? [entry(key, property, flow, indent, places)] : [];
  });
  if (entries.length === 0) entries.push(freeEntry(schema, places));
  return flow ? ` { ${entries.join(', ')} }` : entries.map((text) => `\n${indent}${text}`).join('');
}

/** For a map of names of the author's own: the first example's. */
function freeEntry(schema: JsonSchema, places: Places): string {
  const example = schema.properties ? undefined : schema.examples?.[0];
  const first = typeof example === 'object' && example !== null ? Object.entries(example)[0] : undefined;
  return first ? `${places.hold(first[0])}: ${places.hold(String(first[1]))}` : places.empty;
}

function scalarValue(schema: JsonSchema, places: Places): string {
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum) {
    const preferred = schema.examples?.[0] ?? schema.default;
    const rest = schema.enum.filter((value) => value !== preferred);
    return places.choose([...(preferred === undefined ? [] : [preferred]), ...rest].map(String));
  }
  if (schema.type === 'boolean') {
    const preferred = schema.examples?.[0] ?? schema.default;
    return places.choose(preferred === true ? ['true', 'false'] : ['false', 'true']);
  }
  const example = schema.examples?.[0] ?? schema.default;
  return example === undefined ? places.empty : places.hold(String(example));
}
