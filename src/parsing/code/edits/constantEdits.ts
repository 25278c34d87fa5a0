import type { Edit } from '../../../mutants/edit.ts';
import type { CodeNode } from '../codeNode.ts';
import { isNumber, isTruth } from '../literals.ts';
import { replaced } from './treeOperator.ts';

const opposite: Readonly<Record<string, string>> = { true: 'false', false: 'true', True: 'False', False: 'True' };
/** A plain decimal number, and what says its type in Rust and Java. */
const decimal = /^(\d{1,15})((?:_?[iu](?:8|16|32|64|128|size)|[lL])?)$/;
const compares = /^(?:comparison_operator|range_expression)$/;

/** A number becomes its neighbour of as many digits; true and false trade places. */
export function* constantEdits(node: CodeNode): Iterable<Edit> {
  if (isTruth(node) || node.text in opposite) {
    const other = node.children.length === 0 && node.isNamed ? opposite[node.text] : undefined;
    if (other !== undefined) yield replaced(node, other, { operator: 'constant', plausibility: 0.75 });
    return;
  }
  const [, digits, type = ''] = (isNumber(node) ? decimal.exec(node.text) : null) ?? [];
  // A zero in front means base 8 in Go and Java.
  if (digits === undefined || (digits.length > 1 && digits.startsWith('0'))) return;
  const operator = isCompared(node) ? 'boundary' : 'constant';
  for (const near of [Number(digits) + 1, Number(digits) - 1]) {
    const isAsLong = near >= 0 && String(near).length === digits.length;
    if (isAsLong) yield replaced(node, `${near}${type}`, { operator, plausibility: 0.8 });
  }
}

function isCompared({ parent }: CodeNode): boolean {
  if (parent === undefined) return false;
  if (compares.test(parent.type)) return true;
  return parent.children.some(({ isNamed, text }) => !isNamed && /^[<>=!]=?$/.test(text) && text !== '=');
}
