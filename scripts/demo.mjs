// `npm run demo`: a whole loop in a terminal, on a fresh copy of examples/: run, watch, read, answer, land.
//   --interactive  you answer the prompt and decide about landing      --keep  leave the copy where it is
//   --built        use dist/ as it is
import { once } from 'node:events';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { buildIfStale } from './build/builds.mjs';
import { answerTo } from './demo/person.mjs';
import { Shell } from './demo/shell.mjs';
import { copyExample } from './exampleCopy.mjs';
import { root } from './paths.mjs';
import { dependencies } from './setup/dependencies.mjs';
import { secondsSince } from './setup/progress.mjs';

const { values: options } = parseArgs({
  options: {
    interactive: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    built: { type: 'boolean', default: false },
  },
});

const cli = join(root, 'dist', 'cli.js');
const onWindows = process.platform === 'win32';

/** Ends the demo with an honest failure where something is not as it promises. */
class NotAsPromised extends Error {}

/**
 * @param {boolean} holds
 * @param {string} promise
 */
function expect(holds, promise) {
  if (!holds) throw new NotAsPromised(promise);
}

/** What of a test run is worth a look; Node prints TAP or its own form. */
const verdictOfTests = (/** @type {string} */ line) => /^(not ok|✖ [^f]|# (pass|fail) |ℹ (pass|fail) )/.test(line);

/** @param {Shell} shell */
function commands(shell) {
  return {
    /**
     * @param {string} line
     * @param {Partial<import('./demo/shell.mjs').Command>} [more]
     */
    loopwright: (line, more = {}) =>
      shell.run({ typed: `loopwright ${line}`, program: process.execPath, args: [cli, ...line.split(' ')], ...more }),
    /** @param {string} line */
    git: (line) => shell.run({ typed: `git ${line}`, program: 'git', args: ['--no-pager', ...line.split(' ')] }),
    test: () =>
      shell.run({ typed: 'npm test', program: 'npm', args: ['test'], shown: verdictOfTests, shell: onWindows }),
  };
}

/** @param {string} folder */
async function wholeWay(folder) {
  const colours = process.stdout.isTTY && !process.env['NO_COLOR'] ? { FORCE_COLOR: '1' } : {};
  const env = { ...process.env, ...colours, LOOPWRIGHT_DATA: join(folder, 'data') };
  const repository = join(folder, 'room-bookings');
  const shell = new Shell(repository, env);
  const { loopwright, git, test } = commands(shell);

  shell.say('A small library with one failing test, and work of yours that is not committed.');
  await appendTo(join(repository, 'README.md'), 'A line of yours.\n');
  await writeFile(join(repository, 'notes.txt'), 'Notes of yours.\n');
  console.log(`$ cd ${repository}`);
  const before = await git('status --short');
  expect((await test()).code !== 0, 'one test of the example fails');

  shell.say('The loop file is well. Run it: it works in a worktree of its own and stops where a person is needed.');
  expect((await loopwright('validate')).code === 0, 'the loop file has no errors');
  try {
    expect((await loopwright('run keep-tests-green --wait')).code === 3, 'the run waits for a person');
    if (!(await understandAndLand(shell))) return console.log('Nothing was landed.');

    shell.say('One commit that says where it came from, your own work as it was, and the tests pass.');
    const log = await git('log -1 --stat');
    for (const trailer of ['Loop', 'Loop-Run', 'Loop-Definition', 'Understood-by', 'Checks']) {
      expect(log.output.includes(`    ${trailer}: `), `the commit has the trailer ${trailer}`);
    }
    expect((await git('status --short')).output === before.output, 'your own changes are as before');
    expect((await test()).code === 0, 'every test passes');

    shell.say('It lands once.');
    expect((await loopwright('land latest')).code === 1, 'a second landing is refused');
  } finally {
    await loopwright('runner stop');
  }
}

/**
 * @param {Shell} shell
 * @returns {Promise<boolean>} whether it landed; the user may decide against it
 */
async function understandAndLand(shell) {
  const { loopwright } = commands(shell);
  shell.say('Nothing lands that nobody understood.');
  expect((await loopwright('land latest')).code === 1, 'landing is refused before the prompt is answered');
  const understood = await review(shell, loopwright);
  if (options.interactive && !(understood && (await confirmed()))) return false;
  expect((await loopwright('land latest')).code === 0, 'the change lands');
  return true;
}

/**
 * @param {Shell} shell
 * @param {ReturnType<typeof commands>['loopwright']} loopwright
 * @returns {Promise<boolean>} whether the gate holds now
 */
async function review(shell, loopwright) {
  if (options.interactive) {
    shell.say('Read the diff and answer. Your first answer counts.');
    return (await loopwright('review latest', { interactive: true })).code === 0;
  }
  shell.say(
    'Nobody sits here, so this script plays the person: it answers from the diff it was shown and by trying things out, and knows no key.',
  );
  let answered = 0;
  const { code } = await loopwright('review latest', {
    answer(printed) {
      const asked = printed.split('Your answer').length - 1;
      if (asked <= answered) return undefined;
      answered = asked;
      return answerTo(printed, shell.folder) ?? '1';
    },
  });
  expect(code === 0, 'who reads the diff can answer');
  return true;
}

async function confirmed() {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // The end of the input is a no.
  const ended = once(terminal, 'close').then(() => '');
  const answer = await Promise.race([terminal.question('Land it? [y/N] '), ended]);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

/**
 * @param {string} file
 * @param {string} text
 */
async function appendTo(file, text) {
  await writeFile(file, (await readFile(file, 'utf8')) + text);
}

await dependencies();
if (!options.built) await buildIfStale();
const folder = await realpath(await mkdtemp(join(tmpdir(), 'loopwright-demo-')));
try {
  await copyExample(join(folder, 'room-bookings'));
  await wholeWay(folder);
  console.log(`\nDone in ${secondsSince(0)}. Here “loopwright” was: node ${cli}`);
} catch (error) {
  if (!(error instanceof NotAsPromised)) throw error;
  console.error(`\ndemo: this should hold and does not: ${error.message}`);
  process.exitCode = 1;
} finally {
  if (options.keep) console.log(`Kept: ${folder}`);
  else await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
