import { type CelNode, childrenOf } from '../model/goalTree.ts';
import type { Check } from '../model/loopFile.ts';
import type { CheckOutcome, Facts } from '../model/steps.ts';
import { evaluateBool, readExpression } from './expression.ts';

/** What a goal can be about. */
export interface Declared {
  readonly checks: readonly Pick<Check, 'id' | 'flaky'>[];
  readonly metrics: readonly { readonly id: string }[];
  readonly hasJudge: boolean;
}

/** Outcomes that are tried; of more nothing is claimed. */
const mostTried = 5000;
/** Truth values of which all combinations are tried. */
const mostTruths = 10;

/**
 * Whether all parts hold in one outcome that is tried; true as well where there are too many to try. The parts must be
 * plain (see `plainPart.ts`).
 */
export function canBeTrue(parts: readonly string[], declared: Declared): boolean {
  if (parts.length === 0) return true;
  const choices = choicesFor(parts, declared);
  if (choices.filter(({ values }) => values.length === 2 && typeof values[0] === 'boolean').length > mostTruths)
    return true;
  let tried = 0;
  for (const facts of outcomesOf(choices, declared)) {
    if (++tried > mostTried) return true;
    if (facts !== undefined && parts.every((part) => holds(part, facts))) return true;
  }
  return false;
}

function holds(part: string, facts: Facts): boolean {
  const answer = evaluateBool('goal', part, facts);
  return answer.ok && answer.value;
}

/** One thing that may come out in several ways. */
interface Choice {
  readonly name: string;
  readonly values: readonly (boolean | number)[];
}

const wholeNumbers = new Set(['failed', 'exit_code', 'iteration', 'no_progress', 'tokens', 'lines']);

function choicesFor(parts: readonly string[], { checks, hasJudge }: Declared): readonly Choice[] {
  const read = parts.flatMap((part) => {
    const each = readExpression('goal', part);
    return each.ok ? [each.value] : [];
  });
  const written = read.flatMap(({ ast }) => numbersIn(ast));
  const names = new Set(read.flatMap(({ uses }) => uses.values.map(({ name }) => name)));
  const isWhole = read.some(({ uses }) => uses.whole);
  const text = parts.join(' ');
  const fields = ['passed', 'failed', 'exit_code', 'seconds', 'regressed', 'flaky'].filter((field) =>
    text.includes(field),
  );
  const ids = checks
    .map(({ id }) => id)
    .filter((id) => isWhole || read.some(({ uses }) => uses.checks.some(({ name }) => name === id)));
  const ofChecks = ids.flatMap((id) =>
    ['passed', ...fields.filter((field) => field !== 'passed')].map((field) => `checks.${id}.${field}`),
  );
  const others = [...names].filter((name) => !name.startsWith('checks.'));
  const judges = hasJudge && others.some((name) => name.startsWith('judge.')) ? ['judge.passed'] : [];
  return [...new Set([...ofChecks, ...judges, ...others])].map((name) => ({ name, values: valuesFor(name, written) }));
}

/** Each written-out number, the values between them and those beyond; of whole numbers the neighbours. */
function valuesFor(name: string, written: readonly number[]): readonly (boolean | number)[] {
  const field = name.split('.').at(-1) ?? '';
  if (/^(passed|regressed|flaky)$/.test(field) && !name.startsWith('metrics.')) return [true, false];
  const sorted = [...new Set([0, ...written])].sort((a, b) => a - b);
  const between = sorted.flatMap((value, index) => [value, (value + (sorted[index + 1] ?? value + 2)) / 2]);
  const all = [(sorted[0] ?? 0) - 1, ...between];
  if (name.startsWith('metrics.')) return all;
  if (field === 'score') return [...new Set([...all.filter((value) => value >= 0 && value <= 10), 10])];
  const wholes = wholeNumbers.has(field)
    ? sorted.flatMap((value) => [Math.ceil(value) - 1, Math.floor(value), Math.floor(value) + 1, Math.ceil(value)])
    : all;
  return [...new Set(wholes)].filter((value) => value >= 0 || field === 'exit_code');
}

/** Numbers written out in an expression. */
function numbersIn(node: CelNode): readonly number[] {
  if (node.op === '-_')
    return childrenOf(node)
      .flatMap(numbersIn)
      .map((value) => -value);
  if (node.op !== 'value') return childrenOf(node).flatMap(numbersIn);
  return typeof node.args === 'number' || typeof node.args === 'bigint' ? [Number(node.args)] : [];
}

function* outcomesOf(choices: readonly Choice[], declared: Declared): Iterable<Facts | undefined> {
  const chosen = new Map<string, boolean | number>();
  function* from(index: number): Iterable<Facts | undefined> {
    const choice = choices[index];
    if (choice === undefined) {
      yield factsOf(chosen, declared);
      return;
    }
    for (const value of choice.values) {
      chosen.set(choice.name, value);
      yield* from(index + 1);
    }
  }
  yield* from(0);
}

/** Undefined for an outcome that cannot be: a check that passed with tests that failed, or failed with none. */
function factsOf(chosen: ReadonlyMap<string, boolean | number>, declared: Declared): Facts | undefined {
  const truth = (name: string): boolean => chosen.get(name) === true;
  const number = (name: string, otherwise: number): number => {
    const value = chosen.get(name);
    return typeof value === 'number' ? value : otherwise;
  };
  const checks: CheckOutcome[] = [];
  for (const { id, flaky } of declared.checks) {
    const passed = truth(`checks.${id}.passed`);
    const failed = number(`checks.${id}.failed`, passed ? 0 : 1);
    const exitCode = number(`checks.${id}.exit_code`, passed ? 0 : 1);
    const regressed = truth(`checks.${id}.regressed`);
    if (passed !== (failed === 0) || (passed && regressed)) return undefined;
    // Tests that are set apart let a check pass whose command did not.
    if (passed && exitCode !== 0 && flaky !== 'quarantine') return undefined;
    checks.push({
      id,
      passed,
      exitCode,
      ended: 'exit',
      seconds: number(`checks.${id}.seconds`, 1),
      tail: '',
      failedTests: failed,
      regressions: regressed ? [id] : [],
      flaky: truth(`checks.${id}.flaky`) ? [id] : [],
    });
  }
  const metrics = [...chosen].flatMap(([name, value]) =>
    name.startsWith('metrics.') && typeof value === 'number' ? [[name.slice('metrics.'.length), value] as const] : [],
  );
  const score = number('judge.score', truth('judge.passed') ? 10 : 0);
  return {
    checks,
    metrics: Object.fromEntries(metrics),
    baseline: {},
    best: {},
    ...(declared.hasJudge ? { judge: { passed: truth('judge.passed'), score, scores: [score], reasons: [] } } : {}),
    run: {
      iteration: number('run.iteration', 1),
      noProgress: number('run.no_progress', 0),
      tokens: number('run.tokens', 0),
      costUsd: number('run.cost_usd', 0),
      minutes: number('run.minutes', 1),
    },
    diff: { lines: number('diff.lines', 1), files: [] },
    item: null,
    inputs: {},
  };
}
