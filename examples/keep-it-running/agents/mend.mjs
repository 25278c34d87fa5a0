// A stand-in for an agent that mends. It is told the root cause in the file that LOOPWRIGHT_FEEDBACK_FILE names.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';

const say = (line) => appendFileSync(process.env.LOOPWRIGHT_REPORT_FILE, `${JSON.stringify(line)}\n`);
const told = readFileSync(process.env.LOOPWRIGHT_FEEDBACK_FILE, 'utf8');

const source = readFileSync('src/services.js', 'utf8');
if (!source.includes('.trim()')) {
  writeFileSync('src/services.js', source.replace('service.toLowerCase()', 'service.trim().toLowerCase()'));
  writeFileSync(
    'test/services.test.js',
    [
      "import assert from 'node:assert/strict';",
      "import { test } from 'node:test';",
      "import { durationOf } from '../src/services.js';",
      '',
      "test('a space after the name of a service does not make it take no time', () => {",
      "  assert.equal(durationOf('Colour '), 90);",
      '});',
      '',
    ].join('\n'),
  );
}
say({ type: 'usage', inputTokens: 2000, outputTokens: 300, costUsd: 0.03 });
console.log(told.includes('The root cause') ? 'Took the spaces away, as the root cause says.' : 'Nobody told me the cause.');
