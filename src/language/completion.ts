import { isExpressionContext } from '../model/goalContext.ts';
import type { Completion, Item } from './completionItem.ts';
import { type Cursor, cursorAt } from './cursor/cursor.ts';
import { gateBefore, goalCompletions } from './goalCompletion.ts';
import { maxCharacters } from './guard.ts';
import type { LoopMeta } from './jsonSchema.ts';
import { keyPlace, keys } from './keyCompletion.ts';
import type { ParseOptions } from './parseLoop.ts';
import type { Path } from './reading.ts';
import { forms, schemasAt } from './schemaWalk.ts';
import { starterLoops } from './starterLoops.ts';
import { inTemplate, templateCompletions } from './templateCompletion.ts';
import { isTemplate } from './templates.ts';
import { listValues, values } from './valueCompletion.ts';

/**
 * What can be written at an offset, in whatever state the text is, what most people want first. Nothing is offered that
 * would be a problem there; a text that is too large to be read is offered nothing. Never throws. `path` is the file's, which
 * the loop is named after.
 */
export function completionsAt(text: string, offset: number, options: ParseOptions = {}): readonly Completion[] {
  if (text.length > maxCharacters) return [];
  const cursor = cursorAt(text, offset);
  if (cursor.kind === 'none') return [];
  if (cursor.kind === 'value') return valuesAt(text, offset, cursor, options);
  const { start, end } = cursor;
  const items = cursor.kind === 'key' ? keysAt(text, cursor, options) : entriesAt(text, cursor, options);
  return items.map((item) => ({ ...item, start, end }));
}

function keysAt(text: string, cursor: Cursor & { kind: 'key' }, options: ParseOptions): readonly Item[] {
  const found = keys(keyPlace(text, cursor), options);
  if (cursor.path.length === 0 && !cursor.hasValue && isEmpty(text, cursor))
    return [...starterLoops(options.path), ...found];
  // Below the key of a list no entry is begun yet: each begins with its dash.
  return found.length > 0 || cursor.flow ? found : listEntries(text, cursor.path, options);
}

/** Whether nothing but the word under the cursor and comments is written. */
const isEmpty = (text: string, { start, end }: { readonly start: number; readonly end: number }): boolean =>
  `${text.slice(0, start)}${text.slice(end)}`.split(/\r\n|\r|\n/).every((line) => /^\s*(#|$)/.test(line));

function listEntries(text: string, path: Path, options: ParseOptions): readonly Item[] {
  const place = { text, path: [...path, 0], present: [], flow: false, hasValue: false, indent: '  ' };
  const maps = keys(place, options).map((item) => ({ ...item, insert: `- ${item.insert}` }));
  return [...listValues(text, path, 'dash', options), ...maps];
}

function entriesAt(text: string, cursor: Cursor & { kind: 'entry' }, options: ParseOptions): readonly Item[] {
  const { path, present } = cursor;
  const place = { text, path, present, flow: false, hasValue: false, indent: '  ' };
  return [...values(text, path, 'plain', options), ...keys(place, options)];
}

function valuesAt(
  text: string,
  offset: number,
  cursor: Cursor & { kind: 'value' },
  options: ParseOptions,
): readonly Completion[] {
  const { path, start, end, quote } = cursor;
  const metas = schemasAt(path)
    .flatMap(forms)
    .flatMap((schema) => schema['x-loop'] ?? []);
  const cel = metas.find(({ lang }) => lang === 'cel');
  if (cel !== undefined) return space(expressionAt(text, offset, cursor, cel), cursor);
  const before = text.slice(Math.max(cursor.from, offset - 200), offset);
  if (metas.some(isTemplate) && inTemplate(before)) return templateCompletions(text, offset);
  if (cursor.inText) return [];
  const typed = text.slice(start, offset);
  const style = quote ?? (cursor.flow ? 'flow' : 'plain');
  const found = [
    ...values(text, path, style, options),
    ...(quote === undefined ? listValues(text, path, 'brackets', options) : []),
  ];
  // An example is for an empty place; beside what somebody writes it is noise.
  return space(
    found
      .filter(({ detail, label }) => detail !== 'example' || label.startsWith(typed))
      .map((item) => ({ ...item, start, end })),
    cursor,
  );
}

/** The space that a value needs after its colon. */
const space = (found: readonly Completion[], { needsSpace }: Cursor & { kind: 'value' }): readonly Completion[] =>
  needsSpace ? found.map((item) => ({ ...item, insert: ` ${item.insert}` })) : found;

function expressionAt(
  text: string,
  offset: number,
  { path, from, quote, flow }: Cursor & { kind: 'value' },
  { context = '', result }: LoopMeta,
): readonly Completion[] {
  if (!isExpressionContext(context)) return [];
  const before = gateBefore(text, path);
  return goalCompletions(text, offset, { context, from, before, wantsText: result === 'string', quote, flow });
}
