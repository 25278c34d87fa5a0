import * as z from 'zod';
import { settingsFileSchema } from '../model/loop/budget.ts';
import type { FieldMeta } from '../model/loop/fieldMeta.ts';
import { formatVersion, loopFileSchema } from '../model/loopFile.ts';

/** What `x-loop` says about a field: its language, what an expression may name and must yield, who enforces it. */
export type LoopMeta = FieldMeta;

/** The part of JSON Schema draft 7 that zod makes of our schema. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly 'x-loop'?: LoopMeta;
}

/** Where the published schema is, from the top of the package; the number is the version of the format. */
export const schemaFile = `schemas/loop.v${formatVersion}.json`;

/** The JSON Schema of loop files as people write them; a fresh object each time. */
export function loopJsonSchema(): JsonSchema {
  // zod's type speaks of every draft; what it makes for draft 7 is what is declared above.
  return z.toJSONSchema(loopFileSchema, { io: 'input', target: 'draft-7' }) as JsonSchema;
}

/** The JSON Schema of `.loops/settings.yaml`; a fresh object each time. */
export function settingsJsonSchema(): JsonSchema {
  return z.toJSONSchema(settingsFileSchema, { io: 'input', target: 'draft-7' }) as JsonSchema;
}
