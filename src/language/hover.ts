import { isMap, isScalar, isSeq } from 'yaml';
import { checkFields, isVariable, rangeMacros, type Variable, variables } from '../model/goalContext.ts';
import type { Range } from '../model/problem.ts';
import { checkIds } from './checkIds.ts';
import { fieldMarkdown } from './fieldMarkdown.ts';
import { guard } from './guard.ts';
import { idKindOf } from './idKinds.ts';
import { keyText, nodeSpan, type Path, type Reading, read, type Span } from './reading.ts';
import { forms, schemasAt } from './schemaWalk.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

export interface Hover {
  readonly range: Range;
  readonly markdown: string;
}

/** What there is to know about the place at an offset. Never throws; undefined where there is nothing to say. */
export function hoverAt(text: string, offset: number, _index?: WorkspaceIndex): Hover | undefined {
  if (!guard(text).safe) return undefined;
  const reading = read(text, []);
  const target = pathAt(reading.document.contents, offset, []);
  if (!target) return undefined;
  const isExpression = schemasAt(target.path)
    .flatMap(forms)
    .some((schema) => schema['x-loop']?.lang === 'cel');
  if (isExpression && !target.isKey) return goalHover(reading, offset);
  const markdown = idMarkdown(target.path);
  return markdown && target.isKey ? { range: reading.lines.rangeOf(target.start, target.end), markdown } : undefined;
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

const idWords = {
  check: 'A check',
  metric: 'A metric',
  gate: 'A gate',
  connector: 'A connector',
  input: 'An input, read as `inputs.<name>`',
} as const;

function idMarkdown(path: Path): string | undefined {
  const kind = idKindOf(path);
  const about = fieldMarkdown(path);
  if (kind === undefined) return about;
  return about === undefined ? `${idWords[kind]}.` : `${idWords[kind]}.\n\n${about}`;
}

function goalHover(reading: Reading, offset: number): Hover | undefined {
  const { text } = reading;
  const before = /\w*$/.exec(text.slice(Math.max(0, offset - 100), offset))?.[0] ?? '';
  const after = /^\w*/.exec(text.slice(offset, offset + 100))?.[0] ?? '';
  const start = offset - before.length;
  const owner = /(\w+)\s*\.\s*$/.exec(text.slice(Math.max(0, start - 100), start))?.[1];
  const markdown = wordMarkdown(before + after, owner, text);
  if (markdown === undefined) return undefined;
  return { range: reading.lines.rangeOf(start, offset + after.length), markdown };
}

/** A word of an expression; `owner` is the word before its dot. */
function wordMarkdown(word: string, owner: string | undefined, text: string): string | undefined {
  if (owner === undefined) return isVariable(word) ? variables[word].description : undefined;
  const variable: Variable | undefined = isVariable(owner) ? variables[owner] : undefined;
  if (owner === 'checks' && Object.hasOwn(rangeMacros, word)) return rangeMacros[word as keyof typeof rangeMacros];
  if (owner === 'checks') return checkIds(text).includes(word) ? `The check \`${word}\`.` : undefined;
  if (variable?.holds === 'numbers') return `The metric \`${word}\`. ${variable.description}`;
  if (owner === 'inputs') return `The input \`${word}\`.`;
  // A name that a macro binds stands for a check, and so does the id after `checks.`.
  const fields: Variable['fields'] = variable ? variable.fields : checkFields;
  const field = fields && Object.hasOwn(fields, word) ? fields[word] : undefined;
  return field && `\`${word}\`: ${field.type}. ${field.description}`;
}
