import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loopFileDocument } from '../../../src/language/documents.ts';
import { enforcedBy, enforcerWords } from '../../../src/language/enforcement.ts';
import { type JsonSchema, loopJsonSchema, schemaFile } from '../../../src/language/jsonSchema.ts';
import { forms } from '../../../src/language/schemaWalk.ts';
import { type Enforcer, neededByEveryLoop, partEnforcers } from '../../../src/model/loop/fieldMeta.ts';
import { stepKinds } from '../../../src/model/steps.ts';

interface Field {
  readonly path: string;
  readonly schema: JsonSchema;
}

/** The maps below a schema: its forms, what its entries are, what its author's ids name. */
const mapsBelow = (schema: JsonSchema): readonly JsonSchema[] =>
  forms(schema).flatMap((form) => [
    form,
    ...(form.items ? mapsBelow(form.items) : []),
    ...(typeof form.additionalProperties === 'object' ? mapsBelow(form.additionalProperties) : []),
  ]);

function fieldsOf(schema: JsonSchema, path = ''): readonly Field[] {
  return mapsBelow(schema).flatMap(({ properties = {} }) =>
    Object.entries(properties).flatMap(([key, below]) => {
      const at = path === '' ? key : `${path}.${key}`;
      return [{ path: at, schema: below }, ...fieldsOf(below, at)];
    }),
  );
}

const fields = fieldsOf(loopJsonSchema());
const isLeaf = ({ schema }: Field): boolean => mapsBelow(schema).every(({ properties }) => properties === undefined);
const enforcers = new Set<Enforcer>(fields.flatMap(({ schema }) => enforcedBy(schema)));

describe('the table of supported fields is the schema', () => {
  it('and every field says what enforces it', () => {
    const leaves = fields.filter(isLeaf);
    expect(leaves.length).toBeGreaterThan(100);
    expect(leaves.filter(({ schema }) => enforcedBy(schema).length === 0).map(({ path }) => path)).toEqual([]);
  });

  it('by steps and parts that there are', () => {
    const known: readonly string[] = [...stepKinds, ...partEnforcers];
    expect([...enforcers].filter((one) => !known.includes(one))).toEqual([]);
    expect(Object.keys(enforcerWords).sort()).toEqual([...known].sort());
  });

  it('and every kind of step is asked for by a field, or needed by every loop', () => {
    const always = Object.keys(neededByEveryLoop);
    expect(stepKinds.filter((kind) => !enforcers.has(kind) && !always.includes(kind))).toEqual([]);
    expect(always.filter((kind) => enforcers.has(kind as Enforcer))).toEqual([]);
    expect(partEnforcers.filter((part) => !enforcers.has(part))).toEqual([]);
  });

  it('and the reference tells it in plain words', () => {
    const sections = loopFileDocument().split(/\n(?=#)/);
    for (const { path, schema } of fields.filter(isLeaf)) {
      const words = enforcedBy(schema).map((one) => enforcerWords[one]);
      const said = sections.filter((section) => section.includes(`\n\n${schema.description}\n\n`));
      expect(
        said.some((section) => section.includes('\n\nEnforced by ') && words.every((each) => section.includes(each))),
        path,
      ).toBe(true);
    }
  });
});

describe('the published JSON Schema', () => {
  const top = join(import.meta.dirname, '..', '..', '..');

  it('is the one that the editor is told of', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({
      contributes: { yamlValidation: [{ fileMatch: ['*.loop.yaml'], url: `./${schemaFile}` }] },
    });
    expect(JSON.parse(readFileSync(join(top, schemaFile), 'utf8'))).toEqual(loopJsonSchema());
  });
});
