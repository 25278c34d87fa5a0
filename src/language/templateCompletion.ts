import { idsIn, writtenAt } from './checkIds.ts';
import type { Completion } from './completionItem.ts';
import { inputWords } from './goalCompletion.ts';
import { itemFields } from './itemFields.ts';
import { templateNames } from './templates.ts';

/** Whether a `${{` is open where a text ends. */
export const inTemplate = (before: string): boolean => /\$\{\{[^}\n]*$/.test(before);

/** The names that can stand in `${{ … }}`; it is closed where nothing closes it. */
export function templateCompletions(text: string, offset: number): readonly Completion[] {
  const word = /[\w.-]*$/.exec(text.slice(Math.max(0, offset - 100), offset))?.[0] ?? '';
  const after = text.slice(offset, offset + 200);
  const rest = /^[\w.-]*/.exec(after)?.[0].length ?? 0;
  const closing = /^[ \t]*\}\}/.test(after.slice(rest)) ? '' : after[rest] === '}' ? undefined : ' }}';
  const inputs = idsIn(text, ['on', 'manual', 'inputs']).map((id) => [`inputs.${id}`, inputWords(text, id)] as const);
  const hasItems = writtenAt(text, ['items']) !== undefined;
  const fields = hasItems
    ? itemFields(text).map((field) => [`item.${field}`, `The field \`${field}\` of the item.`] as const)
    : [];
  return [...Object.entries(templateNames), ...inputs, ...fields].map(([label, documentation]) => ({
    label,
    kind: 'name',
    insert: `${label}${closing ?? ''}`.replace(/\}/g, '\\}'),
    documentation,
    start: offset - word.length,
    end: offset + rest,
  }));
}
