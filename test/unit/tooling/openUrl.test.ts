import { describe, expect, it } from 'vitest';
import { urlOpener } from '../../../scripts/vscode/openUrl.mjs';

const url = 'http://127.0.0.1:1/?a=1&b=2';

describe('urlOpener', () => {
  it('hands the URL over whole, as one argument', () => {
    for (const platform of ['darwin', 'win32'] as const) expect(urlOpener(url, {}, platform)?.at(-1)).toBe(url);
    expect(urlOpener(url, { DISPLAY: ':0' }, 'linux')).toEqual(['xdg-open', url]);
  });

  it('prefers BROWSER', () => {
    expect(urlOpener(url, { BROWSER: '/bin/b' }, 'linux')).toEqual(['/bin/b', url]);
  });

  it('opens nothing on Linux without a display', () => {
    expect(urlOpener(url, {}, 'linux')).toBeUndefined();
  });
});
