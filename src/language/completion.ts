import { idsIn } from './checkIds.ts';
import type { Completion } from './completionItem.ts';
import { cursorAt } from './cursor/cursor.ts';
import { fieldMarkdown } from './fieldMarkdown.ts';
import { goalCompletions } from './goalCompletion.ts';
import type { JsonSchema } from './jsonSchema.ts';
import { keySnippet, plainOrQuoted } from './keySnippet.ts';
import type { Path } from './reading.ts';
import { forms, mapsAt, schemasAt } from './schemaWalk.ts';
import { isTemplate, templateNames } from './templates.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

/** What can be written at an offset, in whatever state the text is. Never throws. */
export function completionsAt(text: string, offset: number, _index?: WorkspaceIndex): readonly Completion[] {
  const cursor = cursorAt(text, offset);
  if (cursor.kind === 'none') return [];
  const { start } = cursor;
  const placed = (items: readonly Item[]): readonly Completion[] =>
    items.map((item) => ({ ...item, start, end: offset }));
  if (cursor.kind === 'key') return placed(keys(cursor.path, cursor.present, cursor.flow));
  const schemas = schemasAt(cursor.path).flatMap(forms);
  if (cursor.kind === 'entry') return placed([...values(schemas), ...keys(cursor.path, cursor.present, false, '  ')]);
  const typed = text.slice(Math.max(0, offset - 200), offset);
  if (schemas.some((schema) => schema['x-loop']?.lang === 'cel')) return goalCompletions(text, offset);
  if (schemas.some((schema) => isTemplate(schema['x-loop'] ?? {})) && /\$\{\{[^}\n]*$/.test(typed)) {
    return templates(text, offset);
  }
  const space = cursor.needsSpace ? ' ' : '';
  return placed(values(schemas).map((item) => ({ ...item, insert: space + item.insert })));
}

type Item = Omit<Completion, 'start' | 'end'>;

function keys(path: Path, present: readonly string[], flow: boolean, indent = ''): readonly Item[] {
  const maps = mapsAt(path);
  // Of forms that exclude each other those that have all that is written already.
  const fitting = maps.filter(({ properties = {} }) => present.every((key) => Object.hasOwn(properties, key)));
  const items = (fitting.length > 0 ? fitting : maps).flatMap((schema) => {
    const required = schema.required ?? [];
    return Object.entries(schema.properties ?? {})
      .filter(([key]) => !present.includes(key))
      .map(([key, field]): Item => {
        const documentation = fieldMarkdown([...path, key]) ?? '';
        const insert = keySnippet(key, field, flow, indent);
        return { label: key, kind: 'key', insert, documentation, preferred: required.includes(key) };
      });
  });
  return unique(items);
}

const unique = (items: readonly Item[]): readonly Item[] =>
  items.filter((item, index) => items.findIndex(({ label }) => label === item.label) === index);

const escaped = (text: string): string => text.replace(/[\\$}]/g, '\\$&');

function values(schemas: readonly JsonSchema[]): readonly Item[] {
  const items = schemas.flatMap((schema): readonly Item[] => {
    const listed = schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
    const all = schema.type === 'boolean' ? [true, false] : listed;
    const preferred = schema.default ?? schema.examples?.[0];
    const chosen = all.length > 0 ? all : (schema.examples ?? []).filter((example) => typeof example !== 'object');
    return chosen.map((value) => {
      const label = String(value);
      const insert = escaped(typeof value === 'string' ? plainOrQuoted(value, true) : label);
      const documentation = schema.description ?? '';
      return { label, kind: 'value', insert, documentation, preferred: value === preferred };
    });
  });
  return unique(items);
}

function templates(text: string, offset: number): readonly Completion[] {
  const word = /[\w.-]*$/.exec(text.slice(Math.max(0, offset - 100), offset))?.[0] ?? '';
  const inputs = idsIn(text, ['on', 'manual', 'inputs']).map((id) => [`inputs.${id}`, `The input \`${id}\`.`] as const);
  return [...Object.entries(templateNames), ...inputs].map(([label, documentation]) => ({
    label,
    kind: 'name',
    insert: label,
    documentation,
    start: offset - word.length,
    end: offset,
  }));
}
