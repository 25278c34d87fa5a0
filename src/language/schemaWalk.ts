import { type JsonSchema, loopJsonSchema } from './jsonSchema.ts';

let made: JsonSchema | undefined;

/**
 * The schema that completion, hovers, documents and the words of a problem walk. Made when it is first asked for: that takes
 * some 20 ms, and whoever reads loops without a fault never needs it.
 */
export function rootSchema(): JsonSchema {
  made ??= loopJsonSchema();
  return made;
}

/** The schemas that may describe what stands at a path; several where a value has two forms. */
export function schemasAt(path: readonly (string | number)[], root: JsonSchema = rootSchema()): readonly JsonSchema[] {
  let schemas: readonly JsonSchema[] = [root];
  for (const step of path) schemas = schemas.flatMap(forms).flatMap((schema) => schemaBelow(schema, step));
  return schemas;
}

/** A schema, or the branches of one that has several. */
export function forms(schema: JsonSchema): readonly JsonSchema[] {
  const known = branches.get(schema);
  if (known) return known;
  const found = schema.anyOf?.flatMap(forms) ?? [schema];
  branches.set(schema, found);
  return found;
}

const branches = new WeakMap<JsonSchema, readonly JsonSchema[]>();

/** The schema of a key or of an entry; what a list says of its texts holds for each of them. */
export function schemaBelow(schema: JsonSchema, step: string | number): readonly JsonSchema[] {
  if (typeof step === 'number') {
    const meta = schema['x-loop'];
    return schema.items ? [meta ? { 'x-loop': meta, ...schema.items } : schema.items] : [];
  }
  const property = schema.properties && Object.hasOwn(schema.properties, step) ? schema.properties[step] : undefined;
  if (property) return [property];
  return typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
}

/** The keys that the schema knows at a path. */
export function knownKeys(path: readonly (string | number)[], root: JsonSchema = rootSchema()): readonly string[] {
  const known = schemasAt(path, root)
    .flatMap(forms)
    .flatMap((schema) => Object.keys(schema.properties ?? {}));
  return [...new Set(known)];
}
