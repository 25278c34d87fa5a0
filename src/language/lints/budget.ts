import { loopFileSchema } from '../../model/loopFile.ts';
import { placeAt } from '../reading.ts';
import type { Lint } from './lint.ts';

const defaults = loopFileSchema.shape.budget.parse({});

/** Without a budget the defaults hold, which nobody chose. */
export const noBudget: Lint = function* ({ reading }) {
  const name = placeAt(reading, ['name']);
  if (!name?.key || placeAt(reading, ['budget'])) return;
  const data = { iterations: defaults['max-iterations'], minutes: defaults['timeout-minutes'] };
  yield { code: 'LW310', ...name.key, data };
};
