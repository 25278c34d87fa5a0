import { isMap, isScalar, isSeq } from 'yaml';
import { type CelNode, childrenOf } from '../../model/goalTree.ts';
import type { Range } from '../../model/problem.ts';
import { templatesIn } from '../../model/templatePath.ts';
import { type FieldText, fieldTexts } from '../fieldTexts.ts';
import { guard } from '../guard.ts';
import { LineIndex } from '../lineIndex.ts';
import { nodeSpan, type Reading, read, type Span } from '../reading.ts';
import { isTemplate } from '../templates.ts';
import { celTree } from './celTree.ts';
import { fieldSpans } from './fieldSpan.ts';

/**
 * What to select around each offset, from the word outwards: word, operand, call and expression (or template), line and
 * text, entry, map, …, file. Each range holds the one before and more; there is at least one for each offset.
 */
export function selectionsAt(text: string, offsets: readonly number[]): readonly (readonly Range[])[] {
  const lines = new LineIndex(text);
  const reading = guard(text).safe ? read(text, []) : undefined;
  return offsets.map((offset) => {
    const inside = reading ? [...textSpans(reading, offset), ...nodeSpans(reading, offset)] : [];
    const spans = [...wordSpans(text, offset), ...inside, { start: 0, end: text.length }];
    return growing(spans.filter((span) => holds(span, offset))).map(({ start, end }) => lines.rangeOf(start, end));
  });
}

const holds = ({ start, end }: Span, offset: number): boolean => offset >= start && offset <= end;

const sizeOf = ({ start, end }: Span): number => end - start;

/** Of spans that hold the same offset those of which each holds the one before, the smallest first. */
function growing(spans: readonly Span[]): readonly Span[] {
  const kept: Span[] = [];
  for (const span of [...spans].sort((a, b) => sizeOf(a) - sizeOf(b))) {
    const last = kept.at(-1);
    const grows = !last || (span.start <= last.start && span.end >= last.end && sizeOf(span) > sizeOf(last));
    if (grows) kept.push(span);
  }
  return kept;
}

/** The name at an offset, and the word with hyphens that it is a part of: both `unit` and `unit-tests`. */
function wordSpans(text: string, offset: number): readonly Span[] {
  const before = text.slice(Math.max(0, offset - 100), offset);
  const after = text.slice(offset, offset + 100);
  const span = (left: RegExp, right: RegExp): Span => ({
    start: offset - (left.exec(before)?.[0].length ?? 0),
    end: offset + (right.exec(after)?.[0].length ?? 0),
  });
  return [span(/\w*$/, /^\w*/), span(/[\w-]*$/, /^[\w-]*/)].filter(({ start, end }) => end > start);
}

/** Spans inside the text at an offset: of an expression its parts, of templates the path and the whole. */
function textSpans(reading: Reading, offset: number): readonly Span[] {
  const field = fieldTexts(reading).find(({ place }) => holds(place.at, offset));
  if (!field) return [];
  const spanOf = fieldSpans(reading, field);
  return [...celSpans(field), ...templateSpans(field)].map(spanOf);
}

function celSpans({ meta, text }: FieldText): readonly Span[] {
  const tree = meta.lang === 'cel' ? celTree(text) : undefined;
  return tree ? allNodes(tree) : [];
}

const allNodes = (node: CelNode): readonly CelNode[] => [node, ...childrenOf(node).flatMap(allNodes)];

function templateSpans({ meta, text }: FieldText): readonly Span[] {
  if (!isTemplate(meta)) return [];
  return templatesIn(text).flatMap(({ name, start, end }) => {
    if (name === undefined) return [];
    const from = text.indexOf(name, start + 3);
    return [
      { start: from, end: from + name.length },
      { start, end },
    ];
  });
}

/** The text without and with its quotes or its header, and the entries, lists and maps around it. */
function nodeSpans({ text, document }: Reading, offset: number): readonly Span[] {
  const found: Span[] = [];
  const visit = (node: unknown): void => {
    const span = trimmed(text, nodeSpan(node));
    if (!span || !holds(span, offset)) return;
    found.push(span);
    if (isScalar(node)) found.push(...contentSpans(text, span, node.type, offset));
    if (isSeq(node)) for (const item of node.items) visit(item);
    if (!isMap(node)) return;
    for (const { key, value } of node.items) {
      const from = nodeSpan(key);
      if (!from) continue;
      const end = trimmed(text, nodeSpan(value))?.end ?? from.end;
      found.push({ start: from.start, end: Math.max(from.end, end) });
      visit(key);
      visit(value);
    }
  };
  visit(document.contents);
  return found;
}

/** A block ends with its last character, and not with the empty lines below it. */
function trimmed(text: string, span: Span | undefined): Span | undefined {
  return span && { start: span.start, end: span.start + text.slice(span.start, span.end).trimEnd().length };
}

function contentSpans(text: string, { start, end }: Span, type: string | undefined, offset: number): readonly Span[] {
  if (type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE')
    return [{ start: start + 1, end: Math.max(start + 1, end - 1) }];
  if (type !== 'BLOCK_LITERAL' && type !== 'BLOCK_FOLDED') return [];
  const body = text.indexOf('\n', start) + 1;
  const first = body + (/^\s*/.exec(text.slice(body, end))?.[0].length ?? 0);
  const lineStart = Math.max(body, text.lastIndexOf('\n', offset - 1) + 1);
  const newline = text.indexOf('\n', offset);
  const line = text.slice(lineStart, newline === -1 ? end : Math.min(newline, end));
  const indent = line.length - line.trimStart().length;
  return [
    { start: first, end },
    { start: lineStart + indent, end: lineStart + line.trimEnd().length },
  ];
}
