import { placeAt, type Reading } from '../reading.ts';
import { isWritten, keyPlace, keysAt, type Lint, numberAt, textAt } from './lint.ts';

const has = (reading: Reading, role: string): boolean => isWritten(reading, ['roles', role]);

/** Someone has to do something. */
export const nobodyWorks: Lint = function* ({ reading }) {
  const place = placeAt(reading, ['roles']);
  if (!place?.key || typeof place.value !== 'object' || has(reading, 'maker') || has(reading, 'explorer')) return;
  yield { code: 'LW106', ...place.key, data: { key: 'maker', or: 'explorer', within: 'roles' } };
};

/** A maker works towards a goal, and something other than the maker says when it holds. */
export const makerWithoutGoal: Lint = function* ({ reading }) {
  const maker = keyPlace(reading, ['roles', 'maker']);
  if (!maker) return;
  const goal = keyPlace(reading, ['goal']);
  if (!goal) yield { code: 'LW106', ...maker, data: { key: 'goal', within: 'a loop', because: 'roles.maker' } };
  else if (!hasProof(reading)) {
    yield { code: 'LW106', ...goal, data: { key: 'checks', or: 'metrics', within: 'a loop', because: 'goal' } };
  }
};

/** What is not a map is told as such; it is not missing. */
function hasProof(reading: Reading): boolean {
  if (has(reading, 'judge')) return true;
  return ['checks', 'metrics'].some((key) => {
    const value = placeAt(reading, [key])?.value;
    return typeof value === 'object' && value !== null ? keysAt(reading, [key]).length > 0 : isWritten(reading, [key]);
  });
}

/** Fields about a change, which an explorer alone does not make. What it may reach is said in `policy` too, and acts. */
const aboutChanges = [
  ['goal'],
  ['checks'],
  ['metrics'],
  ['roles', 'checker'],
  ['roles', 'judge'],
  ...['allowed-paths', 'protected-paths', 'oracles', 'oracle-paths', 'max-diff-lines'].map((key) => ['policy', key]),
  ['isolation', 'branch'],
];

export const fieldOfMakerOnly: Lint = function* ({ reading }) {
  if (!has(reading, 'explorer') || has(reading, 'maker')) return;
  for (const path of aboutChanges) {
    const key = keyPlace(reading, path);
    if (key) yield { code: 'LW333', ...key, data: { field: path.join('.'), needs: 'roles.maker' } };
  }
};

/** A report is what an explorer says, and all that a loop without a maker can deliver. */
export const reportAndRoles: Lint = function* ({ reading }) {
  const as = textAt(reading, ['deliver', 'as']);
  const isReport = as?.text === 'report';
  const explorer = keyPlace(reading, ['roles', 'explorer']);
  const hasMaker = has(reading, 'maker');
  if (explorer && !hasMaker && !isReport) {
    yield { code: 'LW335', ...(as?.place.at ?? explorer), data: { roles: 'explorer alone' } };
  } else if (as && isReport && hasMaker) {
    yield { code: 'LW335', ...as.place.at, data: { roles: explorer ? 'a maker' : 'no explorer' } };
  }
};

/** The judge and what it goes by need each other, and a goal that asks for them. */
export const judgeAndRubric: Lint = function* ({ reading, goal }) {
  const role = keyPlace(reading, ['roles', 'judge']);
  const rubric = keyPlace(reading, ['goal', 'judge']);
  if (role && !rubric && has(reading, 'maker')) {
    yield { code: 'LW306', ...role, severity: 'error', data: { missing: 'rubric' } };
  } else if (rubric && !role) {
    yield { code: 'LW106', ...rubric, data: { key: 'judge', within: 'roles', because: 'goal.judge' } };
  } else if (role && goal && !goal.variables.some(({ name }) => name === 'judge')) {
    yield { code: 'LW303', ...role, severity: 'warning', data: { kind: 'judge', name: 'judge' } };
  }
};

/** Below the middle of the scale a judge passes what it finds bad itself. */
const leastScore = 5;

/** A threshold that nearly anything reaches. */
export const thresholdTooLow: Lint = function* ({ reading }) {
  const score = numberAt(reading, ['goal', 'judge', 'min-score']);
  if (score && score.value < leastScore) {
    yield { code: 'LW306', ...score.place.at, data: { missing: 'threshold', score: score.value } };
  }
};
