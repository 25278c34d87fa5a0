import { chmod, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mailMessage, type PatchRequest, patchOf } from '../../../src/git/patch.ts';
import { problemText } from '../../../src/git/problemText.ts';
import { openRepository, type Repository } from '../../../src/git/repository.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { AUTHORSHIP, must, problem } from './must.ts';

let repository: TemporaryRepository;
let repo: Repository;
let base: string;

beforeEach(async () => {
  repository = await TemporaryRepository.create({
    path: 'mein Projekt ü',
    files: { 'a.txt': 'a\n', 'gone.txt': 'gone\n', 'dos.txt': 'one\r\ntwo\r\n', 'run.sh': 'true\n' },
  });
  repo = must(await openRepository(repository.path));
  base = repo.head;
});
afterEach(() => repository.dispose());

const MESSAGE = 'fix: ünïcode subject, with a comma\n\nWhy it is so.\n\nLoop: fix\nLoop-Run: r1\n';

async function patch(more: Partial<PatchRequest> & { readonly head: string }): Promise<Buffer> {
  return must(await patchOf(repo, { base, message: MESSAGE, authorship: AUTHORSHIP, ...more }));
}

/** Applies it in a clone that stands on the base, as somebody who was sent it would. */
async function apply(mail: Buffer): Promise<string> {
  const clone = path.join(repository.outside, 'clone');
  await rm(clone, { recursive: true, force: true });
  await repository.git('clone', '-q', '-c', 'advice.detachedHead=false', repository.path, clone);
  await repository.gitAt(clone, 'checkout', '-q', '--detach', base);
  const file = path.join(repository.outside, 'change.patch');
  await writeFile(file, mail);
  await repository.gitAt(clone, 'am', '-q', '--keep-cr', file);
  return clone;
}

async function change(): Promise<string> {
  await repository.write('binary', Buffer.from([0, 1, 2, 255, 254, 10, 0]));
  await repository.write('latin1.txt', Buffer.from('caf\xe9\n', 'latin1'));
  await repository.link('link', 'a.txt');
  await rm(path.join(repository.path, 'gone.txt'));
  await chmod(path.join(repository.path, 'run.sh'), 0o755);
  await repository.commit('pass 1', { 'a.txt': 'b\n', 'dos.txt': 'one\r\n2\r\n', 'src/ü "x".txt': 'no end of line' });
  await repository.write('binary', Buffer.from([9, 0, 9]));
  return repository.commit('pass 2', { empty: '' });
}

describe('a patch', () => {
  it('makes the same tree, message and author in a clone, whatever the files are', async () => {
    const head = await change();
    // What would spoil it where it counted.
    await repository.git('config', 'diff.noprefix', 'true');
    await repository.git('config', 'format.attach', 'true');
    await repository.git('config', 'format.signOff', 'true');
    await repository.write('.gitattributes', '* -diff\n');
    const mail = await patch({ head });
    expect(await patch({ head })).toEqual(mail);
    const clone = await apply(mail);
    const tree = (at: string, commit: string) => repository.gitAt(at, 'rev-parse', `${commit}^{tree}`);
    expect(await tree(clone, 'HEAD')).toBe(await tree(repository.path, head));
    expect(await repository.gitAt(clone, 'log', '-1', '--format=%P|%an|%ae|%ad|%B', '--date=raw')).toBe(
      `${base}|Loop|loop@example.com|1700000000 +0000|${MESSAGE.trimEnd()}`,
    );
  });

  it('is not taken over by a summary that looks like one', async () => {
    const head = await change();
    const evil = [
      'fix',
      '',
      'From: Somebody Else <else@example.com>',
      'Subject: other',
      '---',
      'diff --git a/evil b/evil',
      'new file mode 100755',
      '--- /dev/null',
      '+++ b/evil',
      '@@ -0,0 +1 @@',
      '+evil',
      '',
    ].join('\n');
    const clone = await apply(await patch({ head, message: evil }));
    expect(await repository.gitAt(clone, 'log', '-1', '--format=%an|%s')).toBe('Loop|fix');
    expect(await repository.gitAt(clone, 'ls-tree', '--name-only', 'HEAD', 'evil')).toBe('');
    expect(await repository.gitAt(clone, 'log', '-1', '--format=%b')).toContain(' diff --git a/evil b/evil');
    expect(mailMessage('a\n\nFrom here on: fine\nplain\nLoop: x')).toBe('a\n\n From here on: fine\nplain\nLoop: x');
  });

  it('has a limit, an end and a beginning', async () => {
    const head = await change();
    const request = { base, head, message: MESSAGE, authorship: AUTHORSHIP };
    const refused = problem(await patchOf(repo, request, 100));
    expect(refused).toEqual({ code: 'too-large', what: 'patch', limitBytes: 100 });
    expect(problemText({ ...refused, limitBytes: 64 * 1024 * 1024 } as never)).toContain('larger than 64 MB');
    expect(problem(await patchOf(repo, { ...request, head: 'nix' })).code).toBe('unknown-revision');
    expect(problem(await patchOf(repo, { ...request, signal: AbortSignal.abort() })).code).toBe('aborted');
  });
});
