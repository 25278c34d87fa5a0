import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loopFileDocument, problemsDocument, smallestLoop } from '../../../src/language/documents.ts';
import { exampleYaml } from '../../../src/language/fieldMarkdown.ts';
import { type JsonSchema, loopJsonSchema } from '../../../src/language/jsonSchema.ts';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import { problemTexts } from '../../../src/language/problemText.ts';
import { loopFileSchema } from '../../../src/model/loopFile.ts';
import { fullLoop } from './fullLoop.ts';

interface Field {
  readonly path: readonly string[];
  readonly schema: JsonSchema;
}

/** Every field of the schema, maps of the author's own ids with the id `tests`. */
function fieldsOf(schema: JsonSchema, path: readonly string[]): readonly Field[] {
  const forms = schema.anyOf ?? [schema];
  return forms.flatMap((form) => [
    ...Object.entries(form.properties ?? {}).flatMap(([key, below]) => [
      { path: [...path, key], schema: below },
      ...fieldsOf(below, [...path, key]),
    ]),
    ...(typeof form.additionalProperties === 'object' ? fieldsOf(form.additionalProperties, [...path, 'tests']) : []),
  ]);
}

const fields = fieldsOf(loopJsonSchema(), []);

/** The smallest loop with one value set. */
function withValue(path: readonly string[], value: unknown): unknown {
  const loop: Record<string, unknown> = {
    name: 'x',
    on: 'manual',
    roles: { maker: {} },
    checks: { tests: { run: 'x' } },
    goal: 'checks.tests.passed',
  };
  let at = loop;
  for (const key of path.slice(0, -1)) {
    const below = typeof at[key] === 'object' && at[key] !== null ? { ...at[key] } : {};
    at[key] = below;
    at = below as Record<string, unknown>;
  }
  at[path.at(-1) ?? ''] = value;
  return loop;
}

describe('the schema', () => {
  it('has more than thirty fields', () => {
    expect(fields.length).toBeGreaterThan(30);
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
    expect(loopJsonSchema().properties?.['goal']?.['x-loop']).toEqual({ lang: 'cel', context: 'goal', result: 'bool' });
    expect(loopJsonSchema().$schema).toBe('http://json-schema.org/draft-07/schema#');
  });
});

describe('the generated documents', () => {
  it('show every field with its example', () => {
    const document = loopFileDocument();
    for (const { path, schema } of fields) {
      const heading = path.map((key, index) => (key === 'tests' && index === 1 ? '<id>' : key)).join('.');
      expect(document).toContain(` \`${heading}\`\n\n${schema.description}`);
      const [first = ''] = exampleYaml(path.at(-1) ?? '', schema.examples?.[0]).split('\n');
      expect(document).toContain(first);
    }
    expect(document).toContain(smallestLoop);
    expect(document).not.toMatch(/undefined|\[object/);
  });

  it('list every problem', () => {
    const document = problemsDocument();
    for (const code of Object.keys(problemTexts)) expect(document).toContain(`## ${code}: `);
    expect(document).not.toMatch(/undefined|\[object/);
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
    for (const { path } of fields) expect(fullLoop).toContain(`${path.at(-1)}:`);
  });
});
