import type { CodeNode } from './codeNode.ts';

const strings: ReadonlySet<string> = new Set([
  'string',
  'template_string',
  'interpreted_string_literal',
  'raw_string_literal',
  'rune_literal',
  'string_literal',
  'char_literal',
  'character_literal',
]);
/** Code that stands in a string. */
const substitutions: ReadonlySet<string> = new Set(['template_substitution', 'interpolation', 'string_interpolation']);
const number = /^(?:number|integer|float|imaginary_literal|\w*(?:int|integer|float|floating_point)_literal)$/;
const truths: ReadonlySet<string> = new Set([
  'true',
  'false',
  'null',
  'undefined',
  'none',
  'nil',
  'null_literal',
  'boolean_literal',
]);

/** A string or a character, with its quotes. */
export const isString = ({ type, isNamed }: CodeNode): boolean => isNamed && strings.has(type);
export const isNumber = ({ type, isNamed }: CodeNode): boolean => isNamed && number.test(type);
/** True, false, and what stands for nothing. */
export const isTruth = ({ type, isNamed }: CodeNode): boolean => isNamed && truths.has(type);
/** A string in which no code stands. */
export const isPlainString = (node: CodeNode): boolean =>
  isString(node) && !node.children.some(({ type }) => substitutions.has(type));

/** The same for all ways to write one value: quotes, the case of digits and their separators. */
export function canonicalLiteral(node: CodeNode): string {
  // In C's family a single character is another thing than a text; scripts write texts either way.
  if (/^(?:rune|char|character)_/.test(node.type)) return node.text;
  if (isPlainString(node)) return canonicalString(node.text);
  return isNumber(node) ? canonicalNumber(node.text) : node.text;
}

function canonicalString(text: string): string {
  const [, prefix = '', quote, content] = /^([a-zA-Z]*#*)("""|'''|["'`])([\s\S]*)\2#*$/.exec(text) ?? [];
  if (quote === undefined || content === undefined) return text;
  const sorted = [...prefix.toLowerCase().replace(/u/, '')].sort().join('');
  // A template, and a raw text of Go, says the same as a text in quotes where nothing in it has a meaning of its own.
  if (quote === '`') return /[\\\n$]/.test(content) ? text : `"${content.replace(/"/g, '\\"')}"`;
  const isRaw = prefix.includes('r') || prefix.includes('R');
  const plain = isRaw ? content : content.replace(/\\(['"])/g, '$1').replace(/["]/g, '\\"');
  return `${sorted}"${plain}"`;
}

function canonicalNumber(text: string): string {
  const plain = text.toLowerCase().replace(/_/g, '');
  return /^0[xob]/.test(plain) || !/\d\.0*$/.test(plain) ? plain : plain.replace(/\.0*$/, '.0');
}
