import { type CodeNode, inField, namedIn, nodesIn } from './codeNode.ts';

/** Where a call has what it calls. */
const calledIn: Readonly<Record<string, string>> = {
  call_expression: 'function',
  new_expression: 'constructor',
  call: 'function',
  method_invocation: 'name',
  object_creation_expression: 'type',
};
/** Where what is made of several names has its last one. */
const lastIn: Readonly<Record<string, string>> = {
  member_expression: 'property',
  attribute: 'attribute',
  selector_expression: 'field',
  field_expression: 'field',
  scoped_identifier: 'name',
  generic_function: 'function',
  generic_type: 'type',
};

/** The last name of what a node calls, or makes with `new`; undefined of anything else, and where that is no name. */
export const calleeOf = (node: CodeNode): CodeNode | undefined =>
  node.isNamed ? lastName(inField(node, calledIn[node.type] ?? 'none')) : undefined;

/** Every name that is called in a text, in its order. */
export function* calledNames(root: CodeNode): Iterable<CodeNode> {
  for (const node of nodesIn(root)) {
    const name = node.type === 'token_tree' ? undefined : calleeOf(node);
    if (name !== undefined) yield name;
    if (node.type === 'token_tree') yield* calledInMacro(node);
  }
}

/** What a macro of Rust reads is no tree: a name before a parenthesis is taken for a call. */
function* calledInMacro({ children }: CodeNode): Iterable<CodeNode> {
  for (const [index, child] of children.entries()) {
    const next = children[index + 1];
    if (child.type === 'identifier' && next?.type === 'token_tree' && next.text.startsWith('(')) yield child;
  }
}

function lastName(node: CodeNode | undefined): CodeNode | undefined {
  if (node === undefined) return undefined;
  const field = lastIn[node.type];
  if (field === undefined) return node.type.endsWith('identifier') ? node : undefined;
  return lastName(inField(node, field) ?? (node.type === 'generic_type' ? namedIn(node)[0] : undefined));
}
