import { stringify } from 'yaml';
import { enforcedBy, enforcerWords, sentenceOf } from './enforcement.ts';
import type { JsonSchema } from './jsonSchema.ts';
import { forms, schemasAt } from './schemaWalk.ts';
import { valueMeaning } from './valueMeanings.ts';

/** What a value may be, in words. */
export function valueWords(schema: JsonSchema): string {
  const words = forms(schema).map(formWords);
  return [...new Set(words)].join(', or ');
}

function formWords(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema['x-loop']?.lang === 'cel') return 'an expression';
  if (schema.type === 'object') return 'a map';
  if (schema.type === 'array') return `a list, each ${schema.items ? formWords(schema.items) : 'anything'}`;
  if (schema.type === 'boolean') return '`true` or `false`';
  if (schema.type === 'string') return schema['x-loop']?.lang === 'shell' ? 'a command' : 'a text';
  const number = schema.type === 'integer' ? 'a whole number' : 'a number';
  const least = schema.minimum ?? schema.exclusiveMinimum;
  const from = least === undefined ? '' : ` ${schema.minimum === undefined ? 'above' : 'from'} ${least}`;
  return `${number}${from}${schema.maximum === undefined ? '' : ` to ${schema.maximum}`}`;
}

/** A default in one line; undefined where a field has none or it says nothing. */
export function defaultWords(schema: JsonSchema): string | undefined {
  const { default: value } = schema;
  if (value === undefined || (typeof value === 'object' && Object.keys(value ?? {}).length === 0)) return undefined;
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

/** An example as it is written in a loop file. */
export const exampleYaml = (key: string, example: unknown): string =>
  stringify({ [key]: example }, { lineWidth: 0 }).trimEnd();

/** The words about a field never change, and completion asks for those of every key of a map. */
const made = new Map<string, string | undefined>();
const mostRemembered = 1000;

/** The paragraph about a field, as Markdown; undefined where the schema knows none. */
export function fieldMarkdown(path: readonly (string | number)[]): string | undefined {
  const key = JSON.stringify(path);
  if (made.has(key)) return made.get(key);
  if (made.size >= mostRemembered) made.clear();
  const markdown = makeMarkdown(path);
  made.set(key, markdown);
  return markdown;
}

function makeMarkdown(path: readonly (string | number)[]): string | undefined {
  const schemas = schemasAt(path);
  const schema = schemas.find(({ description }) => description !== undefined) ?? schemas[0];
  const key = path.at(-1);
  if (!schema || typeof key !== 'string') return undefined;
  const fallback = defaultWords(schema);
  const facts = `Takes ${valueWords(schema)}.${fallback ? ` Default: ${fallback}.` : ''}`;
  const example = schema.examples?.[0];
  const shown = example === undefined ? '' : `\n\n\`\`\`yaml\n${exampleYaml(key, example)}\n\`\`\``;
  const meanings = meaningsMarkdown(path, schema);
  return `${schema.description ? `${schema.description}\n\n` : ''}${facts}${enforcedWords(schema)}${meanings}${shown}`;
}

/** The choices of a field with what each means. */
function meaningsMarkdown(path: readonly (string | number)[], schema: JsonSchema): string {
  const choices = forms(schema).flatMap((form) => form.enum ?? form.items?.enum ?? []);
  const list = forms(schema).some((form) => form.items?.enum !== undefined) ? [...path, 0] : path;
  const lines = choices.flatMap((value) => {
    const meaning = valueMeaning(list, String(value));
    return meaning === undefined ? [] : [`- \`${String(value)}\`: ${meaning}`];
  });
  return lines.length === 0 ? '' : `\n\n${lines.join('\n')}`;
}

/** Which parts of Loopwright hold to a field. */
function enforcedWords(schema: JsonSchema): string {
  const enforcers = enforcedBy(schema).map((one) => enforcerWords[one]);
  return enforcers.length === 0 ? '' : ` Enforced by ${sentenceOf(enforcers)}.`;
}
