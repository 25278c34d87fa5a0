import * as z from 'zod';
import { settingsFileSchema } from '../model/loop/budget.ts';
import { loopFileSchema } from '../model/loopFile.ts';

/** What `x-loop` says about a text: its language, and for an expression what it may name and must yield. */
export interface LoopMeta {
  readonly lang?: 'shell' | 'markdown' | 'cel' | 'template' | 'glob' | 'cron' | 'timezone';
  readonly context?: string;
  readonly result?: string;
}

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

/** The JSON Schema of loop files as people write them; a fresh object each time. */
export function loopJsonSchema(): JsonSchema {
  // zod's type speaks of every draft; what it makes for draft 7 is what is declared above.
  return z.toJSONSchema(loopFileSchema, { io: 'input', target: 'draft-7' }) as JsonSchema;
}

/** The JSON Schema of `.loops/settings.yaml`; a fresh object each time. */
export function settingsJsonSchema(): JsonSchema {
  return z.toJSONSchema(settingsFileSchema, { io: 'input', target: 'draft-7' }) as JsonSchema;
}
