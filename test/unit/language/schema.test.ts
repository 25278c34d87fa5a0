import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loopFileDocument, smallestLoop } from '../../../src/language/documents.ts';
import { exampleYaml } from '../../../src/language/fieldMarkdown.ts';
import { exampleIdIn } from '../../../src/language/idKinds.ts';
import { type JsonSchema, loopJsonSchema } from '../../../src/language/jsonSchema.ts';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import { problemsReadme } from '../../../src/language/problemPages.ts';
import { problemTexts } from '../../../src/language/problemText.ts';
import { forms } from '../../../src/language/schemaWalk.ts';
import { loopFileSchema } from '../../../src/model/loopFile.ts';
import { fullLoop, otherLoops, warnedLoop } from './fullLoop.ts';

type Step = string | number;

interface Field {
  readonly path: readonly Step[];
  readonly schema: JsonSchema;
}

/** Every field of the schema, with an id in maps of the author's own ids and 0 in lists. */
function fieldsOf(schema: JsonSchema, path: readonly Step[]): readonly Field[] {
  return forms(schema).flatMap((form) => [
    ...Object.entries(form.properties ?? {}).flatMap(([key, below]) => [
      { path: [...path, key], schema: below },
      ...fieldsOf(below, [...path, key]),
    ]),
    ...(typeof form.additionalProperties === 'object'
      ? fieldsOf(form.additionalProperties, [...path, exampleIdIn(path)])
      : []),
    ...(form.items ? fieldsOf(form.items, [...path, 0]) : []),
  ]);
}

const fields = fieldsOf(loopJsonSchema(), []);

const whole: unknown = parse(fullLoop);

/** Keys that stand alone in their map. */
const alone = ['file', 'findings'];

/** The full loop with one value set. */
function withValue(path: readonly Step[], value: unknown): unknown {
  const set = (at: unknown, [step, ...rest]: readonly Step[]): unknown => {
    if (step === undefined) return value;
    if (typeof step === 'number') return [set(Array.isArray(at) ? at[0] : {}, rest)];
    const before = typeof at === 'object' && at !== null && !Array.isArray(at) ? at : {};
    if (rest.length === 0 && alone.includes(step) && path.includes('from')) return { [step]: value };
    return { ...before, [step]: set((before as Record<string, unknown>)[step], rest) };
  };
  return set(whole, path);
}

/** Whether a field is written; `*` is any id and 0 any entry. */
function has(value: unknown, [step, ...rest]: readonly Step[]): boolean {
  if (step === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  if (step === '*' || step === 0) return Object.values(value).some((below) => has(below, rest));
  return Object.hasOwn(value, step) && has((value as Record<string, unknown>)[String(step)], rest);
}

describe('the schema', () => {
  it('has more than a hundred fields', () => {
    expect(fields.length).toBeGreaterThan(100);
  });

  it.each(fields.map((field) => [field.path.join('.'), field] as const))(
    'describes %s and shows it',
    (_, { path, schema }) => {
      expect(schema.description).toMatch(/^[A-Z`].*\.$/);
      expect(schema.examples?.length).toBeGreaterThan(0);
      for (const example of schema.examples ?? []) {
        const result = loopFileSchema.safeParse(withValue(path, example));
        expect(result.error?.issues ?? []).toEqual([]);
      }
    },
  );

  it('keeps what the language tools need', () => {
    const goal = loopJsonSchema().properties?.['goal'];
    expect(goal?.anyOf?.[0]?.['x-loop']).toMatchObject({ lang: 'cel', context: 'goal', result: 'bool' });
    expect(loopJsonSchema().$schema).toBe('http://json-schema.org/draft-07/schema#');
  });
});

describe('the generated documents', () => {
  it('show every field with its example', () => {
    const document = loopFileDocument();
    for (const { path, schema } of fields) {
      const isId = (index: number): boolean => path[index] === exampleIdIn(path.slice(0, index)) && index > 0;
      const heading = path.map((key, index) => (key === 0 ? '[]' : isId(index) ? '<id>' : key)).join('.');
      expect(document).toContain(` \`${heading.replaceAll('.[]', '[]')}\`\n\n${schema.description}`);
      const [first = ''] = exampleYaml(String(path.at(-1)), schema.examples?.[0]).split('\n');
      expect(document).toContain(first);
    }
    expect(document).toContain(smallestLoop);
    expect(document).not.toMatch(/undefined|\[object/);
  });

  it('list every problem', () => {
    const list = problemsReadme('');
    for (const code of Object.keys(problemTexts)) expect(list).toContain(`[${code}](${code}.md)`);
    expect(list).not.toMatch(/undefined|\[object/);
  });
});

describe('real files', () => {
  const folder = join(import.meta.dirname, '..', '..', '..', 'examples', '.loops');
  const files = readdirSync(folder).filter((name) => name.endsWith('.loop.yaml'));

  it.each(files)('%s of the examples has no problem', (name) => {
    expect(parseLoop(readFileSync(join(folder, name), 'utf8'), { path: join(folder, name) }).problems).toEqual([]);
  });

  it('there is one, and the full loop uses every field', () => {
    expect(files.length).toBeGreaterThan(0);
    const written = [fullLoop, ...otherLoops, warnedLoop].map((text): unknown => parse(text));
    for (const { path } of fields) {
      const generic = path.map((step, index) => (path[index] === exampleIdIn(path.slice(0, index)) ? '*' : step));
      expect(
        written.some((loop) => has(loop, generic)),
        path.join('.'),
      ).toBe(true);
    }
  });
});
