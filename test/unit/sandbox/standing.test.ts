import { describe, expect, it } from 'vitest';
import { loopFileSchema } from '../../../src/model/loopFile.ts';
import { bubblewrapArguments } from '../../../src/sandbox/bubblewrap.ts';
import { cagesOf } from '../../../src/sandbox/cages.ts';
import { inOrder } from '../../../src/sandbox/mounts.ts';
import { runtimeArguments, wholeSettings } from '../../../src/sandbox/sandboxRuntime.ts';
import { toolPaths } from '../../../src/sandbox/toolPaths.ts';
import { openCage } from './cageScene.ts';

const cell = { worktree: '/w', commonDir: '/g', directory: '/s', hidden: [], read: [], write: [] };
const command = { shell: 'true' };

describe('a machine without bubblewrap', () => {
  const cages = cagesOf({ PATH: '/nowhere', HOME: '/root' });

  it('refuses a loop that requires a cage, and says what to install', async () => {
    const standing = await cages.standing(openCage);
    expect(standing.ok ? '' : standing.error).toMatch(
      /required.*there is none.*(apt install bubblewrap|sandbox-runtime|no cage)/,
    );
    await expect(cages.wrap(openCage, cell, command)).rejects.toThrow(/required/);
  });

  it('goes on for one that prefers it, and says why there is none', async () => {
    const standing = await cages.standing({ ...openCage, sandbox: 'preferred' });
    expect(standing.ok && standing.value.by).toBe('none');
    expect(standing.ok && standing.value.lacks).toBeTruthy();
    expect(await cages.wrap({ ...openCage, sandbox: 'preferred' }, cell, command)).toEqual(command);
  });
});

it('is off where the loop or the machine says so, and never where the loop requires it', async () => {
  const cages = cagesOf({ ...process.env, LOOPWRIGHT_SANDBOX: 'off' });
  expect(await cages.wrap({ ...openCage, sandbox: 'preferred' }, cell, command)).toEqual(command);
  expect(await cages.wrap({ ...openCage, sandbox: 'off' }, cell, command)).toEqual(command);
  expect(await cages.standing({ ...openCage, sandbox: 'off' })).toEqual({
    ok: true,
    value: { by: 'none', lacks: 'the loop says `sandbox: off`' },
  });
  expect((await cages.standing(openCage)).ok).toBe(false);
});

it('mounts outer folders first, one mount a path, the most generous', () => {
  const mounts = inOrder([
    { how: 'read', path: '/a/b/c' },
    { how: 'hide', path: '/a' },
    { how: 'read', path: '/a/b' },
    { how: 'write', path: '/a/b' },
  ]);
  expect(mounts.map(({ how, path }) => `${how} ${path}`)).toEqual(['hide /a', 'write /a/b', 'read /a/b/c']);
});

it('tells bubblewrap of every namespace, no capability, and no network where there is none', () => {
  const args = bubblewrapArguments({ cwd: '/w', mounts: [], network: false, env: { A: undefined } }, ['ls', '-l']);
  for (const flag of ['user', 'pid', 'ipc', 'uts', 'net']) expect(args).toContain(`--unshare-${flag}`);
  expect(args.join(' ')).toContain('--cap-drop ALL --ro-bind / /');
  expect(args.slice(-2)).toEqual(['ls', '-l']);
  expect(args).not.toContain('--die-with-parent');
});

it('shows what the programs on PATH need of the home folder, and never all of it', () => {
  const home = '/home/u';
  const shown = toolPaths(
    ['/usr/bin', '/home/u', '/home', '/home/u/.nvm/versions/node/v24/bin', '/home/u/.cargo/bin', '/home/u/opt/x/bin'],
    home,
    ['/home', home],
  );
  expect(shown).toContain('/home/u/.nvm');
  expect(shown).toContain('/home/u/.cargo/bin');
  expect(shown).toContain('/home/u/opt/x/lib');
  expect(shown).not.toContain('/home/u');
  expect(shown).not.toContain('/home');
  expect(shown).not.toContain('/home/u/.cargo');
});

it('starts sandbox-runtime outside of the worktree and quotes the command', () => {
  const [, , , line] = runtimeArguments('/s.json', "/w/it's", ['sh', '-c', "echo 'hi'"]);
  expect(line).toBe(`cd '/w/it'\\''s' && exec 'sh' '-c' 'echo '\\''hi'\\'''`);
});

it('gives sandbox-runtime on macOS the same files', () => {
  const mounts = [
    { how: 'hide', path: '/Users' },
    { how: 'write', path: '/Users/u/w' },
    { how: 'read', path: '/Users/u/w/.git' },
  ] as const;
  const settings = JSON.parse(wholeSettings({ cwd: '/Users/u/w', mounts, network: true, env: {} }, ['x.org']));
  expect(settings.network.allowedDomains).toEqual(['x.org']);
  expect(settings.filesystem.denyRead).toEqual(['/Users']);
  expect(settings.filesystem.allowRead).toEqual(['/Users/u/w', '/Users/u/w/.git']);
  expect(settings.filesystem.allowWrite).toContain('/Users/u/w');
  expect(settings.filesystem.denyWrite).toEqual(['/Users/u/w/.git']);
});

describe('the policy in a loop file', () => {
  const policy = (written: unknown) => loopFileSchema.shape.policy.safeParse(written);

  it.each([
    {},
    { sandbox: 'required', network: 'none' },
    { network: ['api.anthropic.com', '*.npmjs.org', 'localhost:8080'] },
    { read: ['~/.npmrc', '/opt/data'], write: ['~/.cache/pip'], env: ['NPM_TOKEN'] },
  ])('takes %j', (written) => expect(policy(written).success).toBe(true));

  it.each([
    { sandbox: 'maybe' },
    { network: [] },
    { network: ['*'] },
    { network: ['http://x.org'] },
    { network: 'x.org' },
    { read: ['relative'] },
    { write: ['/'] },
    { write: ['~/'] },
    { write: ['~/a/../..'] },
    { env: ['A B'] },
  ])('refuses %j', (written) => expect(policy(written).success).toBe(false));
});
