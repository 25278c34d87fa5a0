import { briefly, type Edit } from '../../../mutants/edit.ts';
import type { GrammarName } from '../../languages.ts';
import { type CodeNode, namedIn } from '../codeNode.ts';
import { replaced, type TreeOperator } from './treeOperator.ts';

const words: Readonly<Partial<Record<GrammarName, { yes: string; no: string }>>> = {
  python: { yes: 'True', no: 'False' },
};

/** A condition is turned round, or always or never holds. */
export const conditionEdits: TreeOperator = function* (node, { grammar }) {
  const condition = conditionOf(node);
  if (condition === undefined) return;
  if (!/comparison|not_operator|unary/.test(condition.type) && !isComparison(condition)) {
    yield negated(condition, grammar);
  }
  const { yes, no } = words[grammar] ?? { yes: 'true', no: 'false' };
  const isLoop = /^(?:while|for|do)_/.test(node.parent?.type ?? '');
  for (const constant of isLoop ? [no] : [yes, no]) {
    const description = `${briefly(condition.text)} → ${constant}`;
    yield replaced(condition, constant, { operator: 'condition-constant', plausibility: 0.3, description });
  }
};

/** The node where it is what something depends on, without the parentheses that belong there. */
function conditionOf(node: CodeNode): CodeNode | undefined {
  const isChosen = node.parent?.type === 'conditional_expression' && namedIn(node.parent)[1] === node;
  if ((node.field !== 'condition' && !isChosen) || /^let_c/.test(node.type)) return undefined;
  return node.type === 'parenthesized_expression' ? namedIn(node)[0] : node;
}

/** A comparison has an opposite of its own, and is not turned round a second way. */
const isComparison = ({ children }: CodeNode): boolean => children.some(({ text }) => /^(?:[=!]=|[<>]=?)$/.test(text));

function negated(condition: CodeNode, grammar: GrammarName): Edit {
  const { text } = condition;
  const isSimple = /^[\w$.]+(?:\([^()]*\))?$/.test(text);
  const inside = isSimple ? text : `(${text})`;
  const replacement = grammar === 'python' ? `not ${inside}` : `!${inside}`;
  const description = `${briefly(text)} → ${briefly(replacement)}`;
  return replaced(condition, replacement, { operator: 'condition-negated', plausibility: 0.75, description });
}
