import { mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { agreement } from '../../../src/client/build.ts';
import { findRepository, whyNoRepository } from '../../../src/client/repositoryFolders.ts';
import { runnerEnvironment } from '../../../src/client/startRunner.ts';
import { outputFile, stepFolder } from '../../../src/journal/stepFolder.ts';
import { foldAll } from '../../../src/model/runState.ts';
import { crashAt } from '../../../src/runner/crashAt.ts';
import { leaveWhenIdle } from '../../../src/runner/idle.ts';
import { readLog } from '../../../src/runner/logs.ts';
import { loopFiles } from '../../../src/runner/loopFiles.ts';
import { newRunId } from '../../../src/runner/runId.ts';
import { newSocketPath, socketParent } from '../../../src/runner/socketPath.ts';
import { commandEnvironment, secretValues } from '../../../src/steps/environment.ts';
import { secondsLeft } from '../../../src/steps/runOrder.ts';
import { startOf } from '../engine/scene.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'loopwright-parts-')));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the environment of commands', () => {
  it('has what programs need and nothing that looks like a secret', () => {
    const own = {
      PATH: '/bin',
      HOME: '/h',
      LC_ALL: 'C',
      GITHUB_TOKEN: 'ghp_0123456789',
      NODE_OPTIONS: '-r x',
      Path: 'C:\\',
      NODE_TEST_CONTEXT: 'child',
    };
    expect(commandEnvironment(own)).toEqual({
      TERM: 'dumb',
      GIT_TERMINAL_PROMPT: '0',
      PATH: '/bin',
      HOME: '/h',
      LC_ALL: 'C',
      Path: 'C:\\',
    });
  });

  it('knows secrets by their names, longest first, and leaves words and paths alone', () => {
    const own = {
      A_TOKEN: 'short',
      B_TOKEN: 'secret-value',
      C_SECRET: 'secret-value-and-more',
      SSH_AUTH_SOCK: '/tmp/agent.sock',
      PATH: '/usr/bin:/bin',
    };
    expect(secretValues(own)).toEqual(['secret-value-and-more', 'secret-value']);
    // A check that gives a name another value hides neither.
    expect(secretValues(own, { B_TOKEN: 'other-value' })).toEqual([
      'secret-value-and-more',
      'secret-value',
      'other-value',
    ]);
  });
});

describe('time that a command has', () => {
  it('is its own, or what is left of the run', () => {
    expect(secondsLeft(60, undefined, 0)).toBe(60);
    expect(secondsLeft(60, 30_000, 0)).toBe(30);
    expect(secondsLeft(60, 30_000, 40_000)).toBe(0.05);
  });
});

describe('a client and a runner of other builds', () => {
  const party = (protocol: number, build: string) => ({ protocol, build });
  it.each([
    [party(1, '1.0.0+a'), party(1, '1.0.0+a'), 'use'],
    [party(1, '1.0.0+b'), party(1, '1.0.0+a'), 'use'],
    [party(1, '1.10.0+b'), party(1, '1.9.0+a'), 'replace'],
    [party(1, '1.0.0+b'), party(1, '1.0.1+a'), 'use'],
    [party(2, '1.0.0+b'), party(1, '3.0.0+a'), 'replace'],
    [party(1, '3.0.0+b'), party(2, '1.0.0+a'), 'client-too-old'],
  ] as const)('%j with %j: %s', (client, runner, expected) => {
    expect(agreement(client, runner)).toBe(expected);
  });
});

describe('the environment of a runner', () => {
  it('is the person’s own without what the editor adds', () => {
    const own = { PATH: '/bin', VSCODE_IPC_HOOK: 'x', ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '-r x', A_TOKEN: 't' };
    expect(runnerEnvironment(own)).toEqual({ PATH: '/bin', A_TOKEN: 't', ELECTRON_RUN_AS_NODE: '1' });
  });
});

describe('where a runner listens', () => {
  it('is the first folder that is short enough', () => {
    const host = { platform: 'linux', env: {}, tmpdir: '/tmp' } as const;
    expect(socketParent({ ...host, env: { XDG_RUNTIME_DIR: '/run/user/1' } })).toBe('/run/user/1');
    expect(socketParent({ ...host, platform: 'darwin', tmpdir: `/var/${'x'.repeat(90)}` })).toBe('/tmp');
    expect(socketParent({ ...host, platform: 'win32' })).toBeUndefined();
    expect(newSocketPath({ ...host, platform: 'win32' }, 'abc')).toBe('\\\\.\\pipe\\loopwright-abc');
  });

  it('is a folder that only its user can enter', () => {
    const path = newSocketPath({ platform: 'linux', env: {}, tmpdir: folder }, 'x');
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  });
});

describe('finding a repository without git', () => {
  it('from a folder below, a linked worktree, and nowhere', async () => {
    const main = join(folder, 'main');
    mkdirSync(join(main, '.git', 'worktrees', 'w'), { recursive: true });
    mkdirSync(join(main, 'src'));
    writeFileSync(join(main, '.git', 'HEAD'), 'ref: refs/heads/main\n');
    writeFileSync(join(main, '.git', 'worktrees', 'w', 'HEAD'), 'ref: refs/heads/w\n');
    writeFileSync(join(main, '.git', 'worktrees', 'w', 'commondir'), '../..\n');
    const linked = join(folder, 'linked');
    mkdirSync(linked);
    writeFileSync(join(linked, '.git'), `gitdir: ${join(main, '.git', 'worktrees', 'w')}\n`);
    symlinkSync(main, join(folder, 'link'));
    const commonDir = join(main, '.git');
    expect(await findRepository(join(main, 'src'))).toEqual({ root: main, commonDir });
    expect(await findRepository(join(folder, 'link', 'src'))).toEqual({ root: main, commonDir });
    expect(await findRepository(linked)).toEqual({ root: linked, commonDir });
    expect(await findRepository(folder)).toBeUndefined();
  });

  it('says of a bare one what it is, from any folder inside, and of other folders what to do', async () => {
    const bare = join(folder, 'bare ü.git');
    for (const name of ['objects', 'refs']) mkdirSync(join(bare, name, 'heads'), { recursive: true });
    const say = async (at: string) => {
      expect(await findRepository(at)).toBeUndefined();
      return whyNoRepository(at, 'Make one.');
    };
    expect(await say(bare)).toBe(`${bare} is not in a git repository. Make one.`);
    writeFileSync(join(bare, 'HEAD'), 'ref: refs/heads/main\n');
    for (const at of [bare, join(bare, 'refs', 'heads')]) {
      expect(await say(at)).toBe(`${bare} is a bare repository. Open a clone that has files.`);
    }
    expect(await say(folder)).toBe(`${folder} is not in a git repository. Make one.`);
    expect(await say(join(folder, 'none'))).toMatch(/none is not in a git repository/);
    // A folder that only has such names is none.
    rmSync(join(bare, 'HEAD'));
    mkdirSync(join(bare, 'HEAD'));
    expect(await say(bare)).toMatch(/is not in a git repository/);
  });
});

describe('ids of runs', () => {
  it('sort by time and are names of branches', () => {
    expect(newRunId(Date.UTC(2026, 10, 21, 5, 42, 7), () => 0)).toBe('20261121-054207-aaaa');
    expect(newRunId(Date.now())).toMatch(/^\d{8}-\d{6}-[a-z2-9]{4}$/);
  });
});

describe('an idle runner', () => {
  it('leaves after so long with nothing to do, and at once when its repository is gone', () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    let isIdle = false;
    let isOrphaned = false;
    const leave = vi.fn();
    const stop = leaveWhenIdle({ isIdle: () => isIdle, isOrphaned: () => isOrphaned, afterMs: 1000, leave });
    vi.advanceTimersByTime(5000);
    expect(leave).not.toHaveBeenCalled();
    isIdle = true;
    vi.advanceTimersByTime(1000);
    isIdle = false;
    vi.advanceTimersByTime(250);
    isIdle = true;
    vi.advanceTimersByTime(1000);
    expect(leave).not.toHaveBeenCalled();
    vi.advanceTimersByTime(500);
    expect(leave).toHaveBeenCalled();
    leave.mockClear();
    isIdle = false;
    isOrphaned = true;
    vi.advanceTimersByTime(250);
    expect(leave).toHaveBeenCalledOnce();
    stop();
    vi.useRealTimers();
  });
});

describe('crash points', () => {
  it('refuses a name that is none', () => {
    expect(crashAt(undefined)).toBeUndefined();
    expect(() => crashAt('nowhere:1')).toThrow(/no crash point nowhere/);
  });
});

describe('reading a log piece by piece', () => {
  it('never cuts a character, and says when there is no more', async () => {
    const state = foldAll([{ seq: 0, at: 0, event: { type: 'run.started', start: startOf() } }]);
    if (state === undefined) return expect.unreachable();
    const text = '€'.repeat(100_000);
    const step = stepFolder(folder, 'default/1/make');
    mkdirSync(step, { recursive: true });
    writeFileSync(outputFile(step), text);
    let read = '';
    let offset = 0;
    for (let ended = false; !ended; ) {
      const piece = await readLog(folder, state, { step: 'default/1/make', offset });
      read += piece.text;
      offset = piece.next;
      ended = piece.ended;
    }
    expect(read).toBe(text);
  });
});

describe('loops of a checkout', () => {
  it('are those that can be read, by file name', async () => {
    const top = join(folder, 'loops here');
    mkdirSync(join(top, '.loops'), { recursive: true });
    const text = (name: string) =>
      `name: ${name}\non: manual\nroles: { explorer: { run: look } }\ndeliver: { as: report }\n`;
    writeFileSync(join(top, '.loops', 'b.loop.yaml'), text('b'));
    writeFileSync(join(top, '.loops', 'a.loop.yaml'), text('a'));
    writeFileSync(join(top, '.loops', 'broken.loop.yaml'), 'name: [');
    writeFileSync(join(top, '.loops', 'settings.yaml'), '{}');
    mkdirSync(join(top, '.loops', 'folder.loop.yaml'));
    expect((await loopFiles(top)).map(({ file, loop }) => `${file} ${loop.name}`)).toEqual([
      '.loops/a.loop.yaml a',
      '.loops/b.loop.yaml b',
    ]);
    expect(await loopFiles(join(folder, 'nowhere'))).toEqual([]);
  });
});
