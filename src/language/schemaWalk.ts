import { type JsonSchema, loopJsonSchema } from './jsonSchema.ts';

/** The schema that completion, hovers and documents walk. */
export const rootSchema: JsonSchema = loopJsonSchema();

/** The schemas that may describe what stands at a path; several where a value has two forms. */
export function schemasAt(path: readonly (string | number)[]): readonly JsonSchema[] {
  let schemas: readonly JsonSchema[] = [rootSchema];
  for (const step of path) schemas = schemas.flatMap(forms).flatMap((schema) => below(schema, step));
  return schemas;
}

/** A schema, or the branches of one that has several. */
export const forms = (schema: JsonSchema): readonly JsonSchema[] => schema.anyOf?.flatMap(forms) ?? [schema];

function below(schema: JsonSchema, step: string | number): readonly JsonSchema[] {
  if (typeof step === 'number') return schema.items ? [schema.items] : [];
  const property = schema.properties && Object.hasOwn(schema.properties, step) ? schema.properties[step] : undefined;
  if (property) return [property];
  return typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
}

/** The keys that the schema knows at a path. */
export function knownKeys(path: readonly (string | number)[]): readonly string[] {
  return schemasAt(path)
    .flatMap(forms)
    .flatMap((schema) => Object.keys(schema.properties ?? {}));
}
