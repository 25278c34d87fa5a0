import type { Node } from '@vscode/tree-sitter-wasm';
import { type Container, childrenOf, container, type Declared, fieldText, type Rules } from './rules.ts';

const types: ReadonlySet<string> = new Set([
  'class_declaration',
  'interface_declaration',
  'enum_declaration',
  'record_declaration',
  'annotation_type_declaration',
]);
const methods: ReadonlySet<string> = new Set([
  'method_declaration',
  'constructor_declaration',
  'compact_constructor_declaration',
  'annotation_type_element_declaration',
]);

/** Java: types with their fields, constructors and methods. */
export const java: Rules = {
  declared: (node) => {
    const name = fieldText(node, 'name') ?? '';
    const body = node.childForFieldName('body');
    if (types.has(node.type)) return [{ name, kind: 'class', node, body, inner: members(body) }];
    if (methods.has(node.type)) return [{ name, kind: 'method', node, body, inner: container(body, 'function') }];
    if (node.type !== 'field_declaration' && node.type !== 'constant_declaration') return [];
    const all = childrenOf(node).filter(({ type }) => type === 'variable_declarator');
    return all.map(
      (one): Declared => ({
        name: fieldText(one, 'name') ?? '',
        kind: 'value',
        node: all.length === 1 ? node : one,
        body: one.childForFieldName('value'),
      }),
    );
  },
  leading: new Set(['line_comment', 'block_comment']),
};

/** The members of an enum stand a node further in than its constants. */
function members(body: Node | null): readonly Container[] {
  if (body?.type !== 'enum_body') return container(body, 'class');
  return container(
    childrenOf(body).find(({ type }) => type === 'enum_body_declarations'),
    'class',
  );
}
