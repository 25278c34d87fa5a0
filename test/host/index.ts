import type { Test } from 'mocha';

/** What begins the one line that carries the result of the run out of the extension host. */
const resultMark = 'LOOPWRIGHT_HOST_RESULT ';

/** One test may open editors and start processes; this is its bound, in milliseconds. */
const testTimeoutMs = 60_000;

/**
 * Runs every suite of `test/host/` inside the extension host. VS Code calls it, in the web workbench as on the desktop.
 * Results go to the console, one line a test and one line of JSON at the end, for scripts/vscode/hostRunner.mjs.
 * @throws {Error} when a test failed or none ran, which makes VS Code's exit code 1
 */
export async function run(): Promise<void> {
  // Mocha is an ES module and stays outside of the bundle; it is found in the checkout's node_modules.
  // Its base reporter prints nothing: the listeners below are the report.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'bdd', timeout: testTimeoutMs, reporter: Mocha.reporters.Base });
  // What needs a window of another kind runs in one of its own.
  const only = process.env['LOOPWRIGHT_HOST_SUITE'];
  if (only === undefined) mocha.grep(/^two folders/).invert();
  else mocha.grep(new RegExp(`^${only}`));
  mocha.suite.emit('pre-require', globalThis, 'virtual:host-suites', mocha);
  await import('virtual:host-suites');

  const counts = { passed: 0, failed: 0, skipped: 0 };
  const failures: { name: string; why: string }[] = [];
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', (test: Test) => {
        counts.passed += 1;
        console.log(`  ok    ${test.fullTitle()} (${test.duration ?? 0} ms)`);
      })
      .on('fail', (test: Test, error: Error) => {
        counts.failed += 1;
        failures.push({ name: `host > ${test.fullTitle()}`, why: error.stack ?? error.message });
        console.log(`  FAIL  ${test.fullTitle()}\n${error.stack ?? error.message}`);
      })
      .on('pending', (test: Test) => {
        counts.skipped += 1;
        console.log(`  skip  ${test.fullTitle()}`);
      });
  });
  console.log(resultMark + JSON.stringify({ ...counts, failures }));
  if (counts.failed > 0 || counts.passed === 0) throw new Error(`${counts.failed} host tests failed`);
}
