import { isScalar } from 'yaml';
import { placeAt } from '../reading.ts';
import { deletionUp } from './entries.ts';
import { type Fixer, fix, pathOf, rename } from './fix.ts';

/** The name that is close to what was written. */
export const nearName: Fixer<'LW203'> = (broken) =>
  broken.problem.data.near === undefined ? [] : rename(broken, broken.problem.data.near);

/** What a check is taken for where it alone stands in a condition, and a text of what is none. */
export const fittingType: Fixer<'LW202'> = (broken) => {
  const { problem, written, at } = broken;
  if (problem.data.expected === 'string') {
    const start = { start: at.start, end: at.start, newText: 'string(' };
    return fix(broken, 'Write string(…) around it', [start, { start: at.end, end: at.end, newText: ')' }]);
  }
  if (!/^checks\.\w+$/.test(written)) return [];
  return fix(broken, 'Add .passed', [{ start: at.end, end: at.end, newText: '.passed' }]);
};

/** Conditions that may be left out because they always say what holds without them. */
const needless: Readonly<Record<string, boolean>> = { when: true, where: true, 'give-up': false };

export const needlessCondition: Fixer<'LW206'> = (broken) => {
  const { field = 'goal', value } = broken.problem.data;
  const path = pathOf(field);
  const key = String(path.at(-1));
  if (!Object.hasOwn(needless, key) || needless[key] !== value) return [];
  return fix(broken, `Delete ${key}`, [deletionUp(broken.reading, path)]);
};

/** Has the goal ask for what it never names. A goal with alternatives is left to its author. */
export const addToGoal: Fixer<'LW303'> = (broken) => {
  const { reading, problem } = broken;
  const { kind, name } = problem.data;
  if (kind === 'metric') return [];
  const use = kind === 'judge' ? 'judge.passed' : `checks.${name}.passed`;
  const until = [['goal', 'until'], ['goal']]
    .map((path) => placeAt(reading, path))
    .find((each) => isScalar(each?.node));
  if (!isScalar(until?.node) || typeof until.value !== 'string' || /\|\||\?/.test(until.value)) return [];
  const isQuoted = until.node.type === 'QUOTE_DOUBLE' || until.node.type === 'QUOTE_SINGLE';
  if (!isQuoted && until.node.type !== 'PLAIN') return [];
  const end = until.at.end - (isQuoted ? 1 : 0);
  return fix(broken, `Add ${use} to the goal`, [{ start: end, end, newText: ` && ${use}` }], false);
};
