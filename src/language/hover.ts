import { isMap, isScalar, isSeq } from 'yaml';
import type { Range } from '../model/problem.ts';
import { expressionHover, templateHover, type Words } from './expressionHover.ts';
import { fieldMarkdown } from './fieldMarkdown.ts';
import { guard } from './guard.ts';
import { idMarkdown } from './idMarkdown.ts';
import { keyText, nodeSpan, type Path, type Reading, read, type Span } from './reading.ts';
import { forms, schemasAt } from './schemaWalk.ts';
import { isTemplate } from './templates.ts';
import { valueMarkdown } from './valueMarkdown.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

export interface Hover {
  readonly range: Range;
  readonly markdown: string;
}

/** What there is to know about the place at an offset. Never throws; undefined where there is nothing to say. */
export function hoverAt(text: string, offset: number, index?: WorkspaceIndex): Hover | undefined {
  if (!guard(text).safe) return undefined;
  const reading = read(text, []);
  const target = pathAt(reading.document.contents, offset, []);
  const words = target && wordsAt(reading, target, offset, index);
  return words && { range: reading.lines.rangeOf(words.start, words.end), markdown: words.markdown };
}

type Target = Span & { readonly path: Path; readonly isKey: boolean };

const holds = (span: Span | undefined, offset: number): span is Span =>
  span !== undefined && offset >= span.start && offset <= span.end;

/** The path of the innermost key or value at an offset. */
function pathAt(node: unknown, offset: number, path: Path): Target | undefined {
  if (isMap(node)) {
    for (const pair of node.items) {
      const below = [...path, keyText(pair)];
      const key = nodeSpan(pair.key);
      if (holds(key, offset)) return { ...key, path: below, isKey: true };
      if (holds(nodeSpan(pair.value), offset)) return pathAt(pair.value, offset, below);
    }
    return undefined;
  }
  if (isSeq(node)) {
    const index = node.items.findIndex((item) => holds(nodeSpan(item), offset));
    return index === -1 ? undefined : pathAt(node.items[index], offset, [...path, index]);
  }
  const span = nodeSpan(node);
  return isScalar(node) && span ? { ...span, path, isKey: false } : undefined;
}

function wordsAt(reading: Reading, target: Target, offset: number, index?: WorkspaceIndex): Words | undefined {
  const { path, start, end } = target;
  if (target.isKey) {
    const markdown = idMarkdown(reading, path, index) ?? fieldMarkdown(path);
    return markdown === undefined ? undefined : { start, end, markdown };
  }
  const metas = schemasAt(path)
    .flatMap(forms)
    .flatMap((schema) => schema['x-loop'] ?? []);
  if (metas.some(({ lang }) => lang === 'cel')) return expressionHover(reading.text, start, offset);
  if (metas.some(isTemplate)) return templateHover(reading.text, start, offset);
  const markdown = valueMarkdown(reading, path, index);
  return markdown === undefined ? undefined : { start, end, markdown };
}
