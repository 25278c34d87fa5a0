import { afterEach, describe, expect, it } from 'vitest';
import { diffText } from '../../../src/git/diffText.ts';
import { openRepository } from '../../../src/git/repository.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { must, problem } from './must.ts';

let repository: TemporaryRepository;
afterEach(() => repository.dispose());

async function changed(files: Readonly<Record<string, string>>) {
  repository = await TemporaryRepository.create({ files: { 'a.txt': 'one\n', 'b.txt': 'b\n' } });
  const base = await repository.head();
  const head = await repository.commit('change', files);
  return { repo: must(await openRepository(repository.path)), base, head };
}

describe('the text of a diff', () => {
  it('has every file, and no configuration, attribute or driver changes it', async () => {
    const { repo, base, head } = await changed({ 'a.txt': 'two\n', 'new ü.txt': 'n\n', '.gitattributes': '* -diff\n' });
    await repository.git('config', 'diff.noprefix', 'true');
    await repository.git('config', 'diff.external', 'false');
    const { diff, isCut } = must(await diffText(repo, { base, head }));
    expect(isCut).toBe(false);
    expect(diff.toString()).toContain('--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-one\n+two\n');
    expect(diff.toString()).toContain('+n\n');
  });

  it('is cut at the end of a line', async () => {
    const { repo, base, head } = await changed({ 'a.txt': 'line\n'.repeat(400_000) });
    const { diff, isCut } = must(await diffText(repo, { base, head }, 500_000));
    expect(isCut).toBe(true);
    expect(diff.length).toBeLessThanOrEqual(500_000);
    expect(diff.toString()).toMatch(/\+line\n$/);
  });

  it('is refused for a commit that is not there', async () => {
    const { repo, base } = await changed({ 'a.txt': 'two\n' });
    expect(problem(await diffText(repo, { base, head: '0'.repeat(40) }))).toMatchObject({ code: 'unknown-revision' });
  });
});
