import { expect, it } from 'vitest';
import { cadenceOf } from '../../../src/importing/cadence.ts';

it.each([
  ['5m-15m', '*/15 * * * *'],
  ['6h–1d', '0 6 * * *'],
  ['1d weekdays', '0 6 * * 1-5'],
  ['10–15m during active hours', '*/15 * * * *'],
  ['every 30 minutes', '*/30 * * * *'],
  ['45m', '0 * * * *'],
  ['2h', '0 */2 * * *'],
  ['5h', '0 */6 * * *'],
  ['hourly', '0 * * * *'],
  ['daily', '0 6 * * *'],
  ['nightly on weekdays', '0 6 * * 1-5'],
  ['weekly', '0 6 * * 1'],
  ['7d', '0 6 * * 1'],
  ['`0 9 * * 1-5` in CI', '0 9 * * 1-5'],
  ['when a pull request is opened', undefined],
])('%s', (words, cron) => expect(cadenceOf(words).cron).toBe(cron));
