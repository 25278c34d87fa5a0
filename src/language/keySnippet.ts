import { literal } from './completionItem.ts';
import { quote } from './eaten.ts';
import type { JsonSchema } from './jsonSchema.ts';
import { forms } from './schemaWalk.ts';

/** Numbers the places to fill in of one snippet. */
class Places {
  #count = 0;

  hold(text: string): string {
    this.#count += 1;
    return `\${${this.#count}:${literal(text)}}`;
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

/** An entry of a map of the author's own names, as an example shows it; both the name and the value can be typed over. */
export function newEntry(name: string, value: unknown, flow: boolean, indent = ''): string {
  const places = new Places();
  const key = places.hold(name);
  if (typeof value !== 'object' || value === null) return `${key}: ${exampleText(value, flow, places)}`;
  const entries = Object.entries(value);
  if (flow) return `${key}: ${flowValue(value)}`;
  const lines = entries.map(([below, inside]) => `\n${indent}  ${below}: ${exampleText(inside, false, places)}`);
  return `${key}:${lines.join('')}`;
}

const exampleText = (value: unknown, flow: boolean, places: Places): string => {
  if (typeof value === 'object') return flowValue(value);
  const text = typeof value === 'string' ? plainOrQuoted(value, flow) : String(value);
  if (text === value || typeof value !== 'string') return places.hold(text);
  return `${text[0]}${places.hold(text.slice(1, -1))}${text.at(-1)}`;
};

/** Data in braces and brackets, on one line. */
function flowValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowValue).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, inside]) => `${key}: ${flowValue(inside)}`)
      .join(', ')} }`;
  }
  return literal(typeof value === 'string' ? plainOrQuoted(value, true) : String(value));
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
  const entries = skeletonKeys(schema).flatMap((key) => {
    const property = properties[key];
    return property ? [entry(key, property, flow, indent, places)] : [];
  });
  if (entries.length === 0) entries.push(freeEntry(schema, places));
  return flow ? ` { ${entries.join(', ')} }` : entries.map((text) => `\n${indent}${text}`).join('');
}

/** The keys that a skeleton writes: those that must be there; where nothing must, what the example writes first. */
export function skeletonKeys({ required = [], examples = [] }: JsonSchema): readonly string[] {
  if (required.length > 0) return required;
  const [example] = examples;
  const isMap = typeof example === 'object' && example !== null && !Array.isArray(example);
  return isMap ? Object.keys(example).slice(0, 1) : [];
}

/** For a map of names of the author's own: the first example's. */
function freeEntry(schema: JsonSchema, places: Places): string {
  const example = schema.properties ? undefined : schema.examples?.[0];
  const first = typeof example === 'object' && example !== null ? Object.entries(example)[0] : undefined;
  if (!first) return places.empty;
  return `${places.hold(first[0])}: ${exampleText(first[1], false, places)}`;
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
  return example === undefined ? places.empty : exampleText(example, flow, places);
}

/** A text as YAML reads it back, in quotes only where it must be; inside braces more must. */
export function plainOrQuoted(text: string, flow: boolean): string {
  const isEaten = /^[\s\d?:,[\]{}#&*!|>'"%@`-]|: | #|:$/.test(text) || /^(true|false|null|~)$/i.test(text);
  return isEaten || (flow && /[,[\]{}]/.test(text)) ? quote(text) : text;
}
