import type { Lines } from '../../../comprehension/codeReading.ts';
import type { Edit } from '../../../mutants/edit.ts';
import { lineFinder } from '../../../mutants/lineFinder.ts';
import type { Mutant } from '../../../mutants/mutant.ts';
import { identityOf } from '../../../mutants/mutantsOf.ts';
import type { GrammarName } from '../../languages.ts';
import { type CodeNode, nodesIn } from '../codeNode.ts';
import { argumentEdits, methodEdits, waitEdits } from './callEdits.ts';
import { conditionEdits } from './conditionEdits.ts';
import { constantEdits } from './constantEdits.ts';
import { identifierEdits, propertyEdits } from './nameEdits.ts';
import { NamesInFile } from './namesInFile.ts';
import { operandEdits, operatorEdits, unaryEdits } from './operatorEdits.ts';
import { statementEdits } from './statementEdits.ts';
import type { TreeOperator } from './treeOperator.ts';

const operators: readonly TreeOperator[] = [
  operatorEdits,
  operandEdits,
  unaryEdits,
  conditionEdits,
  constantEdits,
  argumentEdits,
  methodEdits,
  propertyEdits,
  identifierEdits,
  waitEdits,
  statementEdits,
];

/** What is edited. */
export interface EditedText {
  readonly path: string;
  readonly text: string;
  readonly root: CodeNode;
  readonly grammar: GrammarName;
  /** Whether the text still parses after an edit at a node. */
  readonly parses: (edit: Edit, node: CodeNode) => boolean;
}

/**
 * Small edits of Python, Go, Rust or Java by its tree, as `mutantsOf` makes them of JavaScript: most plausible first, then in
 * the order of the text; none is a no-op or given twice, and every edited text parses.
 */
export function treeMutants(edited: EditedText, lines?: readonly Lines[]): readonly Mutant[] {
  const { path, text, root, grammar, parses } = edited;
  const names = new NamesInFile(root);
  const lineOf = lineFinder(text);
  const found = new Map<string, Mutant>();
  const isOutside = (node: CodeNode): boolean => lines !== undefined && !meets(node, lines);
  for (const node of nodesIn(root, isOutside)) {
    if (isOutside(node)) continue;
    for (const operator of operators) {
      for (const edit of operator(node, { grammar, names })) {
        const isIn = (offset: number): boolean => lines === undefined || isInLines(lineOf(offset).line, lines);
        if (text.slice(edit.start, edit.end) === edit.replacement || !isIn(edit.start) || !isIn(edit.end)) continue;
        const id = identityOf(text, edit);
        if ((found.get(id)?.plausibility ?? 0) >= edit.plausibility || !parses(edit, node)) continue;
        found.set(id, { ...edit, id, path, ...lineOf(edit.start) });
      }
    }
  }
  return [...found.values()].sort((a, b) => b.plausibility - a.plausibility || a.start - b.start || a.end - b.end);
}

const isInLines = (line: number, lines: readonly Lines[]): boolean =>
  lines.some(({ first, last }) => line >= first && line <= last);

const meets = ({ line, lastLine }: CodeNode, lines: readonly Lines[]): boolean =>
  lines.some(({ first, last }) => line <= last && first <= lastLine);
