import { briefly, type Edit } from '../edit.ts';
import { endOf, type Site, startOf, textOf } from '../syntaxTree.ts';

/** A prefix operator goes away; `++` and `--`, before and after, trade places. */
export function* unaryMutants({ node, source }: Site): Iterable<Edit> {
  const [start, end] = [startOf(node), endOf(node)];
  if (node.type === 'UnaryExpression' && /^[!+~-]$/.test(node.operator)) {
    const replacement = textOf(source, node.argument);
    const description = `${briefly(source.slice(start, end))} → ${briefly(replacement)}`;
    const edit = { start, end, operator: 'unary', description } as const;
    yield { ...edit, replacement, plausibility: node.operator === '!' ? 0.8 : 0.6 };
    if (node.operator === '-') yield { ...edit, replacement: `+${replacement}`, plausibility: 0.2 };
  } else if (node.type === 'UpdateExpression') {
    const argument = textOf(source, node.argument);
    const other = node.operator === '++' ? '--' : '++';
    const forms = [
      [node.prefix ? `${other}${argument}` : `${argument}${other}`, 0.7],
      [node.prefix ? `${argument}${node.operator}` : `${node.operator}${argument}`, 0.6],
    ] as const;
    for (const [replacement, plausibility] of forms) {
      const description = `${source.slice(start, end)} → ${replacement}`;
      yield { start, end, replacement, operator: 'update', plausibility, description };
    }
  }
}
