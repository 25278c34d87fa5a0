import type { CodeToken } from '../../comprehension/codeReading.ts';
import type { CodeNode } from './codeNode.ts';
import { leavesOf } from './leaves.ts';
import { isNumber, isString } from './literals.ts';
import { isOperation } from './operations.ts';

/** The tokens of a text without blanks and comments. A string is one token; one with code in it is several. */
export function codeTokens(root: CodeNode, text: string): readonly CodeToken[] {
  return leavesOf(root, text).map((leaf) => ({
    kind: kindOf(leaf),
    start: leaf.start,
    end: leaf.end,
    line: leaf.line,
    text: leaf.text,
  }));
}

const signs: ReadonlySet<string> = new Set([
  ...['(', ')', '[', ']', '{', '}', '<', '>', '</', '/>', ',', ';', ':', '.', '?.', '::', '...', '=>', '->', '#', '@'],
  ...['${', '$', '|'],
]);

function kindOf(leaf: CodeNode): CodeToken['kind'] {
  const { type, isNamed, text, parent } = leaf;
  if (isNumber(leaf)) return 'number';
  if (isString(leaf) || (isNamed && /^(?:regex|gap|jsx_text|escape_sequence)$/.test(type))) return 'string';
  // Quotes of a text in which code stands, and what is between them.
  if (parent !== undefined && isString(parent)) return 'string';
  if (parent !== undefined && !isNamed && isOperation(parent) && !/^[()]$/.test(text)) return 'operator';
  if (isNamed && /identifier|label|lifetime|name/.test(type)) return 'name';
  if (/^[\p{L}_]/u.test(text)) return 'keyword';
  return signs.has(text) || !/^[-+*/%=<>!&|^~?:]+$/.test(text) ? 'punctuation' : 'operator';
}
