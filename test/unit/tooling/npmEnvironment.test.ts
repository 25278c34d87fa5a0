import { describe, expect, it } from 'vitest';
import { npmEnvironment } from '../../../scripts/setup/npm.mjs';

describe('npmEnvironment', () => {
  it('keeps what the user set and drops what the outer npm said of its own package', () => {
    const kept = {
      PATH: '/bin',
      npm_config_registry: 'https://r',
      npm_config_cafile: '/ca',
      npm_execpath: '/npm-cli.js',
    };
    const dropped = {
      npm_package_name: 'x',
      npm_lifecycle_event: 'start',
      npm_config_local_prefix: '/x',
      npm_config_omit: 'dev',
    };
    expect(npmEnvironment({ ...kept, ...dropped })).toEqual(kept);
  });
});
