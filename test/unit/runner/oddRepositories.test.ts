import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { root } from '../../../scripts/paths.mjs';
import { connectRunner } from '../../../src/client/connect.ts';
import { countingFiles, type LoopRepository, loopFile } from '../../support/loopRepository.ts';
import { fileOf, repositories, smallLoop } from './smallLoops.ts';

const { create, dispose } = repositories();
const environment = { ...process.env };

afterEach(async () => {
  await dispose();
  for (const name of ['PATH', 'GIT_CONFIG_GLOBAL', 'GIT_CONFIG_NOSYSTEM']) {
    const before = environment[name];
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
});

/** Takes a run to its landing: one commit on main with the new value, and nothing left behind. */
async function lands(loop: LoopRepository): Promise<void> {
  const before = await loop.git.head('main');
  const waiting = await loop.until(await loop.start(), 'waiting');
  expect(waiting.change?.files.map(({ path }) => path)).toEqual(['value.txt']);
  expect((await loop.land(waiting)).status).toBe('delivered');
  expect(await loop.git.git('rev-list', '--count', `${before}..main`)).toBe('1');
  expect(await loop.git.git('show', 'main:value.txt')).toBe('1');
  expect(await loop.git.git('worktree', 'list')).not.toContain('\n');
  expect(await loop.quiet()).toEqual([]);
}

describe('a repository in which no run can work', () => {
  it.each([
    ['without commits', ['init', '-q'], /has no commits yet\. Commit something first\./],
    ['without files', ['init', '-q', '--bare'], /other ü is a bare repository\. Open a clone that has files\.$/],
  ])('%s is refused at once, with what to do', async (_, init, words) => {
    const { git } = await create(() => ({ 'README.md': 'x' }));
    const folder = join(git.outside, 'other ü');
    await mkdir(folder);
    await git.gitAt(folder, ...init);
    const client = await connectRunner({ folder, programs: join(root, 'dist'), start: true });
    if (client.ok) return expect.unreachable('it opened');
    expect(client.error.message).toMatch(words);
  });
});

describe('a run', () => {
  it('in a shallow clone goes all the way', async () => {
    const loop = await create((outside) => countingFiles(outside, 1));
    await loop.git.commit('second', { 'more.txt': '1\n' });
    const head = await loop.git.head();
    await writeFile(join(loop.commonDir, 'shallow'), `${head}\n`);
    await loop.git.git('reflog', 'expire', '--expire=now', '--all');
    await loop.git.git('gc', '-q', '--prune=now');
    expect(await loop.git.git('rev-parse', '--is-shallow-repository')).toBe('true');
    await expect(loop.git.git('cat-file', '-e', `${head}~1`)).rejects.toThrow();
    await lands(loop);
  });

  it('with submodules has empty folders for them, and keeps what they point at, whatever an agent does there', async () => {
    const fills =
      "import { execFileSync } from 'node:child_process';\nimport { readdirSync, readFileSync, writeFileSync } from 'node:fs';\n" +
      "if (readdirSync('vendor/lib').length > 0) throw new Error('it is not empty');\n" +
      "const git = (...args) => execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b', ...args], { cwd: 'vendor/lib' });\n" +
      "git('init', '-q'); writeFileSync('vendor/lib/evil.js', 'x'); git('add', '.'); git('commit', '-qm', 'evil');\n" +
      "writeFileSync('value.txt', '1\\n');\n";
    const loop = await create((outside) => ({ ...countingFiles(outside, 1), 'tools/make.mjs': fills }));
    const { git } = loop;
    const library = join(git.outside, 'library');
    await mkdir(library);
    await git.gitAt(library, 'init', '-q');
    await writeFile(join(library, 'lib.js'), 'lib\n');
    await git.gitAt(library, 'add', '.');
    await git.gitAt(library, 'commit', '-qm', 'first');
    await git.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'vendor/lib');
    await git.git('commit', '-qm', 'with a library');
    const pointer = await git.git('ls-tree', 'main', 'vendor/lib');
    await lands(loop);
    expect(pointer).toMatch(/^160000 commit /);
    expect(await git.git('ls-tree', 'main', 'vendor/lib')).toBe(pointer);
    expect(await git.git('ls-tree', '-r', '--name-only', 'main')).not.toMatch(/evil/);
    expect(await git.read('vendor/lib/lib.js')).toBe('lib\n');
  });

  it('with LFS files ends with what to install where git-lfs is not there, and says so in the inbox', async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12\n`;
    const loop = await create((outside) => ({ ...countingFiles(outside, 1), 'big.bin': pointer }));
    // The filter is named only now, so that the user's own git has nothing to ask git-lfs for.
    await loop.git.commit('kept with LFS', { '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n' });
    const bin = join(loop.git.outside, 'bin');
    await loop.git.script(join(bin, 'git'), `exec ${await programOf('git')} "$@"`);
    process.env['PATH'] = bin;
    const ended = await loop.until(await loop.start(), 'failed');
    expect(ended.reason).toMatch(/^No worktree: .*Install git-lfs/);
    expect(await loop.ask('inbox', {})).toMatchObject([
      { kind: 'failure', why: expect.stringMatching(/Install git-lfs/) },
    ]);
    // What git began to write is gone, and nobody has to clean up after it.
    expect(await loop.git.git('worktree', 'list')).not.toContain('\n');
    expect(await loop.git.git('for-each-ref', '--format=%(refname)', 'refs/heads')).toBe('refs/heads/main');
    expect(await loop.ask('clean', { run: ended.id, force: false })).toEqual({ removed: [], kept: [] });
  });

  it('in a folder with spaces, quotes and every script works, also on files with such names', async () => {
    const loop = await create(
      (outside) => ({ ...countingFiles(outside, 1), 'a b/テスト "x".js': '1\n', '-n': 'x\n' }),
      'mein "Projekt" $HOME ü 日本',
    );
    await lands(loop);
    expect((await readdir(loop.git.path)).includes('-n')).toBe(true);
  });

  it('on a detached HEAD works from its commit and lands on the branch that the loop names', async () => {
    const loop = await create((outside) => {
      const files: Record<string, string> = countingFiles(outside, 1);
      const named = (name: string, more: string) => `${files[loopFile]?.replace('count-up', name)}${more}\n`;
      return {
        ...files,
        [loopFile]: named('count-up', 'deliver: { into: main }'),
        [fileOf('nowhere')]: named('nowhere', ''),
        [fileOf('aside')]: named('aside', 'deliver: { as: branch }'),
      };
    });
    const { git } = loop;
    await git.git('checkout', '-q', '--detach');
    const head = await git.commit('not on a branch', { 'detached.txt': '1\n' });
    await expect(loop.start(fileOf('nowhere'))).rejects.toThrow(/^no-target: HEAD is detached.*deliver\.into/);
    const aside = await loop.until(await loop.start(fileOf('aside')), 'delivered');
    expect(aside.change?.base).toBe(head);
    expect(await git.git('show', `${aside.branch}:detached.txt`)).toBe('1');
    const waiting = await loop.until(await loop.start(), 'waiting');
    expect((await loop.land(waiting)).status).toBe('delivered');
    expect(await git.git('show', 'main:value.txt')).toBe('1');
    // The checkout is as it was.
    expect(await git.head()).toBe(head);
    expect(await git.git('status', '--porcelain')).toBe('');
  });

  it('is not begun where git does not know who asks', async () => {
    const loop = await create(() => smallLoop('any', {}));
    await loop.git.git('config', '--unset', 'user.name');
    await loop.git.git('config', '--unset', 'user.email');
    process.env['GIT_CONFIG_GLOBAL'] = '/dev/null';
    process.env['GIT_CONFIG_NOSYSTEM'] = '1';
    await expect(loop.start(fileOf('any'))).rejects.toThrow(
      /^no-identity: git does not know who you are\. Run "git config/,
    );
    expect((await loop.ask('runs', {})).runs).toEqual([]);
    // It is read anew each time: no restart is needed.
    await loop.git.git('config', 'user.name', 'Ada');
    await loop.git.git('config', 'user.email', 'ada@example.com');
    await loop.until(await loop.start(fileOf('any')), 'nothing-found');
  });

  it('from a linked worktree is one of the same repository', async () => {
    const loop = await create((outside) => countingFiles(outside, 1));
    const linked = join(loop.git.outside, 'linked');
    await loop.git.git('worktree', 'add', '-q', '-b', 'side', linked);
    const run = await loop.start();
    const client = await connectRunner({ folder: linked, programs: join(root, 'dist'), start: false });
    if (!client.ok) return expect.unreachable(client.error.message);
    expect(await client.value.request('show', { run })).toMatchObject({ ok: true, value: { id: run } });
    client.value.close();
    await loop.until(run, 'waiting');
  });
});

describe('a report that lies', () => {
  it.each([
    ['says that all is well where the command failed', 'ok 1 - it works', 1],
    ['says that a test failed where the command succeeded', 'not ok 1 - it works', 0],
  ])('%s: the check does not pass', async (_, line, exitCode) => {
    const loop = await create((outside) => {
      const files: Record<string, string> = countingFiles(outside, 1);
      const text = files[loopFile] ?? '';
      return {
        ...files,
        'tools/check.mjs': `console.log('TAP version 13\\n1..1\\n${line}');\nprocess.exitCode = ${exitCode};\n`,
        [loopFile]: text
          .replace(
            '{ counted: node tools/check.mjs }',
            '{ counted: { run: node tools/check.mjs, report: { format: tap } } }',
          )
          .replace('max-iterations: 8', 'max-iterations: 1'),
      };
    });
    const ended = await loop.until(await loop.start(), 'gave-up');
    expect(ended.reason).toMatch(/checks\.counted\.passed is false/);
    expect(ended.items[0]?.iterations.at(-1)?.checks.map(({ passed }) => passed)).toEqual([false]);
    expect(await loop.git.git('show', 'main:value.txt')).toBe('0');
  });
});

async function programOf(name: string): Promise<string> {
  for (const folder of (environment['PATH'] ?? '').split(delimiter)) {
    const names: readonly string[] = await readdir(folder).catch(() => []);
    if (names.includes(name)) return join(folder, name);
  }
  throw new Error(`no ${name} on PATH`);
}
