import { describe, expect, it } from 'vitest';
import { desktopCode } from '../../../scripts/vscode/desktopCode.mjs';

type Machine = NonNullable<Parameters<typeof desktopCode>[0]>;

const desktop: Machine = {
  env: { PATH: '/usr/local/bin:/usr/bin', DISPLAY: ':0' },
  platform: 'linux',
  uid: 1000,
  exists: (path) => path === '/usr/bin/code',
};

describe('desktopCode', () => {
  it('is the `code` on PATH of a desktop', () => {
    expect(desktopCode(desktop)).toBe('/usr/bin/code');
  });

  it.each<[string, Partial<Machine>]>([
    ['a machine without a display', { env: { PATH: '/usr/bin' } }],
    ['root, which VS Code refuses', { uid: 0 }],
    ['a terminal inside VS Code', { env: { ...desktop.env, VSCODE_IPC_HOOK_CLI: '/run/x.sock' } }],
    ['a PATH without code', { exists: () => false }],
  ])('is nothing on %s', (_name, change) => {
    expect(desktopCode({ ...desktop, ...change })).toBeUndefined();
  });

  it('passes over the shims of remote windows and of WSL', () => {
    const shims = ['/root/.vscode-server/bin/1/bin/remote-cli', '/mnt/c/Program Files/VS Code/bin'];
    const env = { ...desktop.env, PATH: [...shims, '/usr/bin'].join(':') };
    expect(desktopCode({ ...desktop, env, exists: () => true })).toBe('/usr/bin/code');
  });

  it('finds the application of macOS and the batch file of Windows', () => {
    const mac = desktopCode({
      env: { PATH: '/bin' },
      platform: 'darwin',
      uid: 501,
      exists: (path) => /Visual/.test(path),
    });
    expect(mac).toBe('/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code');
    const windows: Machine = {
      env: { Path: 'C:\\bin;C:\\VS Code\\bin' },
      platform: 'win32',
      uid: undefined,
      exists: (path) => path === 'C:\\VS Code\\bin\\code.cmd',
    };
    expect(desktopCode(windows)).toBe('C:\\VS Code\\bin\\code.cmd');
  });
});
