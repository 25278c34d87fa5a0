import { maxIds } from '../../model/loop/words.ts';
import { keyPlace, keysAt, type Lint } from './lint.ts';

const maps = [['checks'], ['metrics'], ['gates'], ['connectors'], ['on', 'manual', 'inputs']];

/** More of one kind than anybody could keep apart. */
export const tooManyIds: Lint = function* ({ reading }) {
  for (const path of maps) {
    const at = keyPlace(reading, path);
    if (at && keysAt(reading, path).length > maxIds) {
      yield { code: 'LW109', ...at, data: { most: true, limit: maxIds, exclusive: false, unit: 'entries' } };
    }
  }
};
