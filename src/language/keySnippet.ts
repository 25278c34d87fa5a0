import { quote } from './eaten.ts';
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

/**
 * A key with the skeleton of its value; `flow` inside braces, else in block style with two spaces a level, its further
 * lines indented by `indent` more than the first.
 */
export function keySnippet(key: string, schema: JsonSchema, flow: boolean, indent = ''): string {
  return entry(key, schema, flow, indent, new Places());
}

function entry(key: string, schema: JsonSchema, flow: boolean, indent: string, places: Places): string {
  const form = firstForm(schema);
  if (form.type === 'object') return `${key}:${objectValue(form, flow, `${indent}  `, places)}`;
  if (form.type === 'array') return `${key}:${listValue(schema, form, flow, indent, places)}`;
  return `${key}: ${scalarValue(form, flow, places)}`;
}

/** The form of a value that is written first; what the whole field shows as an example goes before the form's own. */
function firstForm(schema: JsonSchema): JsonSchema {
  const form = forms(schema)[0] ?? schema;
  const [example] = schema.examples ?? [];
  return typeof example === 'string' && form.type === 'string' ? { ...form, examples: [example] } : form;
}

function listValue(schema: JsonSchema, form: JsonSchema, flow: boolean, indent: string, places: Places): string {
  const item = form.items && forms(form.items)[0];
  if (item?.type === 'object') {
    const inside = objectValue(item, flow, `${indent}    `, places).trim();
    return flow ? ` [${inside}]` : `\n${indent}  - ${inside}`;
  }
  const example = schema.examples?.[0];
  const first = Array.isArray(example) && typeof example[0] !== 'object' ? String(example[0]) : '';
  const held = first === '' ? places.empty : places.hold(first);
  const isPlain = /^[\w ./-]*$/.test(first);
  return flow || !isPlain ? ` [${isPlain ? held : `"${held}"`}]` : `\n${indent}  - ${held}`;
}

function objectValue(schema: JsonSchema, flow: boolean, indent: string, places: Places): string {
  const properties = schema.properties ?? {};
  const entries = (schema.required ?? []).flatMap((key) => {
    const property = properties[key];
    return property ? [entry(key, property, flow, indent, places)] : [];
  });
  // Where nothing must be written, what the example writes first.
  const [first] = entries.length > 0 ? [] : exampleKeys(schema);
  const property = first === undefined ? undefined : properties[first];
  if (first !== undefined && property) entries.push(entry(first, property, flow, indent, places));
  if (entries.length === 0) entries.push(freeEntry(schema, places));
  return flow ? ` { ${entries.join(', ')} }` : entries.map((text) => `\n${indent}${text}`).join('');
}

function exampleKeys({ examples }: JsonSchema): readonly string[] {
  const [example] = examples ?? [];
  return typeof example === 'object' && example !== null && !Array.isArray(example) ? Object.keys(example) : [];
}

/** For a map of names of the author's own: the first example's. */
function freeEntry(schema: JsonSchema, places: Places): string {
  const example = schema.properties ? undefined : schema.examples?.[0];
  const first = typeof example === 'object' && example !== null ? Object.entries(example)[0] : undefined;
  if (!first) return places.empty;
  const value = typeof first[1] === 'object' ? JSON.stringify(first[1]).replace(/"(\w+)":/g, '$1: ') : String(first[1]);
  return `${places.hold(first[0])}: ${places.hold(value)}`;
}

function scalarValue(schema: JsonSchema, flow: boolean, places: Places): string {
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
  if (typeof example !== 'string') return example === undefined ? places.empty : places.hold(String(example));
  const written = plainOrQuoted(example, flow);
  if (written === example) return places.hold(example);
  return `${written[0]}${places.hold(written.slice(1, -1))}${written.at(-1)}`;
}

/** A text as YAML reads it back, in quotes only where it must be; inside braces more must. */
export function plainOrQuoted(text: string, flow: boolean): string {
  const isEaten = /^[\s\d?:,[\]{}#&*!|>'"%@`-]|: | #|:$/.test(text) || /^(true|false|null|~)$/i.test(text);
  return isEaten || (flow && /[,[\]{}]/.test(text)) ? quote(text) : text;
}
