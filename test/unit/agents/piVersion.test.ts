import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installedVersion } from '../../../src/agents/pi/installedVersion.ts';

let folder: string;
let program: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'loopwright-pi-')));
  const home = join(folder, 'pi');
  mkdirSync(join(home, 'dist', 'bundle'), { recursive: true });
  mkdirSync(join(folder, 'bin'));
  program = join(home, 'dist', 'bundle', 'cli.js');
  writeFileSync(program, '');
  named('@earendil-works/pi-coding-agent');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const named = (name: string): void =>
  writeFileSync(join(folder, 'pi', 'package.json'), JSON.stringify({ name, version: '1.2.3' }));

describe("pi's version", () => {
  it('is that of the package that its program is of', () => {
    expect(installedVersion([process.execPath, program], {})).toBe('1.2.3');
  });

  it.runIf(process.platform !== 'win32')('is found through the link that is on the PATH', () => {
    symlinkSync(program, join(folder, 'bin', 'pi'));
    expect(installedVersion(['pi'], { PATH: join(folder, 'bin') })).toBe('1.2.3');
    expect(installedVersion(['pi'], { PATH: join(folder, 'none') })).toBeUndefined();
  });

  it('is unknown where another package is around it, or what is there is no package', () => {
    named('something-else');
    expect(installedVersion([process.execPath, program], {})).toBeUndefined();
    writeFileSync(join(folder, 'pi', 'package.json'), '{');
    expect(installedVersion([program], {})).toBeUndefined();
    expect(installedVersion([], {})).toBeUndefined();
  });
});
