import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, type Declared, fieldText, type Rules } from './rules.ts';

const keywords: Readonly<Record<string, string>> = {
  type_declaration: 'type',
  const_declaration: 'const',
  var_declaration: 'var',
};

/** Go: functions, methods by their receiver, types, constants and variables of a package. */
export const go: Rules = {
  declared: (node, scope) => {
    const keyword = keywords[node.type];
    if (keyword !== undefined) return scope === 'file' ? specs(node, keyword) : [];
    const body = node.childForFieldName('body');
    if (node.type === 'function_declaration') {
      return [{ name: fieldText(node, 'name') ?? '', kind: 'function', node, body }];
    }
    if (node.type !== 'method_declaration') return [];
    const receiver = /(\w+)\s*(?:\[[^\]]*\])?\s*\)\s*$/.exec(fieldText(node, 'receiver') ?? '')?.[1];
    const name = fieldText(node, 'name') ?? '';
    return [{ name: receiver === undefined ? name : `${receiver}.${name}`, kind: 'method', node, body }];
  },
  leading: new Set(['comment']),
};

/** What a declaration names, one by one; a single one has all its lines. */
function specs(node: Node, keyword: string): readonly Declared[] {
  const inner = childrenOf(node).flatMap((child) => (child.type === 'var_spec_list' ? childrenOf(child) : [child]));
  const all = inner.filter(({ type }) => /^(?:type|const|var)_(?:spec|alias)$/.test(type));
  return all.map((spec) => ({
    name: fieldText(spec, 'name') ?? '',
    kind: keyword === 'type' ? 'type' : 'value',
    node: all.length === 1 ? node : spec,
    from: spec,
    keyword,
    body: spec.childForFieldName(keyword === 'type' ? 'type' : 'value'),
  }));
}
