import type { JsonSchema, LoopMeta } from './jsonSchema.ts';
import { forms, rootSchema, schemaBelow } from './schemaWalk.ts';

/**
 * The schema of loop files walked step by step, each step looked up once: a file of thousands of checks asks the same of it
 * for every one of them. The lists are as few as the schema has places, so they are kept for good.
 */
export function rootSchemas(): readonly JsonSchema[] {
  root ??= [rootSchema()];
  return root;
}

let root: readonly JsonSchema[] | undefined;

/** A list of schemas with what was asked about it. */
interface Known {
  readonly forms: readonly JsonSchema[];
  readonly below: Map<string | typeof anyEntry | typeof anyKey, readonly JsonSchema[]>;
  meta?: LoopMeta;
}

const known = new WeakMap<readonly JsonSchema[], Known>();

const anyEntry = Symbol('any entry of a list');
const anyKey = Symbol('a key that the schema does not name');

function knownOf(schemas: readonly JsonSchema[]): Known {
  const before = known.get(schemas);
  if (before) return before;
  const made: Known = { forms: schemas.flatMap(forms), below: new Map() };
  known.set(schemas, made);
  return made;
}

/** The schemas that may describe a key or an entry of what these describe. */
export function schemasBelow(schemas: readonly JsonSchema[], step: string | number): readonly JsonSchema[] {
  const here = knownOf(schemas);
  const name = nameOf(here, step);
  const before = here.below.get(name);
  if (before) return before;
  const found = here.forms.flatMap((schema) => schemaBelow(schema, step));
  here.below.set(name, found);
  return found;
}

function nameOf({ forms }: Known, step: string | number): string | typeof anyEntry | typeof anyKey {
  if (typeof step === 'number') return anyEntry;
  return forms.some(({ properties }) => properties && Object.hasOwn(properties, step)) ? step : anyKey;
}

/** What the schema says of a text; empty where it says nothing. */
export function metaOfTexts(schemas: readonly JsonSchema[]): LoopMeta {
  const here = knownOf(schemas);
  here.meta ??= here.forms.find((schema) => schema.type === 'string' && schema['x-loop'])?.['x-loop'] ?? {};
  return here.meta;
}
