import { isWritten, keyPlace, type Lint, numberAt } from './lint.ts';
import { unattendedTriggers } from './unattended.ts';

/** What holds where nothing is written. */
const defaultIterations = 5;

/** After so many passes without a word when to give up, more of the same rarely helps. */
const many = 25;

/** Whether anybody thought of when trying ends: in a loop that nobody watches, or where the number is large. */
export const noEndOfTrying: Lint = function* ({ reading }) {
  if (!isWritten(reading, ['roles', 'maker']) || isWritten(reading, ['goal', 'give-up'])) return;
  const own = numberAt(reading, ['budget', 'per-item', 'max-iterations']);
  const limit = own ?? numberAt(reading, ['budget', 'max-iterations']);
  const isOfOne = own !== undefined || !isWritten(reading, ['items']);
  if (limit && limit.value > many && isOfOne) {
    yield { code: 'LW311', ...limit.place.at, data: { iterations: limit.value, written: true } };
  }
  const budget = keyPlace(reading, ['budget']);
  const isWrittenWrong = ['per-item', ''].some((part) =>
    isWritten(reading, ['budget', ...(part === '' ? [] : [part]), 'max-iterations']),
  );
  if (isWrittenWrong || !budget || unattendedTriggers(reading).length === 0) return;
  yield { code: 'LW311', ...budget, data: { iterations: defaultIterations, written: false } };
};
