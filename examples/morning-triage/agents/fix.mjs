// A stand-in for an agent that mends. Its first attempt at the price is one that a hurried colleague could make; what the
// checker showed comes back in the file that LOOPWRIGHT_FEEDBACK_FILE names.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';

const say = (line) => appendFileSync(process.env.LOOPWRIGHT_REPORT_FILE, `${JSON.stringify(line)}\n`);
const feedback = readFileSync(process.env.LOOPWRIGHT_FEEDBACK_FILE, 'utf8');

function change(file, from, to) {
  const before = readFileSync(file, 'utf8');
  if (!before.includes(from)) throw new Error(`${file} does not hold ${from}`);
  writeFileSync(file, before.replace(from, to));
}

const fixes = {
  'ci:test/price.test.js': () => {
    const first = 'count >= 10 ? (count - 1) * cents : count * cents';
    if (!feedback.includes('The checker found a defect')) return change('src/price.js', 'count * cents', first);
    change('src/price.js', first, '(count - Math.floor(count / 10)) * cents');
    say({ type: 'lesson', text: 'A discount that repeats needs a test with more than one of its steps.' });
  },
  'ci:test/label.test.js': () => {
    change('src/label.js', 'text.length <= max ? text', '[...text].length <= max ? text');
    change('src/label.js', 'text.slice(0, max)', "[...text].slice(0, max).join('')");
  },
  'issue:7': () => {
    change('src/clock.js', 'Math.floor(minutes / 60)', 'Math.floor(minutes / 60) % 24');
    writeFileSync(
      'test/clock.midnight.test.js',
      [
        "import assert from 'node:assert/strict';",
        "import { test } from 'node:test';",
        "import { timeOf } from '../src/clock.js';",
        '',
        "test('midnight is the beginning of a day', () => {",
        "  assert.equal(timeOf(1440), '00:00');",
        '});',
        '',
      ].join('\n'),
    );
  },
};

const fix = fixes[process.env.FINDING];
if (fix === undefined) {
  say({ type: 'unsatisfiable', why: 'This needs an index over the articles, and a person who chooses where it is kept.' });
} else {
  fix();
  console.log(`Mended ${process.env.FINDING}.`);
}
say({ type: 'usage', inputTokens: 4000, outputTokens: 500, costUsd: 0.05 });
