import { briefly, type Edit } from '../../../mutants/edit.ts';
import { type CodeNode, inField, namedIn } from '../codeNode.ts';
import { replaced, type TreeOperator } from './treeOperator.ts';

const jumps: Readonly<Record<string, readonly [word: string, other: string]>> = {
  break_statement: ['break', 'continue'],
  continue_statement: ['continue', 'break'],
  break_expression: ['break', 'continue'],
  continue_expression: ['continue', 'break'],
};
/** What is done for its effect: calls, assignments, jumps. */
const effects: ReadonlySet<string> = new Set([
  ...[
    'call',
    'call_expression',
    'method_invocation',
    'macro_invocation',
    'await',
    'await_expression',
    'try_expression',
  ],
  ...['augmented_assignment', 'compound_assignment_expr', 'assignment_expression', 'update_expression'],
  ...['break_expression', 'continue_expression'],
]);
const effectStatements: ReadonlySet<string> = new Set([
  ...['inc_statement', 'dec_statement', 'assignment_statement', 'defer_statement', 'break_statement'],
  ...['continue_statement', 'raise_statement', 'assert_statement'],
]);

/** A statement goes away, `break` and `continue` trade places. */
export const statementEdits: TreeOperator = function* (node, { grammar }) {
  const jump = jumps[node.type];
  if (jump !== undefined && node.text.replace(/;$/, '').trim() === jump[0]) {
    const { start } = node;
    const [word, other] = jump;
    yield replaced({ start, end: start + word.length, text: word }, other, { operator: 'jump', plausibility: 0.4 });
  }
  if (!isRemovable(node)) return;
  const nothing = grammar === 'python' ? 'pass' : grammar === 'java' ? ';' : '';
  yield removed(node, nothing);
};

function isRemovable(node: CodeNode): boolean {
  if (!/^(?:block|statement_list)$/.test(node.parent?.type ?? '')) return false;
  if (effectStatements.has(node.type) || isEarlyLeave(node)) return true;
  // What stands last in a block of Rust without a semicolon is no statement but its value.
  const inner = node.type === 'expression_statement' ? namedIn(node)[0] : undefined;
  if (inner === undefined) return false;
  if (inner.type === 'assignment') return /^(?:attribute|subscript)$/.test(inField(inner, 'left')?.type ?? '');
  return effects.has(inner.type) || isEarlyLeave(inner);
}

/** A condition after which one statement leaves. */
function isEarlyLeave(node: CodeNode): boolean {
  if (!/^if_(?:statement|expression)$/.test(node.type) || inField(node, 'alternative') !== undefined) return false;
  return node.text.length <= 300 && /\b(?:return|raise|throw|break|continue|panic)\b/.test(node.text);
}

function removed(node: CodeNode, nothing: string): Edit {
  const description = `${briefly(node.text)} removed`;
  return replaced(node, nothing, { operator: 'statement-removed', plausibility: 0.3, description });
}
