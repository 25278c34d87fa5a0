import type { Blank, Lines } from '../../comprehension/codeReading.ts';
import { calledNames } from './callees.ts';
import { type CodeNode, isIn, nodesIn } from './codeNode.ts';
import { isNumber, isPlainString, isTruth } from './literals.ts';
import { operatorsIn } from './operations.ts';

/** Characters of a string, with its quotes, that can be asked for. */
const longestString = 20;
/** Where a constant is a name, a type, or metadata. */
const notAsked =
  /^(?:import\w*|package_\w+|type|type_annotation|type_arguments|literal_type|type_alias_declaration|interface_body|enum_body|attribute_item|(?:marker_)?annotation)$/;
/** Signs with one operand, and what only gives a value. */
const plain: ReadonlySet<string> = new Set(['=', ':=', '!', 'not', '~', '++', '--', '..', '..=']);

/** The tokens in these lines that may be left out and asked for, in the order of the text. */
export function blanksIn(root: CodeNode, lines: readonly Lines[]): readonly Blank[] {
  const inLines = ({ line }: CodeNode): boolean => lines.some(({ first, last }) => line >= first && line <= last);
  const found: Blank[] = [];
  const add = (kind: Blank['kind'], node: CodeNode): void => {
    if (inLines(node)) found.push({ kind, start: node.start, end: node.end, line: node.line, text: node.text });
  };
  for (const node of nodesIn(root)) {
    if (isConstant(node)) add('constant', node);
    if (/^unary|^not_operator$/.test(node.type)) continue;
    for (const operator of operatorsIn(node)) if (!plain.has(operator.text)) add('operator', operator);
  }
  for (const name of calledNames(root)) add('callee', name);
  return found.sort((one, other) => one.start - other.start);
}

function isConstant(node: CodeNode): boolean {
  const { text, parent } = node;
  const isShort = isPlainString(node) && text.length > 2 && text.length <= longestString && !text.includes('\n');
  if (!isNumber(node) && !isTruth(node) && !isShort) return false;
  if (isShort && (parent?.type === 'expression_statement' || /^(?:key|source)$/.test(node.field))) return false;
  return !isIn(node, notAsked);
}
