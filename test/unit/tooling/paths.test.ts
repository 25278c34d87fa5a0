import { describe, expect, it } from 'vitest';
import { cacheFolder } from '../../../scripts/paths.mjs';

describe('cacheFolder', () => {
  it('obeys LOOPWRIGHT_CACHE before all else', () => {
    const env = { LOOPWRIGHT_CACHE: '/c', XDG_CACHE_HOME: '/xdg' };
    expect(cacheFolder(env, 'linux', '/home/u')).toBe('/c');
  });

  it('follows XDG', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/xdg' }, 'linux', '/home/u')).toBe('/xdg/loopwright');
    expect(cacheFolder({}, 'linux', '/home/u')).toBe('/home/u/.cache/loopwright');
  });

  it('follows the customs of macOS and Windows', () => {
    expect(cacheFolder({}, 'darwin', '/Users/u')).toBe('/Users/u/Library/Caches/loopwright');
    expect(cacheFolder({ LOCALAPPDATA: 'C:\\L' }, 'win32', 'C:\\U')).toBe('C:\\L\\loopwright\\Cache');
    expect(cacheFolder({}, 'win32', 'C:\\U')).toBe('C:\\U\\AppData\\Local\\loopwright\\Cache');
  });
});
