import type { Call } from '../../comprehension/codeReading.ts';
import { calledNames } from './callees.ts';
import { type CodeNode, inField, nodesIn } from './codeNode.ts';

/** The places that call one of these names, or make an element of it, in the order of the text. */
export function callsIn(root: CodeNode, names: ReadonlySet<string>, unitAt: (line: number) => string): readonly Call[] {
  const found = [...calledNames(root), ...elementNames(root)].filter(({ text }) => names.has(text));
  return found
    .sort((one, other) => one.start - other.start)
    .map(({ text, line }) => ({ name: text, line, unit: unitAt(line) }));
}

/** `List` of `<List items={…} />`. */
function* elementNames(root: CodeNode): Iterable<CodeNode> {
  for (const node of nodesIn(root)) {
    if (!/^jsx_(?:opening|self_closing)_element$/.test(node.type)) continue;
    const name = inField(node, 'name');
    if (name?.type === 'identifier') yield name;
  }
}
