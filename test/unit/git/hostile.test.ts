import { appendFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listChange } from '../../../src/git/changes.ts';
import { commitWorktree } from '../../../src/git/commitPass.ts';
import { configDigest, verifyConfig } from '../../../src/git/configDigest.ts';
import { createWorktree } from '../../../src/git/createWorktree.ts';
import { land } from '../../../src/git/landing.ts';
import { mergeCandidate } from '../../../src/git/mergeCandidate.ts';
import { removeWorktree } from '../../../src/git/removeWorktree.ts';
import { openRepository, type Repository } from '../../../src/git/repository.ts';
import { restoreWorktree } from '../../../src/git/restoreWorktree.ts';
import type { Worktree } from '../../../src/git/worktree.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { AUTHORSHIP, BRANCH, must, problem } from './must.ts';

/** What an agent has to work with. */
interface Scene {
  readonly repository: TemporaryRepository;
  readonly worktree: Worktree;
  /** A program that leaves the canary; hooks and fsmonitor alike. */
  readonly evil: string;
}

/** A way to have git run the agent's program, and the plain git that falls for it. */
interface Vector {
  readonly name: string;
  plant(scene: Scene): Promise<void>;
  /** Run by the control only. */
  fallsFor(scene: Scene): Promise<unknown>;
}

const ALL_HOOKS = [
  'reference-transaction',
  'pre-commit',
  'post-commit',
  'post-checkout',
  'post-merge',
  'post-index-change',
];

async function evilConfig(file: string, evil: string, more = ''): Promise<void> {
  await appendFile(file, `\n[core]\n\tfsmonitor = ${evil}\n${more}`);
}

const status = ({ repository, worktree }: Scene, ...args: string[]) =>
  repository.gitAt(worktree.path, ...args, 'status', '--porcelain');

const VECTORS: readonly Vector[] = [
  {
    name: 'hooks of the repository, reference-transaction among them',
    async plant({ repository, evil }) {
      for (const hook of ALL_HOOKS) await repository.script(`${repository.path}/.git/hooks/${hook}`, `exec ${evil}`);
    },
    fallsFor: ({ repository, worktree }) => repository.gitAt(worktree.path, 'update-ref', 'refs/heads/control', 'HEAD'),
  },
  {
    name: 'a swapped .git pointer',
    async plant({ repository, worktree, evil }) {
      const other = path.join(worktree.path, 'node_modules/other');
      await mkdir(other, { recursive: true });
      await repository.gitAt(other, 'init', '-q');
      await evilConfig(path.join(other, '.git/config'), evil);
      await writeFile(path.join(worktree.path, '.git'), `gitdir: ${other}/.git\n`);
    },
    fallsFor: (scene) => status(scene),
  },
  {
    name: 'a rewritten commondir',
    async plant({ repository, worktree, evil }) {
      const common = path.join(repository.outside, 'common');
      await repository.git('clone', '-q', '--bare', repository.path, common);
      await repository.gitAt(common, 'update-ref', BRANCH, 'HEAD');
      await repository.gitAt(common, 'config', 'core.bare', 'false');
      await evilConfig(path.join(common, 'config'), evil);
      await writeFile(path.join(worktree.gitDir, 'commondir'), `${common}\n`);
    },
    fallsFor: (scene) => status(scene),
  },
  {
    name: "a worktree's own configuration (config.worktree)",
    async plant({ repository, worktree, evil }) {
      await repository.git('config', 'extensions.worktreeConfig', 'true');
      await evilConfig(path.join(worktree.gitDir, 'config.worktree'), evil, `\thooksPath = ${path.dirname(evil)}\n`);
    },
    fallsFor: (scene) => status(scene),
  },
  {
    name: 'the fsmonitor of a nested repository',
    async plant({ repository, worktree, evil }) {
      const nested = path.join(worktree.path, 'nested');
      await mkdir(nested);
      await repository.gitAt(nested, 'init', '-q');
      await writeFile(path.join(nested, 'x'), 'x');
      await repository.gitAt(nested, 'add', 'x');
      await repository.gitAt(nested, 'commit', '-qm', 'x');
      await evilConfig(path.join(nested, '.git/config'), evil);
      await repository.gitAt(worktree.path, 'add', '-A');
    },
    fallsFor: (scene) => status(scene),
  },
  {
    name: 'a relative core.hooksPath with hooks in the worktree',
    async plant({ repository, worktree, evil }) {
      await repository.git('config', 'core.hooksPath', '.hooks');
      for (const hook of ALL_HOOKS) await repository.script(`${worktree.path}/.hooks/${hook}`, `exec ${evil}`);
    },
    fallsFor: ({ repository, worktree }) =>
      repository.gitAt(worktree.path, 'commit', '-q', '--allow-empty', '--no-verify', '-m', 'control'),
  },
  {
    name: 'a folder in the shape of a bare repository',
    async plant({ repository, worktree, evil }) {
      const bare = path.join(worktree.path, 'docs');
      await repository.git('init', '-q', '--bare', bare);
      await repository.gitAt(bare, 'config', 'core.bare', 'false');
      await repository.gitAt(bare, 'config', 'core.worktree', worktree.path);
      await evilConfig(path.join(bare, 'config'), evil);
    },
    fallsFor: ({ repository, worktree }) => repository.gitAt(path.join(worktree.path, 'docs'), 'status', '--porcelain'),
  },
];

let scene: Scene;
let repo: Repository;
let base: string;

beforeEach(async () => {
  const repository = await TemporaryRepository.create({ files: { 'a.txt': 'a\n', 'b.txt': 'b\n' } });
  repo = must(await openRepository(repository.path));
  base = repo.head;
  const folder = path.join(repository.outside, 'worktree');
  const worktree = must(await createWorktree({ repo, path: folder, branch: BRANCH, base, lockReason: 'r1' }));
  const evil = path.join(repository.outside, 'evil', 'run');
  await repository.script(evil, `touch "${repository.outside}/canary-$$"; exit 0`);
  scene = { repository, worktree, evil };
});
afterEach(() => scene.repository.dispose());

const canaries = async () =>
  (await readdir(scene.repository.outside)).filter((name) => name.startsWith('canary-')).length;

async function wholeCycle(): Promise<void> {
  const { repository, worktree } = scene;
  const quarantine = path.join(repository.outside, 'quarantine');
  await writeFile(path.join(worktree.path, 'a.txt'), 'fixed\n');
  const request = { worktree, parent: base, message: 'pass\n', authorship: AUTHORSHIP, quarantine };
  const pass = must(await commitWorktree(request));
  const change = must(await listChange(repo, base, pass.commit));
  expect(change.files.map((file) => file.path)).toContain('a.txt');
  must(await restoreWorktree({ worktree, head: pass.commit, quarantine }));
  const into = 'refs/heads/main';
  const keepRef = 'refs/loopwright/r1/candidate';
  const merge = { repo, into, head: pass.commit, squash: true, message: 'land\n', authorship: AUTHORSHIP, keepRef };
  const candidate = must(await mergeCandidate(merge));
  const landing = must(await land({ repo, into, candidate: candidate.commit, old: candidate.old }));
  expect(landing).toMatchObject({ status: 'landed', checkout: repository.path });
  expect(await repository.read('a.txt')).toBe('fixed\n');
  const branch = { name: BRANCH, expectedHead: pass.commit, landedAs: candidate.commit };
  must(await removeWorktree({ repo, path: worktree.path, branch, force: false }));
}

describe.each(VECTORS)('$name', (vector) => {
  it('runs nothing in the whole cycle', async () => {
    await vector.plant(scene);
    // Planting uses plain git, which may fall for it.
    await Promise.all(
      (await readdir(scene.repository.outside))
        .filter((name) => name.startsWith('canary-'))
        .map((name) => rm(path.join(scene.repository.outside, name))),
    );
    await wholeCycle();
    expect(await canaries()).toBe(0);
  });

  it('would have been run by plain git', async () => {
    await vector.plant(scene);
    const before = await canaries();
    await vector.fallsFor(scene);
    expect(await canaries()).toBeGreaterThan(before);
  });
});

describe('what cannot be switched off', () => {
  it('is told by the digest: a filter in the configuration', async () => {
    const digest = must(await configDigest(repo));
    await scene.repository.git('config', 'filter.evil.clean', scene.evil);
    await writeFile(path.join(scene.worktree.path, '.gitattributes'), '* filter=evil\n');
    expect(problem(await verifyConfig(repo, digest))).toEqual({ code: 'config-changed' });
  });
});
