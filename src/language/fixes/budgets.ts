import { budgetLine } from '../problemText.ts';
import { placeAt } from '../reading.ts';
import { addition, appended, deletion, deletionOfValue } from './entries.ts';
import { type Fixer, fix } from './fix.ts';

/** Writes down what holds anyway. */
export const addBudget: Fixer<'LW310'> = (broken) =>
  fix(broken, 'Add a budget', [appended(broken.reading, budgetLine(broken.problem.data))]);

export const addIterations: Fixer<'LW311'> = (broken) => {
  const { written, iterations } = broken.problem.data;
  if (written) return [];
  const isPerItem = placeAt(broken.reading, ['items']) !== undefined;
  const line = isPerItem ? `per-item: { max-iterations: ${iterations} }` : `max-iterations: ${iterations}`;
  const isThere = isPerItem && placeAt(broken.reading, ['budget', 'per-item']) !== undefined;
  const path = isThere ? ['budget', 'per-item'] : ['budget'];
  const text = isThere ? `max-iterations: ${iterations}` : line;
  return fix(broken, `Add max-iterations: ${iterations}`, [addition(broken.reading, path, [text])]);
};

/** How many runs a day are enough only the author knows. */
export const addDailyCap: Fixer<'LW313'> = (broken) =>
  placeAt(broken.reading, ['budget', 'per-day']) === undefined
    ? fix(
        broken,
        'Add a cap of 10 runs a day',
        [addition(broken.reading, ['budget'], ['per-day: { max-runs: 10 }'])],
        false,
      )
    : [];

/** A limit that is never reached does nothing. */
export const deleteLimit: Fixer<'LW315'> = (broken) =>
  fix(broken, `Delete ${broken.problem.data.field}`, [deletionOfValue(broken.reading, broken.at.start)]);

/** Moves the limit to where it holds. */
export const moveToItem: Fixer<'LW316'> = (broken) => {
  const { reading, problem, at } = broken;
  const { iterations } = problem.data;
  const own = placeAt(reading, ['budget', 'per-item', 'max-iterations']);
  const added = own
    ? { ...own.at, newText: String(iterations) }
    : addition(reading, ['budget', 'per-item'], [`max-iterations: ${iterations}`]);
  return fix(broken, 'Move it to per-item', [deletion(reading, at.start), added]);
};
