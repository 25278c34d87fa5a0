import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { BaseFiles } from '../../../src/definitions/baseFiles.ts';
import { openRepository } from '../../../src/git/repository.ts';
import { baseFiles } from '../../../src/steps/baseFiles.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { must } from '../git/must.ts';

export type Content = string | Buffer | { readonly link: string } | { readonly program: string };

/** A repository with one commit of these files, read out of git's objects, and folders for a worktree and a step. */
export class Committed {
  readonly base: BaseFiles;
  readonly worktree: string;
  readonly directory: string;
  readonly #repository: TemporaryRepository;
  readonly #folder: string;

  private constructor(repository: TemporaryRepository, base: BaseFiles) {
    this.#repository = repository;
    this.base = base;
    this.#folder = realpathSync(mkdtempSync(join(tmpdir(), 'loopwright-outfit-')));
    this.worktree = join(this.#folder, 'worktree');
    this.directory = join(this.#folder, 'step');
    mkdirSync(this.worktree);
    mkdirSync(this.directory);
  }

  static async of(files: Readonly<Record<string, Content>>): Promise<Committed> {
    const repository = await TemporaryRepository.create({ files: { 'README.md': 'r\n' } });
    putFiles(repository.path, files);
    await repository.gitAt(repository.path, 'add', '-A', '-f');
    await repository.gitAt(repository.path, 'commit', '-qm', 'files', '--allow-empty');
    const repo = must(await openRepository(repository.path));
    return new Committed(repository, baseFiles(repo, repo.head));
  }

  async dispose(): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
    await this.#repository.dispose();
  }
}

/** Writes files below a folder. */
export function putFiles(folder: string, files: Readonly<Record<string, Content>>): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    if (typeof content === 'string' || Buffer.isBuffer(content)) writeFileSync(file, content);
    else if ('link' in content) symlinkSync(content.link, file);
    else {
      writeFileSync(file, content.program);
      chmodSync(file, 0o755);
    }
  }
}
