import { briefly, type Edit } from '../edit.ts';
import type { MutationOperator } from '../mutant.ts';
import { operatorOffset } from '../operatorText.ts';
import { endOf, type Node, type Site, startOf, textOf } from '../syntaxTree.ts';

interface Swap {
  readonly operator: MutationOperator;
  /** What it may become, likeliest first, each with its plausibility. */
  readonly to: readonly (readonly [text: string, plausibility: number])[];
}

const swaps: Readonly<Record<string, Swap>> = {
  '<': {
    operator: 'comparison',
    to: [
      ['<=', 0.95],
      ['>', 0.75],
      ['>=', 0.7],
    ],
  },
  '<=': {
    operator: 'comparison',
    to: [
      ['<', 0.95],
      ['>=', 0.75],
      ['>', 0.7],
    ],
  },
  '>': {
    operator: 'comparison',
    to: [
      ['>=', 0.95],
      ['<', 0.75],
      ['<=', 0.7],
    ],
  },
  '>=': {
    operator: 'comparison',
    to: [
      ['>', 0.95],
      ['<=', 0.75],
      ['<', 0.7],
    ],
  },
  '==': {
    operator: 'equality',
    to: [
      ['!=', 0.8],
      ['===', 0.5],
    ],
  },
  '!=': {
    operator: 'equality',
    to: [
      ['==', 0.8],
      ['!==', 0.5],
    ],
  },
  '===': {
    operator: 'equality',
    to: [
      ['!==', 0.8],
      ['==', 0.5],
      ['<=', 0.3],
      ['>=', 0.3],
    ],
  },
  '!==': {
    operator: 'equality',
    to: [
      ['===', 0.8],
      ['!=', 0.5],
      ['<', 0.3],
      ['>', 0.3],
    ],
  },
  '+': {
    operator: 'arithmetic',
    to: [
      ['-', 0.85],
      ['*', 0.5],
    ],
  },
  '-': {
    operator: 'arithmetic',
    to: [
      ['+', 0.85],
      ['*', 0.4],
      ['%', 0.2],
    ],
  },
  '*': {
    operator: 'arithmetic',
    to: [
      ['/', 0.75],
      ['+', 0.5],
      ['**', 0.4],
    ],
  },
  '/': {
    operator: 'arithmetic',
    to: [
      ['*', 0.75],
      ['%', 0.5],
      ['-', 0.2],
    ],
  },
  '%': {
    operator: 'arithmetic',
    to: [
      ['/', 0.65],
      ['*', 0.3],
    ],
  },
  '**': { operator: 'arithmetic', to: [['*', 0.6]] },
  '&': {
    operator: 'bitwise',
    to: [
      ['|', 0.7],
      ['^', 0.4],
      ['&&', 0.4],
    ],
  },
  '|': {
    operator: 'bitwise',
    to: [
      ['&', 0.7],
      ['^', 0.4],
      ['||', 0.4],
    ],
  },
  '^': {
    operator: 'bitwise',
    to: [
      ['|', 0.6],
      ['&', 0.5],
      ['**', 0.5],
    ],
  },
  '<<': {
    operator: 'bitwise',
    to: [
      ['>>', 0.7],
      ['>>>', 0.4],
    ],
  },
  '>>': {
    operator: 'bitwise',
    to: [
      ['<<', 0.7],
      ['>>>', 0.6],
    ],
  },
  '>>>': {
    operator: 'bitwise',
    to: [
      ['>>', 0.6],
      ['<<', 0.5],
    ],
  },
  '&&': {
    operator: 'logical',
    to: [
      ['||', 0.85],
      ['??', 0.2],
    ],
  },
  '||': {
    operator: 'logical',
    to: [
      ['&&', 0.85],
      ['??', 0.8],
    ],
  },
  '??': {
    operator: 'nullish',
    to: [
      ['||', 0.8],
      ['&&', 0.3],
    ],
  },
  instanceof: { operator: 'condition-negated', to: [] },
  in: { operator: 'condition-negated', to: [] },
  '=': {
    operator: 'assignment',
    to: [
      ['+=', 0.35],
      ['||=', 0.2],
      ['??=', 0.2],
    ],
  },
  '+=': {
    operator: 'assignment',
    to: [
      ['-=', 0.85],
      ['=', 0.7],
      ['*=', 0.4],
    ],
  },
  '-=': {
    operator: 'assignment',
    to: [
      ['+=', 0.85],
      ['=', 0.6],
      ['|=', 0.35],
    ],
  },
  '*=': {
    operator: 'assignment',
    to: [
      ['/=', 0.75],
      ['+=', 0.6],
      ['=', 0.4],
    ],
  },
  '/=': {
    operator: 'assignment',
    to: [
      ['*=', 0.75],
      ['%=', 0.5],
      ['=', 0.4],
    ],
  },
  '%=': {
    operator: 'assignment',
    to: [
      ['/=', 0.65],
      ['=', 0.4],
    ],
  },
  '&=': {
    operator: 'assignment',
    to: [
      ['|=', 0.75],
      ['^=', 0.4],
      ['=', 0.4],
    ],
  },
  '|=': {
    operator: 'assignment',
    to: [
      ['&=', 0.75],
      ['^=', 0.4],
      ['=', 0.4],
      ['+=', 0.3],
    ],
  },
  '^=': {
    operator: 'assignment',
    to: [
      ['|=', 0.6],
      ['&=', 0.5],
    ],
  },
  '<<=': { operator: 'assignment', to: [['>>=', 0.7]] },
  '>>=': {
    operator: 'assignment',
    to: [
      ['<<=', 0.7],
      ['>>>=', 0.6],
    ],
  },
  '>>>=': { operator: 'assignment', to: [['>>=', 0.6]] },
  '||=': {
    operator: 'nullish',
    to: [
      ['??=', 0.8],
      ['&&=', 0.4],
    ],
  },
  '??=': {
    operator: 'nullish',
    to: [
      ['||=', 0.8],
      ['=', 0.4],
    ],
  },
  '&&=': {
    operator: 'assignment',
    to: [
      ['||=', 0.7],
      ['=', 0.4],
    ],
  },
};

/** `x -= 0` only makes a number of x; `x |= 0` also cuts its fraction off, and `x += 0` does neither to a text. */
const conversions: Swap = {
  operator: 'assignment',
  to: [
    ['|=', 0.8],
    ['-=', 0.7],
    ['>>>=', 0.4],
    ['+=', 0.3],
  ],
};

const isConversion = (node: Node): boolean =>
  node.type === 'AssignmentExpression' &&
  ['-=', '|=', '>>>=', '+='].includes(node.operator) &&
  node.right.type === 'NumericLiteral' &&
  node.right.value === 0;

/** An operator between two operands becomes a neighbour of it. */
export function* operatorMutants({ node, source }: Site): Iterable<Edit> {
  if (node.type !== 'BinaryExpression' && node.type !== 'LogicalExpression' && node.type !== 'AssignmentExpression')
    return;
  const swap = isConversion(node) ? conversions : swaps[node.operator];
  const start = operatorOffset(source, endOf(node.left), startOf(node.right), node.operator);
  if (swap === undefined || start === undefined) return;
  for (const [replacement, plausibility] of swap.to) {
    const description = `${node.operator} → ${replacement}`;
    yield { start, end: start + node.operator.length, replacement, operator: swap.operator, plausibility, description };
  }
}

const ordered = new Set(['-', '/', '%', '**', '<<', '>>']);

/** `a - b` becomes `b - a` where the order matters, and `a && b` loses one side. */
export function* operandMutants({ node, source }: Site): Iterable<Edit> {
  if (node.type !== 'BinaryExpression' && node.type !== 'LogicalExpression') return;
  const [start, end] = [startOf(node), endOf(node)];
  const [left, right] = [textOf(source, node.left), textOf(source, node.right)];
  if (node.type === 'LogicalExpression') {
    for (const replacement of [left, right]) {
      const description = `${briefly(source.slice(start, end))} → ${briefly(replacement)}`;
      yield { start, end, replacement, operator: 'logical', plausibility: 0.4, description };
    }
  } else if (ordered.has(node.operator)) {
    const simple = /^[\w$.[\]()]+$/;
    if (!simple.test(left) || !simple.test(right)) return;
    const replacement = `${right} ${node.operator} ${left}`;
    const description = `${briefly(source.slice(start, end))} → ${replacement}`;
    yield { start, end, replacement, operator: 'swapped-arguments', plausibility: 0.7, description };
  }
}
