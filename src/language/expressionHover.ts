import { isVariable, rangeMacros, variables } from '../model/goalContext.ts';
import { templateRoots } from '../model/templatePath.ts';
import { boundAtEnd, chainBefore } from './celChain.ts';
import { type ChainType, fieldsOf, textMethods, typeOfChain, variableWords } from './chainType.ts';
import { checkIds, idsIn } from './checkIds.ts';
import { checkWords, inputType, inputWords, metricWords } from './goalCompletion.ts';
import type { Span } from './reading.ts';
import { templateNames } from './templates.ts';

/** A place of the text and what there is to know about it. */
export interface Words extends Span {
  readonly markdown: string;
}

/** Functions that take a value in brackets. */
const functions: Readonly<Record<string, string>> = {
  size: 'How many entries a list has, or characters a text.',
  has: 'True if there is such a field.',
  double: 'The number with decimals: `double(run.iteration) / 2.0`.',
  int: 'The number without its decimals.',
  string: 'The value as a text.',
};

/** The longest expression that is looked back into. */
const longest = 4096;

/** What a word of an expression is; `from` is where its value begins. */
export function expressionHover(text: string, from: number, offset: number): Words | undefined {
  const { word, start, end } = wordAt(text, offset);
  if (word === '') return undefined;
  const head = text.slice(Math.max(from, start - longest), start);
  const markdown = /\.\s*$/.test(head) ? memberWords(text, head.replace(/\.\s*$/, ''), word) : nameWords(head, word);
  return markdown === undefined ? undefined : { start, end, markdown };
}

/** What a name in `${{ … }}` becomes. */
export function templateHover(text: string, from: number, offset: number): Words | undefined {
  const before = text.slice(Math.max(from, offset - 300), offset);
  const open = before.lastIndexOf('${{');
  if (open === -1 || before.indexOf('}}', open) !== -1) return undefined;
  const head = /[\w.[\]-]*$/.exec(before)?.[0] ?? '';
  const tail = /^[\w-]*/.exec(text.slice(offset, offset + 100))?.[0] ?? '';
  const markdown = templateWords(text, head + tail);
  return markdown === undefined ? undefined : { start: offset - head.length, end: offset + tail.length, markdown };
}

function templateWords(text: string, name: string): string | undefined {
  if (Object.hasOwn(templateNames, name)) return `\`${name}\`: ${templateNames[name]}`;
  const [root = '', field] = name.split('.');
  if (!Object.hasOwn(templateRoots, root)) return undefined;
  if (root === 'inputs' && field !== undefined) {
    return idsIn(text, ['on', 'manual', 'inputs']).includes(field) ? inputWords(text, field) : undefined;
  }
  return templateRoots[root as keyof typeof templateRoots].description;
}

function wordAt(text: string, offset: number): { readonly word: string; readonly start: number; readonly end: number } {
  const before = /\w*$/.exec(text.slice(Math.max(0, offset - 100), offset))?.[0] ?? '';
  const after = /^\w*/.exec(text.slice(offset, offset + 100))?.[0] ?? '';
  return { word: before + after, start: offset - before.length, end: offset + after.length };
}

/** A word that nothing stands before: a variable, a name that a macro binds, a function. */
function nameWords(head: string, word: string): string | undefined {
  const bound = boundAtEnd(head).find(({ name }) => name === word);
  if (bound) return `\`${word}\`: one of \`${bound.over.map(({ name }) => name).join('.')}\`.`;
  if (isVariable(word)) return variableWords(word);
  return Object.hasOwn(functions, word) ? functions[word] : undefined;
}

/** A word after a dot. */
function memberWords(text: string, head: string, word: string): string | undefined {
  const chain = chainBefore(head) ?? [];
  const type = typeOfChain(chain, { bound: boundAtEnd(head), input: (input) => inputType(text, input) });
  if (Object.hasOwn(rangeMacros, word) && isRange(type)) return rangeMacros[word as keyof typeof rangeMacros];
  switch (type) {
    case 'checks':
      return checkIds(text).includes(word) ? checkWords(text, word) : undefined;
    case 'numbers':
      return metricWords(word, chain[0]?.name ?? '');
    case 'inputs':
      return idsIn(text, ['on', 'manual', 'inputs']).includes(word) ? inputWords(text, word) : undefined;
    case 'item':
      return `The field \`${word}\` of the item. ${variables.item.description}`;
    case undefined:
      return undefined;
    default: {
      const fields = type === 'string' ? textMethods : (fieldsOf[type] ?? {});
      const field = Object.hasOwn(fields, word) ? fields[word] : undefined;
      return field && `\`${word}\`: ${field.type}. ${field.description}`;
    }
  }
}

const isRange = (type: ChainType | undefined): boolean =>
  type === 'checks' || type === 'list<string>' || type === 'list<Check>' || type === 'dyn' || type === 'item';
