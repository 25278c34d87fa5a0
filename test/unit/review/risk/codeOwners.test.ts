import { describe, expect, it } from 'vitest';
import { parseCodeOwners } from '../../../../src/review/risk/codeOwners.ts';

const owners = (text: string, path: string): readonly string[] => parseCodeOwners(text).ownersOf(path);

describe('parseCodeOwners', () => {
  it.each([
    // The examples of GitHub's documentation, by what they say of themselves.
    ['* @a @b', 'any/where.ts', true],
    ['*.js @a', 'deep/in/a.js', true],
    ['*.js @a', 'a.jsx', false],
    ['/build/logs/ @a', 'build/logs/x/y.log', true],
    ['/build/logs/ @a', 'sub/build/logs/y.log', false],
    ['docs/* @a', 'docs/a.md', true],
    ['docs/* @a', 'docs/deep/a.md', false],
    ['docs/* @a', 'sub/docs/a.md', false],
    ['apps/ @a', 'apps/x/y.ts', true],
    ['apps/ @a', 'sub/apps/y.ts', true],
    ['apps/ @a', 'apps', false],
    ['/docs/ @a', 'docs/a/b.md', true],
    ['/scripts @a', 'scripts/a.sh', true],
    ['/scripts @a', 'scripts', true],
    ['/scripts @a', 'sub/scripts/a.sh', false],
    ['**/logs @a', 'build/logs/a', true],
    ['**/logs @a', 'logs/a', true],
    ['**/logs @a', 'catalogs/a', false],
    ['/apps/github @a', 'apps/github/deep/a', true],
    ['/a/**/b @a', 'a/b', true],
    ['/a/**/b @a', 'a/x/y/b', true],
    ['/a/** @a', 'a/x/y', true],
    ['/a/** @a', 'a', false],
    ['a? @a', 'ab', true],
    ['a? @a', 'a/', false],
    ['/a.ts @a', 'aXts', false],
    ['with\\ blank.md @a', 'with blank.md', true],
    ['\\#hash @a', '#hash', true],
    ['größe/ @a', 'größe/ä.ts', true],
    ['/A @a', 'a', false],
    ['new\nline @a', 'line', true],
  ])('%s and %s: %s', (text, path, matches) => {
    expect(owners(text, path).includes('@a')).toBe(matches);
  });

  it('lets the last matching line count, also when it names nobody', () => {
    const text = '* @all\n/apps/ @org/apps me@example.com # both\n/apps/github\n# /apps/ @nobody\n';
    expect(owners(text, 'x')).toEqual(['@all']);
    expect(owners(text, 'apps/a')).toEqual(['@org/apps', 'me@example.com']);
    expect(owners(text, 'apps/github/a')).toEqual([]);
  });

  it('passes over lines that cannot be read, and negations, which CODEOWNERS does not have', () => {
    expect(owners('* @a\n*.js someone without sign\n!a.js @b\r\n', 'a.js')).toEqual(['@a']);
    expect(owners('', 'a.js')).toEqual([]);
  });

  it('takes the owners of every section of GitLab, with their defaults', () => {
    const text = [
      '* @all',
      '[Docs] @docs',
      '*.md',
      '^[Database][2] @dba',
      'db/',
      'db/a.md @@maintainers',
      '[docs]',
      'README.md @lead',
    ].join('\n');
    expect(owners(text, 'src/a.ts')).toEqual(['@all']);
    expect(owners(text, 'a.md')).toEqual(['@all', '@docs']);
    expect(owners(text, 'db/x.sql')).toEqual(['@all', '@dba']);
    expect(owners(text, 'db/a.md')).toEqual(['@all', '@docs', '@@maintainers']);
    expect(owners(text, 'README.md')).toEqual(['@all', '@lead']);
  });
});
