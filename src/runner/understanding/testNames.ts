import type { TestsWith } from '../../comprehension/promptWorld.ts';
import type { NamedReport } from '../../reports/readReport.ts';

/** Tests of a prompt are chosen among so many: more are not worth holding. */
const mostTests = 20_000;

/**
 * The tests that a run of the checks on the head names, each once: they all pass there. What several tests are called says
 * nothing about one of them. Undefined where a report tells of a failing test, or none of a test.
 */
export function testsOf(reports: readonly NamedReport[]): ReadonlySet<string> | undefined {
  if (reports.some(({ report }) => report.failing.length > 0)) return undefined;
  const counts = new Map<string, number>();
  for (const name of reports.flatMap(({ passed }) => passed)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const once = [...counts].flatMap(([name, count]) => (count === 1 ? [name] : []));
  return once.length === 0 || counts.size > mostTests ? undefined : new Set(once);
}

/**
 * What each of the head's tests did in another run. Every runner names failing tests with more than it names passing ones
 * (the file that node found them in), so the names are those of the head's run for both. A test that is neither told to
 * pass nor to fail, because its file did not load or the runner gave up early, makes the whole run one that tells nothing.
 */
export function testsWith(tests: ReadonlySet<string>, reports: readonly NamedReport[]): TestsWith {
  const told = new Set(reports.flatMap(({ passed }) => passed));
  const failing = reports.flatMap(({ report }) => report.failing.map(({ name }) => name));
  const passed: string[] = [];
  const failed: string[] = [];
  for (const test of tests) {
    if (told.has(test)) passed.push(test);
    else if (failing.some((name) => name === test || name.endsWith(` > ${test}`))) failed.push(test);
    else return { status: 'unknown' };
  }
  return { status: 'ran', failed, passed };
}
