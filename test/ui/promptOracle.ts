import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gap } from '../../src/model/prompt.ts';
import { promptTitles } from '../../src/model/promptTitles.ts';
import type { ExampleFolder } from './exampleFolder.ts';

const run = promisify(execFile);

/** A prompt as a person sees it. */
export interface SeenPrompt {
  readonly title: string;
  readonly path: string;
  /** Of the first asked line, from 1. */
  readonly line: number;
  /** What stands at the place, the gap as `⋯`. */
  readonly shown: string;
  readonly options: readonly string[];
}

/** The right answer: the options that are right, or the text for the gap. */
export type RightAnswer = { readonly options: readonly number[] } | { readonly text: string };

/** What is asked about, as the test reads it from git and by running the tests, as nobody in the editor does. */
export interface AskedChange {
  readonly example: ExampleFolder;
  /** Commits or branches. */
  readonly base: string;
  readonly head: string;
  /** Arguments of `node --test`. */
  readonly tests: readonly string[];
}

/** Answers a prompt from the change itself: by its text, or by running the tests on what it shows. */
export async function rightAnswer(prompt: SeenPrompt, change: AskedChange): Promise<RightAnswer> {
  const at = (commit: string) => change.example.git('show', `${commit}:${prompt.path}`);
  const options = (isRight: (text: string) => boolean): RightAnswer => ({
    options: prompt.options.flatMap((text, index) => (isRight(text) ? [index] : [])),
  });
  const line = async () => (await at(change.head)).split('\n')[prompt.line - 1] ?? '';
  switch (prompt.title) {
    case promptTitles['which-did-it-write']: {
      const written = (await line()).trim();
      return options((text) => text.trim() === written);
    }
    case promptTitles.cloze: {
      const [left = '', right = ''] = prompt.shown.split(gap);
      const written = await line();
      return { text: written.slice(left.length, written.length - right.length) };
    }
    case promptTitles['removed-behaviour']: {
      const head = bare(await at(change.head));
      return options((text) => !head.includes(bare(text)));
    }
    case promptTitles['predict-failing-tests']: {
      const failing = await failingTests(prompt, change);
      return options((text) => failing.has(text.trim()));
    }
    default:
      throw new Error(`the test has no answer to ${prompt.title}`);
  }
}

/** Without blanks. */
const bare = (text: string): string => text.replaceAll(/\s+/g, '');

/** Names of the tests that fail with the shown line in the place of the written one. */
async function failingTests({ path, line, shown }: SeenPrompt, change: AskedChange): Promise<ReadonlySet<string>> {
  const folder = await mkdtemp(join(tmpdir(), 'loopwright-oracle-'));
  try {
    await cp(change.example.path, folder, { recursive: true, filter: (from) => !from.includes('.git') });
    await run('git', ['--git-dir', join(change.example.path, '.git'), 'checkout', change.head, '--', '.'], {
      cwd: folder,
      env: { ...process.env, GIT_WORK_TREE: folder, GIT_INDEX_FILE: join(folder, '.index') },
    });
    const lines = (await change.example.git('show', `${change.head}:${path}`)).split('\n');
    const mutated = shown.split('\n');
    lines.splice(line - 1, mutated.length, ...mutated);
    await writeFile(join(folder, path), `${lines.join('\n')}\n`);
    const ended = await run(process.execPath, ['--test', '--test-reporter=tap', ...change.tests], {
      cwd: folder,
    }).catch((error: { stdout: string }) => error);
    return new Set([...ended.stdout.matchAll(/^\s*not ok \d+ - (.*)$/gm)].map(([, name]) => name?.trim() ?? ''));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
