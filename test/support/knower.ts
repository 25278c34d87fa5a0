import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Given, gap, type Prompt } from '../../src/model/prompt.ts';

/**
 * Somebody who knows a change: answers prompts by reading its head and running its tests (`node --test`), on a path of their own
 * and without any key.
 */
export class Knower {
  readonly #worktree: string;

  /** `worktree`: a checkout of the head. */
  constructor(worktree: string) {
    this.#worktree = worktree;
  }

  async right(prompt: Prompt): Promise<Given> {
    const { ask } = prompt;
    if (ask.by === 'text') return { by: 'text', text: await this.#leftOut(prompt) };
    if (ask.by === 'words') throw new Error('Nobody explains anything here.');
    const known = await this.#knownOf(prompt);
    const options = [...ask.options.keys()].filter((option) => known(ask.options[option] ?? ''));
    if (ask.by === 'several') return { by: 'several', options };
    return { by: 'one', option: options[0] ?? -1 };
  }

  /** An answer that fits and is not right. */
  async wrong(prompt: Prompt): Promise<Given> {
    const right = await this.right(prompt);
    switch (right.by) {
      case 'one':
        return { by: 'one', option: right.option === 0 ? 1 : 0 };
      case 'several':
        return { by: 'several', options: right.options.slice(1) };
      default:
        return { by: 'text', text: 'nothing_of_it' };
    }
  }

  #knownOf(prompt: Prompt): Promise<(option: string) => boolean> {
    if (prompt.kind === 'predict-failing-tests') return this.#failing(prompt);
    return prompt.kind === 'callers-affected' ? this.#calling(prompt) : this.#written(prompt);
  }

  /** Whether the unit that an option names (`path:line  name`) calls what is asked about: looked for in its indented lines. */
  async #calling({ question, ask }: Prompt): Promise<(option: string) => boolean> {
    const name = /`(?:[^`]*\.)?([^`.]+)`/.exec(question)?.[1] ?? '';
    const calls = new Set<string>();
    for (const option of 'options' in ask ? ask.options : []) {
      const [, path = '', line = ''] = /^(.*):(\d+) {2}/.exec(option) ?? [];
      const [first = '', ...rest] = (await readFile(join(this.#worktree, path), 'utf8'))
        .split('\n')
        .slice(Number(line) - 1);
      const depth = first.search(/\S/);
      const end = rest.findIndex((text) => text.trim() !== '' && text.search(/\S/) <= depth);
      const body = [first.replace(/^.*?\{|^\s*def .*:/, ''), ...rest.slice(0, end < 0 ? rest.length : end)].join('\n');
      if (new RegExp(`\\b${name}\\s*\\(`).test(body)) calls.add(option);
    }
    return (option) => calls.has(option);
  }

  /** Whether an option is said of the head: written in it, or gone from it where the base is shown. */
  async #written({ path, side }: Prompt): Promise<(option: string) => boolean> {
    const head = squeezed(await readFile(join(this.#worktree, path), 'utf8'));
    return (option) => head.includes(squeezed(option)) === (side === 'head');
  }

  async #leftOut({ path, line, shown }: Prompt): Promise<string> {
    const written = (await readFile(join(this.#worktree, path), 'utf8')).split('\n')[line - 1] ?? '';
    const [before = '', after = ''] = (shown[0] ?? '').split(gap);
    return written.slice(before.length, written.length - after.length);
  }

  /** The tests that fail with the shown line in its place. */
  async #failing({ path, line, shown }: Prompt): Promise<(option: string) => boolean> {
    const copy = await mkdtemp(join(tmpdir(), 'loopwright-knower-'));
    try {
      await cp(this.#worktree, copy, { recursive: true, filter: (file) => !/[\\/]\.git$/.test(file) });
      const lines = (await readFile(join(copy, path), 'utf8')).split('\n');
      lines.splice(line - 1, shown.length, ...shown);
      await writeFile(join(copy, path), lines.join('\n'));
      const said = await tested(copy);
      return (option) => said.includes(`not ok ${option}`);
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  }
}

/** Lines `ok <name>` and `not ok <name>` of the tests there. */
function tested(folder: string): Promise<readonly string[]> {
  const env = { ...process.env };
  delete env['NODE_TEST_CONTEXT'];
  return new Promise((resolve) => {
    execFile(process.execPath, ['--test', '--test-reporter=tap'], { cwd: folder, env }, (_error, output) =>
      resolve(output.split('\n').flatMap((text) => /^((?:not )?ok) \d+ - (.*)$/.exec(text)?.slice(1).join(' ') ?? [])),
    );
  });
}

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim();
