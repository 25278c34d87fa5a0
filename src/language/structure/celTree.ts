import { Environment } from '@marcbachmann/cel-js';
import { maxExpression } from '../../model/goalContext.ts';
import type { CelNode } from '../../model/goalTree.ts';

const environment = new Environment();

/** The tree of an expression, whatever it names; undefined where it cannot be read. */
export function celTree(expression: string): CelNode | undefined {
  if (expression.length > maxExpression) return undefined;
  try {
    return environment.parse(expression).ast;
  } catch {
    return undefined;
  }
}
