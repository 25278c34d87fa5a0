import type { ObservedProcess } from './observation.ts';

/** Which tests ran and which failed, by a key of file, name and, for names used twice, a number. */
export interface TestResults {
  readonly seen: ReadonlySet<string>;
  readonly failed: ReadonlySet<string>;
}

/** The results of all node:test processes; a process that failed without a failing test counts as one failed test. */
export function testResults(processes: readonly ObservedProcess[]): TestResults {
  const [seen, failed] = [new Set<string>(), new Set<string>()];
  for (const { process, tests } of processes) {
    const file = process.argv[0] ?? '';
    for (const { name, passed } of tests) {
      let key = `${file} ${name}`;
      for (let number = 2; seen.has(key); number++) key = `${file} ${name} ${number}`;
      seen.add(key);
      if (!passed) failed.add(key);
    }
    if (process.code !== 0 && tests.length > 0 && tests.every(({ passed }) => passed)) failed.add(file);
  }
  return { seen, failed };
}

/** How many failing tests an edit turned green; 0 when it broke or lost one. */
export function progress(before: TestResults, after: TestResults): number {
  const broken = [...after.failed].some((key) => !before.failed.has(key));
  const lost = [...before.seen].some((key) => !after.seen.has(key));
  return broken || lost ? 0 : before.failed.size - after.failed.size;
}
