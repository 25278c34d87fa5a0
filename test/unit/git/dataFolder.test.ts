import { describe, expect, it } from 'vitest';
import { branchSlug, dataFolder, worktreesPrefix } from '../../../src/git/dataFolder.ts';

describe('the data folder', () => {
  const at = (platform: NodeJS.Platform, home: string, env: Record<string, string> = {}) =>
    dataFolder({ platform, home, env });

  it('is where each system keeps such things', () => {
    expect(at('linux', '/home/u')).toBe('/home/u/.local/share/loopwright');
    expect(at('linux', '/home/u', { XDG_DATA_HOME: '/data' })).toBe('/data/loopwright');
    expect(at('linux', '/home/u', { XDG_DATA_HOME: 'relative' })).toBe('/home/u/.local/share/loopwright');
    expect(at('darwin', '/Users/u')).toBe('/Users/u/Library/Application Support/loopwright');
    expect(at('win32', 'C:\\Users\\u', { LOCALAPPDATA: 'C:\\L' })).toBe('C:\\L\\loopwright');
    expect(at('win32', 'C:\\Users\\u')).toBe('C:\\Users\\u\\AppData\\Local\\loopwright');
    expect(at('linux', '/home/u', { LOOPWRIGHT_DATA: '/elsewhere' })).toBe('/elsewhere');
  });

  it('keeps repositories of one name apart', () => {
    const machine = { platform: 'linux', home: '/home/u', env: {} } as const;
    const one = worktreesPrefix(machine, { root: '/a/app', commonDir: '/a/app/.git' }, 'r1');
    const two = worktreesPrefix(machine, { root: '/b/app', commonDir: '/b/app/.git' }, 'r1');
    expect(one).toMatch(/^\/home\/u\/\.local\/share\/loopwright\/worktrees\/app-[0-9a-f]{8}\/r1$/);
    expect(two).not.toBe(one);
  });
});

describe('slugs', () => {
  it('leave simple names alone and keep the others apart', () => {
    expect(branchSlug('fix-tests')).toBe('fix-tests');
    const odd = ['Fix tests', 'fix/tests', 'fix.tests', '..', '日本', '日本語', 'a'.repeat(300), '-x', 'x.lock', ''];
    const slugs = odd.map(branchSlug);
    expect(new Set(slugs).size).toBe(odd.length);
    for (const slug of slugs) expect(slug).toMatch(/^[a-z0-9][a-z0-9-]{0,46}$/);
  });
});
