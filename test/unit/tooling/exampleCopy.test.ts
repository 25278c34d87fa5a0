import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../../scripts/paths.mjs';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loopwright-example-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A home whose git configuration would sign, run a failing hook, ignore sources and rewrite line ends. */
async function hostileHome(): Promise<string> {
  const home = join(folder, 'home');
  const hooks = join(home, 'hooks');
  await mkdir(hooks, { recursive: true });
  await writeFile(join(hooks, 'pre-commit'), '#!/bin/sh\nexit 1\n');
  await chmod(join(hooks, 'pre-commit'), 0o755);
  await writeFile(join(home, 'ignore'), '*.js\n');
  const config = `[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = /nonexistent\n[init]\n\tdefaultBranch = trunk
[core]\n\thooksPath = ${hooks}\n\texcludesFile = ${join(home, 'ignore')}\n\tautocrlf = true\n`;
  await writeFile(join(home, '.gitconfig'), config);
  return home;
}

describe('copyExample', () => {
  it('makes a clean repository with one commit under any git configuration', async () => {
    const home = await hostileHome();
    const target = join(folder, 'copy');
    const script = `
      const { copyExample } = await import(${JSON.stringify(`file://${root}/scripts/exampleCopy.mjs`)});
      await copyExample(${JSON.stringify(target)});`;
    const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, GIT_DIR: '/nonexistent' };
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { env });

    const git = (...args: string[]) => execFileSync('git', args, { cwd: target, encoding: 'utf8' }).trim();
    expect(git('log', '--format=%an <%ae>')).toBe('You <you@example.com>');
    expect(git('branch', '--show-current')).toBe('main');
    expect(git('status', '--porcelain', '--ignored')).toBe('');
    expect(git('ls-files', '*.js')).not.toBe('');
  });
});
