import { briefly, type Edit } from '../../../mutants/edit.ts';
import { type CodeNode, inField, namedIn } from '../codeNode.ts';
import { isString } from '../literals.ts';
import { operatorsIn } from '../operations.ts';
import { operatorSwaps } from './operatorSwaps.ts';
import { replaced } from './treeOperator.ts';

/** An operator between two operands, or one that counts, becomes another. */
export function* operatorEdits(node: CodeNode): Iterable<Edit> {
  if (/^(?:unary|not_)/.test(node.type)) return;
  const isOfText = namedIn(node).some(isString);
  for (const sign of operatorsIn(node)) {
    const { operator, to } = operatorSwaps.get(sign.text.replace(/\s+/g, ' ')) ?? { to: [] };
    // Texts are joined and formatted, and not subtracted.
    if (operator === undefined || (isOfText && /^(?:arithmetic|assignment)$/.test(operator))) continue;
    for (const [text, plausibility] of to) yield replaced(sign, text, { operator, plausibility });
  }
}

const ordered: ReadonlySet<string> = new Set(['-', '/', '//', '%', '<<', '>>']);
const simple = /^[\w$.[\]()]+$/;

/** `a - b` becomes `b - a`, and `a && b` loses one side. */
export function* operandEdits(node: CodeNode): Iterable<Edit> {
  const [left, right, sign] = ['left', 'right', 'operator'].map((field) => inField(node, field));
  if (left === undefined || right === undefined || sign === undefined) return;
  if (/^(?:&&|\|\||and|or)$/.test(sign.text)) {
    for (const { text } of [left, right]) {
      const description = `${briefly(node.text)} → ${briefly(text)}`;
      yield replaced(node, text, { operator: 'logical', plausibility: 0.4, description });
    }
  } else if (ordered.has(sign.text) && simple.test(left.text) && simple.test(right.text)) {
    const swapped = `${right.text} ${sign.text} ${left.text}`;
    yield replaced(node, swapped, { operator: 'swapped-arguments', plausibility: 0.7 });
  }
}

/** `!a` becomes `a`, `-a` too. */
export function* unaryEdits(node: CodeNode): Iterable<Edit> {
  if (!/^(?:unary_expression|unary_operator|not_operator)$/.test(node.type)) return;
  const sign = operatorsIn(node)[0]?.text ?? '';
  const operand = namedIn(node).at(-1);
  if (operand === undefined || !/^(?:!|not|-|~)$/.test(sign)) return;
  const description = `${briefly(node.text)} → ${briefly(operand.text)}`;
  const plausibility = sign === '!' || sign === 'not' ? 0.8 : 0.6;
  yield replaced(node, operand.text, { operator: 'unary', plausibility, description });
}
