import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configDigest, verifyConfig } from '../../../src/git/configDigest.ts';
import { createWorktree } from '../../../src/git/createWorktree.ts';
import { hardenedGit } from '../../../src/git/hardened.ts';
import { openRepository, type Repository, sharedGit } from '../../../src/git/repository.ts';
import { placeOf } from '../../../src/git/worktree.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { BRANCH, must, problem } from './must.ts';
import { programOf } from './programOf.ts';

let repository: TemporaryRepository;
let repo: Repository;
const environment = { ...process.env };

beforeEach(async () => {
  repository = await TemporaryRepository.create({ path: 'my répo' });
  repo = must(await openRepository(repository.path));
});
afterEach(async () => {
  for (const name of ['PATH', 'HOME', 'XDG_CONFIG_HOME', ...Object.keys(userSettings('')), ...Object.keys(counted)]) {
    const before = environment[name];
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
  await repository.dispose();
});

const digest = async () => must(await configDigest(repo));
const common = (file: string) => path.join(repo.commonDir, file);
const outside = (file: string) => path.join(repository.outside, file);

const harmless = '[filter "evil"]\n\tclean = cat\n';
const evil = '[filter "evil"]\n\tclean = sh1\n';

/** Other bytes, as many, in the same file at the same second: what a look at its data would not tell. */
async function rewrite(file: string, from: string, to: string): Promise<void> {
  const before = await stat(file);
  const text = await readFile(file, 'utf8');
  expect(text).toContain(from);
  await writeFile(file, text.replace(from, to));
  const second = Math.floor(before.mtimeMs / 1000);
  await utimes(file, second, second);
  expect((await stat(file)).size).toBe(before.size);
}

async function append(file: string, text: string): Promise<void> {
  const before = await readFile(file, 'utf8').catch(() => '');
  await writeFile(file, `${before}${text}`);
}

interface Way {
  readonly name: string;
  /** How the repository is before the run. */
  readonly before: () => Promise<unknown>;
  /** What somebody does during the run. */
  readonly change: () => Promise<unknown>;
}

const ways: readonly Way[] = [
  {
    name: 'a program in place of another of the same length, within the same second',
    before: () => append(common('config'), harmless),
    change: () => rewrite(common('config'), 'cat', 'evl'),
  },
  {
    name: 'a configuration that replaces the old one',
    before: () => append(common('config'), harmless),
    change: async () => {
      await writeFile(common('config.new'), (await readFile(common('config'), 'utf8')).replace('cat', 'evl'));
      await rename(common('config.new'), common('config'));
    },
  },
  {
    name: 'a setting that git itself adds',
    before: async () => undefined,
    change: () => repository.git('config', 'diff.evil.textconv', 'evil'),
  },
  {
    name: 'a program that a remote names',
    before: () => repository.git('remote', 'add', 'origin', 'elsewhere'),
    change: () => repository.git('config', 'remote.origin.uploadpack', 'evil'),
  },
  {
    name: 'the configuration of the main checkout',
    before: async () => {
      await repository.git('config', 'extensions.worktreeConfig', 'true');
      await repository.git('config', '--worktree', 'filter.evil.clean', 'cat');
    },
    change: () => rewrite(common('config.worktree'), 'cat', 'evl'),
  },
  {
    name: 'attributes',
    before: () => writeFile(common('info/attributes'), '*.txt filter=a\n'),
    change: () => rewrite(common('info/attributes'), 'filter=a', 'filter=b'),
  },
  {
    name: 'grafts',
    before: async () => undefined,
    change: () => writeFile(common('info/grafts'), `${repo.head}\n`),
  },
  {
    name: 'a file that is included',
    before: async () => {
      await writeFile(outside('included'), harmless);
      await repository.git('config', 'include.path', outside('included'));
    },
    change: () => rewrite(outside('included'), 'cat', 'evl'),
  },
  {
    name: 'a file that is included by one that is included',
    before: async () => {
      await writeFile(outside('deep'), harmless);
      await writeFile(outside('included'), '[include]\n\tpath = deep\n');
      await repository.git('config', 'include.path', outside('included'));
    },
    change: () => rewrite(outside('deep'), 'cat', 'evl'),
  },
  {
    name: 'an included file that was not there',
    before: () => append(common('config'), '[INCLUDE]\n\tpath = ../../later\n'),
    change: () => writeFile(outside('later'), evil),
  },
  {
    name: 'a file that the configuration of the main checkout includes',
    before: async () => {
      await writeFile(outside('included'), harmless);
      await repository.git('config', 'extensions.worktreeConfig', 'true');
      await repository.git('config', '--worktree', 'include.path', outside('included'));
    },
    change: () => rewrite(outside('included'), 'cat', 'evl'),
  },
  {
    name: 'a file that is included for worktrees alone',
    before: async () => {
      await writeFile(outside('included'), harmless);
      await append(common('config'), '[includeIf "gitdir:**/worktrees/**"]\n\tpath = ../../included\n');
    },
    change: () => rewrite(outside('included'), 'cat', 'evl'),
  },
  {
    name: 'what a file includes that is included for branches of loops alone',
    before: async () => {
      await writeFile(outside('deep'), harmless);
      await writeFile(outside('included'), '[includeIf "onbranch:**"]\n\tpath = deep\n[include]\n\tpath = included\n');
      await append(common('config'), '[includeIf "onbranch:loops/**"]\n\tpath = ../../included\n');
    },
    change: () => rewrite(outside('deep'), 'cat', 'evl'),
  },
];

describe('the digest of a configuration that was looked at before', () => {
  it.each(ways)('tells $name', async ({ before, change }) => {
    await before();
    const was = await digest();
    expect(await digest()).toBe(was);
    must(await verifyConfig(repo, was));
    await change();
    expect(problem(await verifyConfig(repo, was))).toEqual({ code: 'config-changed' });
    const now = await digest();
    expect(now).not.toBe(was);
    expect(await digest()).toBe(now);
  });

  it('is the old one again when the old configuration is', async () => {
    const old = await readFile(common('config'));
    const was = await digest();
    await append(common('config'), evil);
    const changed = await digest();
    expect(problem(await verifyConfig(repo, was))).toEqual({ code: 'config-changed' });
    await writeFile(common('config'), old);
    expect(await digest()).toBe(was);
    must(await verifyConfig(repo, was));
    expect(problem(await verifyConfig(repo, changed))).toEqual({ code: 'config-changed' });
  });

  it('is not that of what was there only while git read it', async () => {
    const old = await readFile(common('config'));
    const was = await digest();
    // So that nothing is remembered of this one, and git is asked.
    await append(common('config'), '# another\n');
    const other = await readFile(common('config'));
    const git = await programOf('git', environment['PATH'] ?? '');
    const script = `case "$*" in *--list*) printf '[filter "evil"]\\n\\tclean = evil\\n' >> "${common('config')}";; esac`;
    await repository.script(outside('bin/git'), `${script}\nexec ${git} "$@"`);
    process.env['PATH'] = `${outside('bin')}${path.delimiter}${environment['PATH']}`;
    const poisoned = await digest();
    process.env['PATH'] = environment['PATH'];
    expect(await readFile(common('config'), 'utf8')).toContain('evil');
    await writeFile(common('config'), other);
    const [, meant] = (await digest()).split('.');
    expect(meant).toBe(was.split('.')[1]);
    expect(meant).not.toBe(poisoned.split('.')[1]);
    await writeFile(common('config'), old);
    expect(await digest()).toBe(was);
  });

  it('is of one repository, not of another', async () => {
    const other = await TemporaryRepository.create();
    try {
      const its = must(await openRepository(other.path));
      await writeFile(common('config'), await readFile(path.join(its.commonDir, 'config')));
      const was = must(await configDigest(its));
      expect(await digest()).toBe(was);
      await append(common('config'), evil);
      expect(await digest()).not.toBe(was);
      expect(must(await configDigest(its))).toBe(was);
    } finally {
      await other.dispose();
    }
  });

  it('holds against what a person sets for a branch, a remote or themselves, at any time', async () => {
    const was = await digest();
    for (const [name = '', value = ''] of [
      ['remote.origin.url', 'elsewhere'],
      ['branch.main.merge', 'refs/heads/main'],
      ['user.email', 'other@example.com'],
      ['color.ui', 'always'],
    ]) {
      await repository.git('config', name, value);
      expect(await digest()).not.toBe(was);
      must(await verifyConfig(repo, was));
    }
  });

  it('has no part of the user’s own settings and of the environment, which our git does not read', async () => {
    const was = await digest();
    const settings = outside('home/.gitconfig');
    await writeFile(settings, evil);
    await writeFile(outside('home/.gitattributes'), '* filter=evil\n');
    Object.assign(process.env, { HOME: outside('home'), XDG_CONFIG_HOME: outside('home') }, counted);
    Object.assign(process.env, userSettings(settings));
    const read = sharedGit(repo).run(['config', '--get-regexp', '^filter\\.evil|^core\\.evil']);
    await expect(read).rejects.toMatchObject({ exitCode: 1 });
    expect(await digest()).toBe(was);
    await append(common('config'), '# git is asked anew\n');
    expect((await digest()).split('.')[1]).toBe(was.split('.')[1]);
    must(await verifyConfig(repo, was));
  });
});

it('counts what is included on a condition, since git in a worktree would run it', async () => {
  await writeFile(outside('included'), harmless);
  await append(common('config'), '[includeIf "gitdir:**/worktrees/**"]\n\tpath = ../../included\n');
  const wanted = { repo, path: outside('worktree'), branch: BRANCH, base: repo.head, lockReason: 'r1' };
  const inWorktree = hardenedGit(placeOf(must(await createWorktree(wanted))));
  const clean = ['config', '--get', 'filter.evil.clean'];
  expect(await inWorktree.run(clean)).toBe('cat\n');
  await expect(sharedGit(repo).run(clean)).rejects.toMatchObject({ exitCode: 1 });
  const was = await digest();
  await rm(outside('included'));
  expect(problem(await verifyConfig(repo, was))).toEqual({ code: 'config-changed' });
});

const counted = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.evil', GIT_CONFIG_VALUE_0: 'x' };

function userSettings(file: string): Record<string, string> {
  return {
    GIT_CONFIG: file,
    GIT_CONFIG_GLOBAL: file,
    GIT_CONFIG_SYSTEM: file,
    GIT_CONFIG_NOSYSTEM: '0',
    GIT_CONFIG_PARAMETERS: "'core.evil'='x'",
  };
}
