// Prints the share of lines that tests cover, in percent, from the report that your test runner writes.
//
//   COVERAGE_COMMAND='npm run coverage' node .loops/tools/coverage.mjs
//
// The command is run first, if there is one. The first of these reports that is there is read: coverage/lcov.info, lcov.info,
// coverage/coverage-summary.json (istanbul, c8, vitest, jest), coverage.xml (cobertura, as coverage.py writes it),
// coverage.out (go), target/site/jacoco/jacoco.xml; or the one that COVERAGE_REPORT names.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';

const usual = [
  'coverage/lcov.info',
  'lcov.info',
  'coverage/coverage-summary.json',
  'coverage.xml',
  'coverage.out',
  'target/site/jacoco/jacoco.xml',
];

/** Sums up a list of [covered, all]. */
const share = (pairs) => {
  const [covered, all] = pairs.reduce(([c, a], [cc, aa]) => [c + cc, a + aa], [0, 0]);
  return all === 0 ? undefined : (100 * covered) / all;
};
const sum = (text, pattern) => [...text.matchAll(pattern)].reduce((total, [, number]) => total + Number(number), 0);

/** One reader for each form, chosen by what the report holds and not by its name. */
const readers = [
  [/^\s*\{/, (text) => JSON.parse(text).total?.lines?.pct],
  [/^(TN|SF):/m, (text) => share([[sum(text, /^LH:(\d+)$/gm), sum(text, /^LF:(\d+)$/gm)]])],
  [
    /^mode: /,
    (text) =>
      share([...text.matchAll(/ (\d+) (\d+)$/gm)].map(([, n, hits]) => [hits === '0' ? 0 : Number(n), Number(n)])),
  ],
  [
    /<report /,
    (text) => {
      const counters = [...text.matchAll(/<counter type="LINE" missed="(\d+)" covered="(\d+)"\/>/g)];
      // The last counter is that of the whole report.
      const [, missed, covered] = counters.at(-1) ?? [];
      return share([[Number(covered), Number(covered) + Number(missed)]]);
    },
  ],
  [
    /<coverage /,
    (text) => {
      const rate = /<coverage [^>]*line-rate="([\d.]+)"/.exec(text)?.[1];
      return rate === undefined ? undefined : 100 * Number(rate);
    },
  ],
];

function fail(message) {
  console.error(message);
  process.exit(1);
}

const reports = process.env.COVERAGE_REPORT === undefined ? usual : [process.env.COVERAGE_REPORT];
const command = process.env.COVERAGE_COMMAND ?? '';
if (command !== '') {
  // A report of an earlier pass would tell of code that is not there any more.
  for (const report of reports) rmSync(report, { force: true });
  const ran = spawnSync(command, { shell: true, stdio: ['ignore', 2, 2] });
  if (ran.status !== 0) fail(`${command} did not succeed (exit code ${ran.status}), so its report proves nothing.`);
}
const report = reports.find((file) => existsSync(file));
if (report === undefined)
  fail(`There is no coverage report. Looked for ${reports.join(', ')}. Name yours in COVERAGE_REPORT.`);
const text = readFileSync(report, 'utf8');
const percent = readers.find(([form]) => form.test(text))?.[1](text);
if (!Number.isFinite(percent)) fail(`${report} tells no share of covered lines.`);
console.log(percent.toFixed(2));
