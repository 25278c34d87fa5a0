import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importedLoopSchema } from '../../../src/model/commandLineShapes.ts';
import { FakeRunner } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';

let folder = '';

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'loopwright-import-')));
  execFileSync('git', ['init', '-q', folder]);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const importing = (...argv: readonly string[]) => call(new FakeRunner(), ['import', ...argv], { folder });
const loopFile = (name: string) => readFile(join(folder, '.loops', `${name}.loop.yaml`), 'utf8');

const ralph = '#!/bin/sh\nwhile :; do cat PROMPT.md | claude -p; done\n';

describe('import', () => {
  it('writes a loop of a Ralph script, says what was not taken over, and shows the gaps as problems', async () => {
    await mkdir(join(folder, 'tools'));
    await writeFile(join(folder, 'tools', 'ralph.sh'), ralph);
    await writeFile(join(folder, 'PROMPT.md'), 'Make the tests pass.\n');
    const { exit, out } = await importing('tools/ralph.sh');
    expect(exit).toBe(0);
    expect(out).toMatch(/^Wrote \.loops\/ralph\.loop\.yaml\.$/m);
    expect(out).toContain('It had no end');
    expect(out).toMatch(/error LW106/);
    expect(out).toContain('To do: ralph.loop.yaml');
    expect(await loopFile('ralph')).toContain('prompt: Make the tests pass.');
  });

  it('never writes over a loop that is there', async () => {
    await writeFile(join(folder, 'ralph.sh'), ralph);
    await importing('ralph.sh');
    const before = await loopFile('ralph');
    expect((await importing('ralph.sh')).exit).toBe(0);
    expect(await loopFile('ralph')).toBe(before);
    expect(await readdir(join(folder, '.loops'))).toEqual(['ralph-2.loop.yaml', 'ralph.loop.yaml']);
  });

  it('--print writes nothing', async () => {
    await writeFile(join(folder, 'ralph.sh'), ralph);
    const { out } = await importing('ralph.sh', '--print');
    expect(out).toContain('# .loops/ralph.loop.yaml\n');
    await expect(readdir(join(folder, '.loops'))).rejects.toThrow('ENOENT');
  });

  it('reads no prompt from outside of the repository', async () => {
    await writeFile(join(folder, 'ralph.sh'), 'while :; do cat ../../../../../../etc/passwd | claude -p; done\n');
    expect((await importing('ralph.sh', '--print')).out).not.toContain('root:');
  });

  it('with --json tells name, file, notes and problems', async () => {
    await writeFile(
      join(folder, 'r.yaml'),
      'patterns: [{ id: docs-drift, goal: Find docs that drifted, cadence: 1d, week_one_mode: L1 }]',
    );
    const { out } = await importing('r.yaml', '--json');
    expect(importedLoopSchema.array().parse(JSON.parse(out))).toMatchObject([
      { name: 'docs-drift', file: '.loops/docs-drift.loop.yaml' },
    ]);
  });

  it('says what it can read, and what is there', async () => {
    await writeFile(join(folder, 'x.txt'), 'nothing of the kind');
    expect(await importing('x.txt')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('a shell script with an agent'),
    });
    expect(await importing('gone.md')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('gone.md cannot be read (ENOENT)'),
    });
    expect(await importing('.')).toMatchObject({ exit: 2, err: expect.stringContaining('no plain file') });
  });
});
