import type { Node } from '@vscode/tree-sitter-wasm';
import { container, type Declared, fieldText, type Rules } from './rules.ts';

const kinds: Readonly<Record<string, Declared['kind']>> = {
  function_signature_item: 'function',
  macro_definition: 'function',
  struct_item: 'type',
  enum_item: 'type',
  union_item: 'type',
  type_item: 'type',
  const_item: 'value',
  static_item: 'value',
};

/** Rust: items, with those of traits, implementations and modules. */
export const rust: Rules = {
  declared: (node, scope) => {
    const body = node.childForFieldName('body') ?? node.childForFieldName('value');
    const name = fieldText(node, 'name') ?? '';
    switch (node.type) {
      case 'function_item': {
        const kind = scope === 'class' ? 'method' : 'function';
        return [{ name, kind, node, body, inner: container(body, 'function') }];
      }
      case 'trait_item':
        return [{ name, kind: 'type', node, body, inner: container(body, 'class') }];
      case 'mod_item':
        return body === null ? [] : [{ name, kind: 'class', node, body, inner: container(body, 'file') }];
      case 'impl_item':
        return [{ name: implemented(node), kind: 'class', node, body, inner: container(body, 'class') }];
      default: {
        const kind = kinds[node.type];
        if (kind === undefined || (scope === 'function' && kind === 'value')) return [];
        return [{ name, kind: kind === 'function' && scope === 'class' ? 'method' : kind, node, body }];
      }
    }
  },
  leading: new Set(['line_comment', 'block_comment', 'attribute_item']),
};

/** `Parser`, or `Display for Parser`. */
function implemented(node: Node): string {
  const plain = (field: string): string | undefined =>
    fieldText(node, field)?.replace(/\s+/g, ' ').replace(/<.*>$/s, '');
  const [trait, type] = [plain('trait'), plain('type') ?? ''];
  return trait === undefined ? type : `${trait} for ${type}`;
}
