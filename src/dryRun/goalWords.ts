import { Environment } from '@marcbachmann/cel-js';
import { type CelNode, conjuncts, isNode } from '../model/goalTree.ts';
import { withParentheses } from '../model/withParentheses.ts';

/** Reads the tree alone: that its names are right was checked before. */
const environment = new Environment({ unlistedVariablesAreDyn: true });

/** Each part of a goal that must hold, in words where they are plain; a part that has none as it is written, in backticks. */
export function goalWords(goal: string): readonly string[] {
  return conjuncts(treeOf(goal)).map((node) => wordsOf(node, goal));
}

/** An expression such as that of a gate in words. */
export const expressionWords = (expression: string): string => goalWords(expression).join(', and ');

const treeOf = (text: string): CelNode => environment.parse(text).ast;

function wordsOf(node: CelNode, text: string): string {
  return plainWords(node, text) ?? `\`${withParentheses(text, node).trim()}\``;
}

function plainWords(node: CelNode, text: string): string | undefined {
  if (node.op === '!_' && isNode(node.args)) return denied(node.args);
  if (node.op === '||' || node.op === '&&') return joined(node, text);
  if (node.op === 'rcall') return everyCheck(node);
  const comparison = comparisons[node.op];
  if (comparison !== undefined) return compared(node, comparison);
  return truth(node)?.yes;
}

/** `||` and what is inside it. */
function joined(node: CelNode, text: string): string | undefined {
  if (!Array.isArray(node.args)) return undefined;
  const parts = node.args.filter(isNode).map((part) => wordsOf(part, text));
  return parts.join(node.op === '||' ? ', or ' : ' and ');
}

const denied = (node: CelNode): string | undefined => truth(node)?.no;

const checkTruths: Readonly<Record<string, readonly [yes: string, no: string]>> = {
  passed: ['passes', 'fails'],
  regressed: ['fails where it did not fail before', 'fails nowhere that it did not fail before'],
  flaky: ['passes only sometimes', 'does not pass only sometimes'],
};

/** What is true or false by itself. */
function truth(node: CelNode): { readonly yes: string; readonly no: string } | undefined {
  const path = pathOf(node);
  const [variable, member = '', field = ''] = path;
  if (variable === 'judge' && member === 'passed')
    return { yes: 'the judge passes it', no: 'the judge does not pass it' };
  const words = variable === 'checks' && path.length === 3 ? checkTruths[field] : undefined;
  return words && { yes: `${member} ${words[0]}`, no: `${member} ${words[1]}` };
}

/** `checks.all(c, c.passed)` */
function everyCheck({ args }: CelNode): string | undefined {
  if (!Array.isArray(args) || (args[0] !== 'all' && args[0] !== 'exists')) return undefined;
  const [macro, receiver, [bound, condition]] = args as [string, unknown, readonly unknown[]];
  if (!isNode(receiver) || pathOf(receiver).join() !== 'checks' || !isNode(bound) || !isNode(condition))
    return undefined;
  const [variable, field, ...more] = pathOf(condition);
  if (variable !== String(bound.args) || field !== 'passed' || more.length > 0) return undefined;
  return macro === 'all' ? 'every check passes' : 'at least one check passes';
}

const comparisons: Readonly<Record<string, string>> = {
  '>=': 'is at least',
  '>': 'is more than',
  '<=': 'is at most',
  '<': 'is less than',
  '==': 'is',
  '!=': 'is not',
};

function compared({ args }: CelNode, how: string): string | undefined {
  if (!Array.isArray(args)) return undefined;
  const [left, right] = (args as readonly unknown[]).map((side) => (isNode(side) ? sideWords(side) : undefined));
  return left === undefined || right === undefined ? undefined : `${left} ${how} ${right}`;
}

const numberWords: Readonly<Record<string, string>> = {
  'judge.score': 'the score of the judge',
  'run.iteration': 'the number of the pass',
  'run.no_progress': 'the number of passes without progress',
  'run.tokens': 'the tokens used by the run',
  'run.cost_usd': 'the cost of the run in dollars',
  'run.minutes': 'the time since the run began, in minutes,',
  'diff.lines': 'the number of changed lines',
};

const checkNumbers: Readonly<Record<string, string>> = {
  exit_code: 'the exit code of',
  seconds: 'the seconds taken by',
  failed: 'the number of failing tests in',
};

function sideWords(node: CelNode): string | undefined {
  if (node.op === 'value') return typeof node.args === 'string' ? `"${node.args}"` : String(node.args);
  if (node.op === '-_' && isNode(node.args) && node.args.op === 'value') return `-${String(node.args.args)}`;
  const [variable = '', member, field, ...more] = pathOf(node);
  if (member === undefined || more.length > 0) return undefined;
  if (variable === 'checks') return field && checkNumbers[field] && `${checkNumbers[field]} ${member}`;
  if (field !== undefined) return undefined;
  if (variable === 'metrics') return member;
  if (variable === 'baseline') return `${member} before the change`;
  if (variable === 'best') return `the best ${member} so far`;
  return numberWords[`${variable}.${member}`];
}

/** `checks.tests.passed` and `checks["tests"].passed` as names; empty for all else. */
function pathOf(node: CelNode): readonly string[] {
  if (node.op === 'id') return [String(node.args)];
  if ((node.op !== '.' && node.op !== '[]') || !Array.isArray(node.args)) return [];
  const [target, key] = node.args as readonly unknown[];
  const before = isNode(target) ? pathOf(target) : [];
  const name = typeof key === 'string' ? key : isNode(key) && typeof key.args === 'string' ? key.args : undefined;
  return before.length === 0 || name === undefined ? [] : [...before, name];
}
