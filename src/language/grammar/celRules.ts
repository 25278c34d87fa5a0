import { rangeMacros, variables } from '../../model/goalContext.ts';
import type { Rule } from './rule.ts';

const anyOf = (names: readonly string[]): string => `(?:${names.join('|')})`;

/** The tokens of CEL (https://github.com/google/cel-spec), with the names that an expression of a loop has. */
export const celRules: readonly Rule[] = [
  { match: '\\b(?:true|false|null)\\b', name: 'constant.language.cel' },
  { match: '\\bin\\b', name: 'keyword.operator.word.cel' },
  {
    match: `\\b${anyOf([...Object.keys(rangeMacros), 'has', 'size'])}(?=\\()`,
    name: 'support.function.cel',
  },
  { match: '\\b[A-Za-z_]\\w*(?=\\()', name: 'entity.name.function.cel' },
  { match: '\\b[0-9]+\\.[0-9]+(?:[eE][-+]?[0-9]+)?\\b', name: 'constant.numeric.float.cel' },
  { match: '\\b[0-9]+u?\\b', name: 'constant.numeric.integer.cel' },
  { match: '(?:\\\\?")(?:[^"\\\\]|\\\\[^"])*(?:\\\\?")|\'[^\']*\'', name: 'string.quoted.cel' },
  { match: '&&|\\|\\||==|!=|<=|>=|[<>!?:+*/%-]', name: 'keyword.operator.cel' },
  { match: '(?<=\\.)[A-Za-z_]\\w*', name: 'variable.other.property.cel' },
  { match: `\\b${anyOf(Object.keys(variables))}\\b`, name: 'support.variable.cel' },
  { match: '\\b[A-Za-z_]\\w*', name: 'variable.other.cel' },
  { match: '\\.', name: 'punctuation.accessor.cel' },
];
