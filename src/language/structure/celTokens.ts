import { isVariable, rangeMacros, variables } from '../../model/goalContext.ts';
import type { Span } from '../reading.ts';
import type { TokenMeaning } from './tokenMeaning.ts';

/** A word or sign of an expression and what it stands for. */
export type CelToken = Span & TokenMeaning;

const lexis =
  /(?<string>[rRbB]{0,2}(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))|(?<number>\b\d+(?:\.\d+)?(?:[eE][-+]?\d+)?u?\b)|(?<word>[A-Za-z_]\w*)|(?<operator>&&|\|\||[=!<>]=|[<>!?:+*/%-])|(?<other>[^\s])/g;

interface Lexeme extends Span {
  readonly kind: 'string' | 'number' | 'word' | 'operator' | 'other';
  readonly text: string;
}

/**
 * The words of an expression, or of the path in a template, in the order written. Reads them one by one, so that the
 * half-written ones are told too. Names that nothing stands for have no token.
 */
export function celTokens(expression: string): readonly CelToken[] {
  const lexemes = [...expression.matchAll(lexis)].map(lexemeOf);
  const bound = namesBound(lexemes);
  return lexemes.flatMap((lexeme, index): readonly CelToken[] => {
    const meaning = meaningOf(lexeme, index, lexemes, bound);
    return meaning ? [{ start: lexeme.start, end: lexeme.end, ...meaning }] : [];
  });
}

function lexemeOf(match: RegExpExecArray): Lexeme {
  const kinds = ['string', 'number', 'word', 'operator'] as const;
  const kind = kinds.find((each) => match.groups?.[each] !== undefined) ?? 'other';
  return { kind, text: match[0], start: match.index, end: match.index + match[0].length };
}

/** `c` in `checks.all(c, c.passed)`. */
function namesBound(lexemes: readonly Lexeme[]): ReadonlySet<string> {
  const names = lexemes.flatMap(({ text }, index) => {
    const name = lexemes[index + 2];
    const binds = Object.hasOwn(rangeMacros, text) && lexemes[index + 1]?.text === '(' && name?.kind === 'word';
    return binds && lexemes[index + 3]?.text === ',' ? [name.text] : [];
  });
  return new Set(names);
}

const literals = ['true', 'false', 'null'];

function meaningOf(
  { kind, text }: Lexeme,
  index: number,
  lexemes: readonly Lexeme[],
  bound: ReadonlySet<string>,
): TokenMeaning | undefined {
  if (kind === 'other') return undefined;
  if (kind !== 'word') return { type: kind, modifiers: [] };
  const isCalled = lexemes[index + 1]?.text === '(';
  if (lexemes[index - 1]?.text === '.') return memberMeaning(text, isCalled, index, lexemes);
  if (literals.includes(text)) return { type: 'keyword', modifiers: [] };
  if (text === 'in') return { type: 'operator', modifiers: [] };
  if (isCalled) return { type: 'function', modifiers: ['defaultLibrary'] };
  if (bound.has(text)) return { type: 'parameter', modifiers: [] };
  return isVariable(text) || ['loop', 'trigger', 'env'].includes(text)
    ? { type: 'variable', modifiers: ['defaultLibrary', 'readonly'] }
    : undefined;
}

/** What stands after a dot. */
function memberMeaning(
  text: string,
  isCalled: boolean,
  index: number,
  lexemes: readonly Lexeme[],
): TokenMeaning | undefined {
  if (isCalled) return { type: Object.hasOwn(rangeMacros, text) ? 'macro' : 'method', modifiers: ['defaultLibrary'] };
  const owner = lexemes[index - 2]?.text ?? '';
  const isRoot = lexemes[index - 3]?.text !== '.';
  if (isRoot && owner === 'checks') return { type: 'function', modifiers: [] };
  if (isRoot && owner === 'inputs') return { type: 'parameter', modifiers: [] };
  if (isRoot && isVariable(owner) && variables[owner].holds === 'numbers') return { type: 'variable', modifiers: [] };
  return { type: 'property', modifiers: ['readonly'] };
}
