import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const gap = '⋯';
const title = /^(Which did it write\?|Which tests fail\?|What stands here\?|What is gone\?) {2}(.*), line (\d+)$/;

/**
 * @typedef {object} Asked
 * @property {string} about its title
 * @property {string} path
 * @property {number} line
 * @property {string} shown what is printed in the place of that line
 * @property {readonly string[]} options
 */

/**
 * What a careful reader answers who has what `loopwright review` printed and the repository, and tries things out. No key is
 * looked at; there is none to look at.
 * @param {string} printed all that was printed so far, with the diff and, at its end, a prompt
 * @param {string} repository the folder that the run was started in
 * @returns {string | undefined} what to type; undefined where the reader cannot tell
 */
export function answerTo(printed, repository) {
  const lines = stripVTControlCharacters(printed).split(/\r?\n/);
  const asked = lastPrompt(lines);
  const diff = (/** @type {string} */ side) =>
    lines.filter((line) => line.startsWith(side)).map((line) => line.slice(1).trim());
  switch (asked?.about) {
    case 'Which did it write?':
      return numbers(asked, (option) => diff('+').includes(option));
    case 'What is gone?':
      return numbers(asked, (option) => diff('-').includes(option) && !diff('+').includes(option));
    case 'What stands here?':
      return filled(asked, diff('+'));
    case 'Which tests fail?': {
      const failed = failingWith(asked, headOf(repository));
      return numbers(asked, (option) => failed.has(option));
    }
    default:
      return undefined;
  }
}

/**
 * @param {readonly string[]} lines
 * @returns {Asked | undefined}
 */
function lastPrompt(lines) {
  const at = lines.findLastIndex((line) => title.test(line));
  const [, about, path = '', line] = title.exec(lines[at] ?? '') ?? [];
  if (about === undefined) return undefined;
  const prompt = lines.slice(at + 1);
  const shown =
    prompt.map((text) => /^ {2}\s*(\d+) {2}(.*)$/.exec(text)).find((found) => found?.[1] === line)?.[2] ?? '';
  const options = prompt.flatMap((text) => /^ {2}\d+\) (.*)$/.exec(text)?.[1]?.trim() ?? []);
  return { about, path, line: Number(line), shown, options };
}

/**
 * @param {Asked} asked
 * @param {(option: string) => boolean} isRight
 */
function numbers({ options }, isRight) {
  const right = options.flatMap((option, index) => (isRight(option) ? [index + 1] : []));
  return right.length === 0 ? undefined : right.join(', ');
}

/**
 * @param {Asked} asked
 * @param {readonly string[]} added
 */
function filled({ shown }, added) {
  const [before = '', after = ''] = shown.trim().split(gap);
  const line = added.find(
    (text) => text.startsWith(before) && text.endsWith(after) && text.length > before.length + after.length,
  );
  return line?.slice(before.length, line.length - after.length);
}

/**
 * The worktree that the run left: every other one but the repository's own.
 * @param {string} repository
 */
function headOf(repository) {
  const listed = execFileSync('git', ['worktree', 'list', '--porcelain'], { cwd: repository, encoding: 'utf8' });
  const others = listed
    .split('\n')
    .flatMap((line) => (line.startsWith('worktree ') ? [line.slice(9)] : []))
    .slice(1);
  return others.find((path) => !/-(?:prompts|merge)$/.test(path)) ?? repository;
}

/**
 * Names of the tests that fail with the shown line in its place, tried on a copy.
 * @param {Asked} asked
 * @param {string} worktree
 */
function failingWith({ path, line, shown }, worktree) {
  const copy = mkdtempSync(join(tmpdir(), 'loopwright-reader-'));
  try {
    cpSync(worktree, copy, { recursive: true, filter: (from) => !/[\\/]\.git$/.test(from) });
    const lines = readFileSync(join(copy, path), 'utf8').split('\n');
    lines[line - 1] = shown;
    writeFileSync(join(copy, path), lines.join('\n'));
    const { NODE_TEST_CONTEXT: _own, ...env } = process.env;
    const { stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap'], {
      cwd: copy,
      env,
      encoding: 'utf8',
    });
    return new Set(stdout.split('\n').flatMap((text) => /^\s*not ok \d+ - (.*)$/.exec(text)?.[1] ?? []));
  } finally {
    rmSync(copy, { recursive: true, force: true, maxRetries: 5 });
  }
}
