import type { JsonSchema, LoopMeta } from '../jsonSchema.ts';
import { forms, rootSchema } from '../schemaWalk.ts';

/** Keys of a loop file by the language that their text is written in, as the schema says (`x-loop.lang`). */
export interface KeysByLanguage {
  readonly cel: readonly string[];
  readonly shell: readonly string[];
  /** Keys of lists of commands. */
  readonly shellLists: readonly string[];
  /** Keys of maps whose values may be commands. */
  readonly shellMaps: readonly string[];
  readonly markdown: readonly string[];
}

type Way = keyof KeysByLanguage;

/** Reads the schema; each key once, however many sections have it. */
export function keysByLanguage(): KeysByLanguage {
  const found: Record<Way, Set<string>> = {
    cel: new Set(),
    shell: new Set(),
    shellLists: new Set(),
    shellMaps: new Set(),
    markdown: new Set(),
  };
  visit(rootSchema(), found);
  const sorted = (way: Way): readonly string[] => [...found[way]].sort();
  return {
    cel: sorted('cel'),
    shell: sorted('shell'),
    shellLists: sorted('shellLists'),
    shellMaps: sorted('shellMaps'),
    markdown: sorted('markdown'),
  };
}

function visit(schema: JsonSchema, found: Record<Way, Set<string>>): void {
  for (const form of forms(schema)) {
    for (const [key, field] of Object.entries(form.properties ?? {})) {
      note(key, field, found);
      visit(field, found);
    }
    if (typeof form.additionalProperties === 'object') visit(form.additionalProperties, found);
    if (form.items) visit(form.items, found);
  }
}

function note(key: string, field: JsonSchema, found: Record<Way, Set<string>>): void {
  for (const form of forms(field)) {
    const below = typeof form.additionalProperties === 'object' ? forms(form.additionalProperties) : [];
    if (below.some((one) => langOf(one) === 'shell')) found.shellMaps.add(key);
    const lang = langOf(form) ?? langOf(field);
    if (form.type === 'array' && lang === 'shell') found.shellLists.add(key);
    if (form.type === 'string' && (lang === 'cel' || lang === 'shell' || lang === 'markdown')) found[lang].add(key);
  }
}

const langOf = (schema: JsonSchema): LoopMeta['lang'] => schema['x-loop']?.lang;
