import { describe, expect, it } from 'vitest';
import { browserPlaces } from '../../../scripts/setup/chromium.mjs';

describe('browserPlaces', () => {
  it('puts CHROME_PATH first, everywhere', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      expect(browserPlaces({ CHROME_PATH: '/opt/my/chrome' }, platform)[0]).toBe('/opt/my/chrome');
    }
  });

  it('looks on PATH for Chromium, Chrome and Edge', () => {
    const places = browserPlaces({ PATH: '/a:/b' }, 'linux');
    for (const place of ['/a/chromium', '/b/google-chrome', '/b/microsoft-edge']) expect(places).toContain(place);
  });

  it('looks where macOS and Windows install', () => {
    expect(browserPlaces({ HOME: '/Users/u' }, 'darwin')).toContain(
      '/Users/u/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    );
    expect(browserPlaces({ PROGRAMFILES: 'C:\\Program Files' }, 'win32')).toContain(
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    );
  });
});
