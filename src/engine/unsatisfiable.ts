import { conjuncts } from '../model/goalTree.ts';
import { withParentheses } from '../model/withParentheses.ts';
import { readExpression } from './expression.ts';
import { isPlain } from './plainPart.ts';
import { canBeTrue, type Declared } from './possibleFacts.ts';

/**
 * Why no outcome at all can make the goal true, in a sentence; undefined where some outcome does, or where that cannot
 * be told. Told are names that there are not, and contradictions: every combination of what checks and judge can say is
 * tried, and of numbers that are compared with written-out ones the values at and between those. Parts that work with
 * data, compare two unknown numbers or calculate are taken to be possible.
 */
export function unsatisfiable(goal: string, declared: Declared): string | undefined {
  const read = readExpression('goal', goal);
  if (!read.ok) return `The goal can never be reached: ${read.error}.`;
  const missing = missingName(goal, declared);
  if (missing !== undefined) return missing;
  const parts = conjuncts(read.value.ast)
    .filter(isPlain)
    .map((node) => withParentheses(goal, node));
  const isPossible = (...some: readonly string[]): boolean => canBeTrue(some, declared);
  if (isPossible(...parts)) return undefined;
  const alone = parts.find((part) => !isPossible(part));
  if (alone !== undefined) return `The goal can never be reached: no outcome makes \`${alone}\` true.`;
  for (const [index, part] of parts.entries()) {
    const other = parts.slice(index + 1).find((each) => !isPossible(part, each));
    if (other !== undefined) return `The goal can never be reached: \`${part}\` and \`${other}\` cannot both hold.`;
  }
  return 'The goal can never be reached: its parts cannot all hold at once.';
}

/** A part that needs what the loop has not; one in an `or` does no harm. */
function missingName(goal: string, { checks, metrics, hasJudge }: Declared): string | undefined {
  const read = readExpression('goal', goal);
  if (!read.ok) return undefined;
  for (const node of conjuncts(read.value.ast)) {
    if (!isPlain(node) || node.op === '||' || node.op === '?:') continue;
    const part = readExpression('goal', withParentheses(goal, node));
    if (!part.ok) continue;
    const { uses } = part.value;
    const check = uses.checks.find(({ name }) => !checks.some(({ id }) => id === name));
    if (check !== undefined) return `The goal can never be reached: there is no check ${check.name}.`;
    const metric = uses.metrics.find(({ name }) => !metrics.some(({ id }) => id === name));
    if (metric !== undefined) return `The goal can never be reached: there is no metric ${metric.name}.`;
    if (!hasJudge && uses.variables.some(({ name }) => name === 'judge')) {
      return 'The goal can never be reached: it asks for a judge, and the loop has none.';
    }
  }
  return undefined;
}
