import { Environment } from '@marcbachmann/cel-js';
import { type ExpressionContext, environmentsBy, maxExpression } from '../../model/goalContext.ts';
import { type CelNode, type Named, readGoal } from '../../model/goalTree.ts';
import type { Span } from '../reading.ts';
import type { Thing } from './thing.ts';

export type NamedThing = Thing & Span;

/** The variables of an expression that hold things by their ids. */
const kinds = { checks: 'check', metrics: 'metric', baseline: 'metric', best: 'metric', inputs: 'input' } as const;

const environmentOf = environmentsBy(() => new Environment());

/**
 * The ids that an expression names, at its own offsets: by the parsed tree, and by the words alone while it does not parse.
 * `odd` are ids that are declared and are no words of CEL, such as `unit-tests`, which the tree has as a subtraction.
 */
export function celIds(
  expression: string,
  context: ExpressionContext,
  odd: ReadonlySet<string>,
): readonly NamedThing[] {
  if (expression.length > maxExpression) return [];
  const root = parsed(expression, context);
  if (root === undefined) return idsByWords(expression, odd);
  const spelled = odd.size > 0 ? idsByWords(expression, odd).filter(({ name }) => odd.has(name)) : [];
  const isFree = ({ start }: Span): boolean => !spelled.some((each) => start >= each.start && start < each.end);
  return [...idsOfTree(expression, root, context).filter(isFree), ...spelled];
}

/** Words of the language itself. */
const reserved = ['in', 'true', 'false', 'null'];

/** Whether an id can be written after `checks.`. */
export const isCelName = (id: string): boolean => /^[A-Za-z_]\w*$/.test(id) && !reserved.includes(id);

function parsed(expression: string, context: ExpressionContext): CelNode | undefined {
  try {
    return environmentOf(context).parse(expression).ast;
  } catch {
    return undefined;
  }
}

function idsOfTree(expression: string, root: CelNode, context: ExpressionContext): readonly NamedThing[] {
  const { checks, metrics, inputs, variables } = readGoal(root, context);
  const placed = (kind: Thing['kind'], named: readonly Named[]): readonly NamedThing[] =>
    named.map((each) => ({ kind, name: each.name, ...bare(expression, each) }));
  const judges = variables.filter(({ name }) => name === 'judge');
  return [
    ...placed('check', checks),
    ...placed('metric', metrics),
    ...placed('input', inputs),
    ...placed('role', judges),
  ];
}

/** The name alone, without the quotes of `checks["tests"]`. */
function bare(expression: string, { name, start, end }: Named): Span {
  const written = expression.slice(start, end);
  if (written === name) return { start, end };
  const quotes = /^[rR]?("""|'''|"|')/.exec(written);
  if (!quotes) return { start, end };
  return { start: start + quotes[0].length, end: end - (quotes[1]?.length ?? 0) };
}

/** Strings and comments first, so that nothing inside of them is taken for a name. */
const words =
  /\/\/[^\n]*|(?<![\w.])(checks|metrics|baseline|best|inputs)\s*(?:\.\s*([A-Za-z_][\w-]*)|\[\s*(?:"([^"\\\n]*)"|'([^'\\\n]*)')\s*\])|(?<![\w.])(judge)\b|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gs;

/** What can be made out without parsing: all that the tree would find, but for names that a macro binds. */
export function idsByWords(expression: string, odd: ReadonlySet<string>): readonly NamedThing[] {
  return [...expression.matchAll(words)].flatMap((match): readonly NamedThing[] => {
    const [whole, root, dotted, double, single, judge] = match;
    if (judge !== undefined) return [{ kind: 'role', name: 'judge', start: match.index, end: match.index + 5 }];
    const written = dotted ?? double ?? single ?? '';
    // `checks.tests-1` while `tests` is a check: a subtraction.
    const name = dotted === undefined || odd.has(dotted) ? written : (/^\w+/.exec(dotted)?.[0] ?? '');
    if (root === undefined || name === '') return [];
    const start = match.index + whole.lastIndexOf(written);
    return [{ kind: kinds[root as keyof typeof kinds], name, start, end: start + name.length }];
  });
}
