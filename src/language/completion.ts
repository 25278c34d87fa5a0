import type { Completion } from './completionItem.ts';
import { cursorAt } from './cursor/cursor.ts';
import { fieldMarkdown } from './fieldMarkdown.ts';
import { goalCompletions } from './goalCompletion.ts';
import type { JsonSchema } from './jsonSchema.ts';
import { keySnippet } from './keySnippet.ts';
import { forms, schemasAt } from './schemaWalk.ts';
import { templateNames } from './templates.ts';

/** What can be written at an offset, in whatever state the text is. Never throws. */
export function completionsAt(text: string, offset: number): readonly Completion[] {
  const cursor = cursorAt(text, offset);
  if (cursor.kind === 'none') return [];
  const { start } = cursor;
  if (cursor.kind === 'key') {
    return keys(cursor.path, cursor.present, cursor.flow).map((item) => ({ ...item, start, end: offset }));
  }
  const schemas = schemasAt(cursor.path).flatMap(forms);
  const languages = schemas.map((schema) => schema['x-loop']?.lang);
  const typed = text.slice(start, offset);
  if (languages.includes('cel')) return goalCompletions(text, offset);
  if (languages.includes('template') && /\$\{\{[^}]*$/.test(typed.slice(-200))) return templates(text, offset);
  const space = cursor.needsSpace ? ' ' : '';
  return values(schemas).map((item) => ({ ...item, insert: space + item.insert, start, end: offset }));
}

type Item = Omit<Completion, 'start' | 'end'>;

function keys(path: readonly (string | number)[], present: readonly string[], flow: boolean): readonly Item[] {
  return schemasAt(path)
    .flatMap(forms)
    .flatMap((schema) => {
      const required = schema.required ?? [];
      return Object.entries(schema.properties ?? {})
        .filter(([key]) => !present.includes(key))
        .map(([key, field]): Item => {
          const documentation = fieldMarkdown([...path, key]) ?? '';
          const insert = keySnippet(key, field, flow);
          return { label: key, kind: 'key', insert, documentation, preferred: required.includes(key) };
        });
    });
}

const escaped = (text: string): string => text.replace(/[\\$}]/g, '\\$&');

function values(schemas: readonly JsonSchema[]): readonly Item[] {
  const items = schemas.flatMap((schema): readonly Item[] => {
    const listed = schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
    const all = schema.type === 'boolean' ? [true, false] : listed;
    const preferred = schema.default ?? schema.examples?.[0];
    const chosen = all.length > 0 ? all : (schema.examples ?? []).filter((example) => typeof example !== 'object');
    return chosen.map((value) => {
      const label = String(value);
      const insert = escaped(typeof value === 'string' && /^[\d[{*&!]|: | #/.test(value) ? `"${value}"` : label);
      const documentation = schema.description ?? '';
      return { label, kind: 'value', insert, documentation, preferred: value === preferred };
    });
  });
  return items.filter((item, index) => items.findIndex(({ label }) => label === item.label) === index);
}

function templates(text: string, offset: number): readonly Completion[] {
  const word = /[\w.]*$/.exec(text.slice(Math.max(0, offset - 100), offset))?.[0] ?? '';
  return Object.entries(templateNames).map(([label, documentation]) => ({
    label,
    kind: 'name',
    insert: label,
    documentation,
    start: offset - word.length,
    end: offset,
  }));
}
