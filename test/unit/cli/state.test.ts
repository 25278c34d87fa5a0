import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { editFile, editorCommand } from '../../../src/cli/editor.ts';
import { stateWrittenSchema } from '../../../src/model/commandLineShapes.ts';
import { err, ok } from '../../../src/model/result.ts';
import { runnerRequests } from '../../../src/protocol/runner.ts';
import { FakeRunner } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';
import { loopFolder, removeFolder } from './loopFolder.ts';

let folder = '';
let runner = new FakeRunner();

beforeEach(async () => {
  folder = await loopFolder('triage');
  runner = new FakeRunner();
  runner.documents.set('triage', ['# triage\n- a \u001b[2Jfinding\n']);
});
afterEach(() => removeFolder(folder));

const newest = () => runner.documents.get('triage')?.at(-1);

/** An editor that adds a line. */
const adding =
  (line: string, meanwhile = () => {}) =>
  async (file: string) => {
    await writeFile(file, `${await readFile(file, 'utf8')}${line}\n`);
    meanwhile();
    return ok(undefined);
  };

describe('state', () => {
  it('prints the document inert, and as it is with --json', async () => {
    expect((await call(runner, ['state', 'triage'], { folder })).out).toBe('# triage\n- a \\u{1b}[2Jfinding\n');
    const { out } = await call(runner, ['state', 'triage', '--json'], { folder });
    const state = runnerRequests.state.result.parse(JSON.parse(out));
    expect(state).toEqual({ document: '# triage\n- a \u001b[2Jfinding\n', head: '1'.padStart(40, '0') });
    runner.documents.clear();
    expect((await call(runner, ['state', 'triage'], { folder })).out).toContain('remembers nothing yet');
    expect((await call(runner, ['state', 'nope'], { folder })).exit).toBe(2);
  });

  it('--edit takes in what was written, and keeps what a run wrote meanwhile', async () => {
    let file = '';
    const edit = async (path: string) => {
      file = path;
      return adding('- mine', () => runner.documents.get('triage')?.push('# triage\n- a \u001b[2Jfinding\n- new\n'))(
        path,
      );
    };
    const { exit, out } = await call(runner, ['state', 'triage', '--edit'], { folder, edit });
    expect({ exit, out }).toEqual({ exit: 0, out: 'Taken in. The next run of triage reads it.\n' });
    expect(newest()).toContain('- mine\n- new');
    expect(existsSync(dirname(file))).toBe(false);
  });

  it('--edit writes nothing when nothing was changed, or the editor did not work', async () => {
    let file = '';
    const edit = async (path: string) => {
      file = path;
      return ok(undefined);
    };
    const same = await call(runner, ['state', 'triage', '--edit'], { folder, edit });
    expect(same).toMatchObject({ exit: 0, out: 'Nothing was changed.\n' });
    expect(existsSync(dirname(file))).toBe(false);
    const none = await call(runner, ['state', 'triage', '--edit'], { folder, edit: async () => err('No editor.') });
    expect(none).toMatchObject({ exit: 1, err: expect.stringContaining('No editor. Nothing was changed.') });
    expect(runner.asked).not.toContain('writeState');
    expect((await call(runner, ['state', 'triage', '--edit', '--json'], { folder, edit })).exit).toBe(2);
  });

  it.each(['refused', 'editor'])(
    '--edit loses nothing when it fails (%s): the file is named, and can be set',
    async (how) => {
      if (how === 'refused') runner.refuses.set('writeState', { code: 'busy', message: 'Not now.' });
      const edit = async (file: string) => {
        await adding('- mine')(file);
        return how === 'editor' ? err('The editor ended with exit code 3.') : ok(undefined);
      };
      const failed = await call(runner, ['state', 'triage', '--edit'], { folder, edit });
      expect(failed.exit).toBe(1);
      const [, file = '', head = ''] = /--set (\S+) --head ([0-9a-f]{40})/.exec(failed.err) ?? [];
      expect(failed.err).toContain(`What you wrote is kept in ${file}.`);
      try {
        expect(await readFile(file, 'utf8')).toContain('- mine');
        runner.refuses.clear();
        const again = await call(runner, ['state', 'triage', '--set', file, '--head', head, '--json'], { folder });
        expect(stateWrittenSchema.parse(JSON.parse(again.out))).toEqual({ loop: 'triage', changed: true });
        expect(newest()).toContain('- mine');
      } finally {
        await rm(dirname(file), { recursive: true, force: true });
      }
    },
  );

  it('--set takes a file or standard input, at the newest version unless told', async () => {
    await writeFile(join(folder, 'new.md'), '# by a file\n');
    expect((await call(runner, ['state', 'triage', '--set', 'new.md'], { folder })).exit).toBe(0);
    expect(newest()).toBe('# by a file\n');
    const piped = await call(runner, ['state', 'triage', '--set', '-'], { folder, input: '# by a pipe\n' });
    expect(piped.exit).toBe(0);
    expect(newest()).toBe('# by a pipe\n');
    const missing = await call(runner, ['state', 'triage', '--set', 'none.md'], { folder });
    expect(missing).toMatchObject({ exit: 2, err: expect.stringContaining('cannot be read (ENOENT)') });
    const long = await call(runner, ['state', 'triage', '--set', '-'], { folder, input: 'x'.repeat(1_000_001) });
    expect(long).toMatchObject({ exit: 1, err: expect.stringContaining('1000001 characters') });
    expect((await call(runner, ['state', 'triage', '--head', 'x'], { folder })).exit).toBe(2);
    expect((await call(runner, ['state', 'triage', '--set', '-', '--edit'], { folder })).exit).toBe(2);
  });
});

describe('the editor', () => {
  it('is VISUAL, then EDITOR, then the usual one, with its arguments', () => {
    expect(editorCommand('/a b', { VISUAL: 'code --wait', EDITOR: 'ed' }, 'linux')).toEqual({
      file: '/bin/sh',
      args: ['-c', 'code --wait "$1"', 'code --wait', '/a b'],
      shell: false,
    });
    expect(editorCommand('/a', { VISUAL: '', EDITOR: 'ed' }, 'darwin').args[1]).toBe('ed "$1"');
    expect(editorCommand('/a', {}, 'linux').args[1]).toBe('vi "$1"');
    expect(editorCommand('C:\\a b', {}, 'win32')).toEqual({ file: 'notepad "C:\\a b"', args: [], shell: true });
  });

  it('is waited for, and tells when it failed', async () => {
    const file = join(folder, 'text $(touch x).md');
    await writeFile(file, 'before\n');
    const script = join(folder, 'editor.cjs');
    await writeFile(
      script,
      "const fs = require('node:fs'); fs.appendFileSync(process.argv[2], 'after\\n'); process.exit(Number(process.env.CODE));",
    );
    const env = { ...process.env, VISUAL: `"${process.execPath}" "${script}"` };
    expect(await editFile(file, { ...env, CODE: '0' })).toEqual(ok(undefined));
    expect(await readFile(file, 'utf8')).toBe('before\nafter\n');
    expect(await editFile(file, { ...env, CODE: '3' })).toEqual(err('The editor ended with exit code 3.'));
    const before = process.listenerCount('SIGINT');
    await editFile(file, { ...env, VISUAL: 'no-such-editor-anywhere', CODE: '0' });
    expect(process.listenerCount('SIGINT')).toBe(before);
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });
});
