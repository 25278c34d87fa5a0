import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerTo } from '../../../scripts/demo/person.mjs';
import { root } from '../../../scripts/paths.mjs';
import { completionsAt } from '../../../src/language/completion.ts';
import { taken } from '../language/taken.ts';

/** Real processes on a busy machine. */
const patience = 240_000;
const page = readFileSync(join(root, 'docs', 'first-loop.md'), 'utf8');
const file = '.loops/mend-bookings.loop.yaml';

/** A command of the page, with the exit code that its comment promises. */
interface Told {
  readonly command: string;
  readonly exit: number;
}

const told: readonly Told[] = [...page.matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap(([, block = '']) => block.trim().split('\n'))
  .map((line) => {
    const [, command = '', exit = '0'] = /^(.*?)(?:\s+# exit code (\d+))?$/.exec(line) ?? [];
    return { command, exit: Number(exit) };
  });

const [, loop = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
const [, misspelt = ''] = /Write `(goal: [^`]*)`/.exec(page) ?? [];

describe('docs/first-loop.md', () => {
  it('has the loop that is offered in an empty file', () => {
    const offered = completionsAt('', 0, { path: `/room-bookings/${file}` });
    const item = offered.find(({ label }) => page.includes(`Take **${label}**`));
    if (!item) throw new Error('the page takes nothing that is offered');
    expect(taken('', item).text).toBe(loop);
  });

  it('shows pictures that are there', () => {
    const pictures = [...page.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, path = '']) => path);
    expect(pictures.length).toBeGreaterThan(2);
    for (const path of pictures) expect(existsSync(join(root, 'docs', path)), path).toBe(true);
  });
});

// The page speaks to a POSIX shell.
describe.skipIf(process.platform === 'win32')('who follows docs/first-loop.md', () => {
  let folder: string;
  let cwd: string;

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'loopwright-first-loop-')));
    // A checkout as the page sees it, and `loopwright` on PATH.
    cwd = join(folder, 'loopwright');
    await cp(join(root, 'examples'), join(cwd, 'examples'), { recursive: true });
    const program = join(folder, 'bin', 'loopwright');
    await mkdir(join(folder, 'bin'));
    await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist', 'cli.js')}" "$@"\n`);
    await chmod(program, 0o755);
    await writeFile(join(folder, '.gitconfig'), '[user]\n\tname = You\n\temail = you@example.com\n');
  });

  afterAll(async () => {
    await call('loopwright runner stop');
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  /** Runs a line in a shell and answers the prompts of a review from the diff that it prints. */
  function call(command: string): Promise<{ readonly exit: number; readonly output: string }> {
    const own = Object.entries(process.env).filter(
      ([name]) => !/^(GIT_|NODE_OPTIONS|NODE_TEST|LOOPWRIGHT_)/.test(name),
    );
    const env = {
      ...Object.fromEntries(own),
      HOME: folder,
      XDG_CONFIG_HOME: folder,
      PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
      LOOPWRIGHT_DATA: join(folder, 'data'),
      GIT_PAGER: 'cat',
    };
    const child = spawn('sh', ['-c', command], { cwd, env });
    let [output, answered] = ['', 0];
    const asks = command.includes(' review ');
    if (!asks) child.stdin.end();
    const hear = (text: string): void => {
      output += text;
      const asked = output.split('Your answer').length - 1;
      if (!asks || asked <= answered) return;
      answered = asked;
      child.stdin.write(`${answerTo(output, cwd) ?? 1}\n`);
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ exit: code ?? -1, output }));
    });
  }

  /** What the reader writes into the loop file before a command. */
  async function write(text: string): Promise<void> {
    await mkdir(join(cwd, '.loops'), { recursive: true });
    await writeFile(join(cwd, file), text);
  }

  it('lands a change, with every command of the page', { timeout: patience }, async () => {
    const said: string[] = [];
    for (const { command, exit } of told) {
      if (command.startsWith('cd ')) {
        cwd = join(cwd, command.slice('cd '.length));
        continue;
      }
      if (command === 'loopwright validate') {
        expect(misspelt).not.toBe('');
        await write(exit === 1 ? loop.replace(/^goal: .*$/m, misspelt) : loop);
      }
      const ended = await call(command);
      expect(ended.exit, `${command}\n${ended.output}`).toBe(exit);
      said.push(ended.output);
    }
    const all = said.join('\n');
    expect(all).toMatch(/# fail 1\b|ℹ fail 1\b/);
    expect(all).toMatch(/Did you mean `?tests/);
    expect(all).toMatch(/ {4}Loop: mend-bookings\n[\s\S]*Understood-by: You <you@example\.com>/);
  });
});
