import type { CodeNode } from './codeNode.ts';

/** Nodes of which the words and signs are operators, in any of the languages. */
const operations: ReadonlySet<string> = new Set([
  'binary_expression',
  'unary_expression',
  'update_expression',
  'assignment_expression',
  'augmented_assignment_expression',
  'ternary_expression',
  'comparison_operator',
  'boolean_operator',
  'not_operator',
  'binary_operator',
  'unary_operator',
  'augmented_assignment',
  'assignment',
  'assignment_statement',
  'inc_statement',
  'dec_statement',
  'compound_assignment_expr',
  'range_expression',
]);

export const isOperation = ({ type }: CodeNode): boolean => operations.has(type);

/** The operators in a node: `<` and `<=` of `0 < a <= b` in Python. */
export const operatorsIn = (node: CodeNode): readonly CodeNode[] =>
  isOperation(node) ? node.children.filter((child) => !child.isNamed && !/^[()?:]$/.test(child.text)) : [];
