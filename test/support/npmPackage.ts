import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type PinnedPackage, type RealBug, regressionTestFile } from '../fixtures/repair/realBugs.ts';

const run = promisify(execFile);

/**
 * Fetches one exact version with `npm pack` into `dir` (made when missing) and unpacks it there, without its
 * dependencies and without running any script of it. Rejects when the archive is not the pinned one.
 */
export async function fetchPackage(wanted: PinnedPackage, dir: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'loopwright-npm-'));
  try {
    const spec = `${wanted.name}@${wanted.version}`;
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    await run(npm, ['pack', '--silent', '--ignore-scripts', spec], {
      cwd: folder,
      shell: process.platform === 'win32',
      timeout: 120_000,
    });
    const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
    if (archive === undefined) throw new Error(`npm pack ${spec} wrote no archive; is the npm registry within reach?`);
    checkIntegrity(spec, readFileSync(join(folder, archive)), wanted.integrity);
    await run('tar', ['-xzf', archive], { cwd: folder });
    mkdirSync(dir, { recursive: true });
    cpSync(join(folder, 'package'), dir, { recursive: true });
    const { version } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as { version: string };
    if (version !== wanted.version) throw new Error(`${spec} says it is version ${version}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Rejects an archive that is not the pinned one. */
export function checkIntegrity(spec: string, archive: Buffer, integrity: string): void {
  const found = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
  if (found !== integrity) throw new Error(`${spec} is not the pinned archive: expected ${integrity}, got ${found}`);
}

/** The buggy version of a real bug in `dir` with our regression test beside it; `regressionCheck` runs the test. */
export async function fetchBuggyPackage(bug: RealBug, dir: string): Promise<void> {
  await fetchPackage(bug.buggy, dir);
  writeFileSync(join(dir, regressionTestFile), bug.regressionTest);
}

/** The same for the version that fixed it. */
export async function fetchFixedPackage(bug: RealBug, dir: string): Promise<void> {
  await fetchPackage(bug.fixed, dir);
  writeFileSync(join(dir, regressionTestFile), bug.regressionTest);
}

/** What the package in `dir` does, as the behaviour script of the bug tells it. */
export async function behaviourOf(bug: RealBug, dir: string): Promise<unknown> {
  const script = join(dir, 'behaviour.cjs');
  writeFileSync(script, bug.behaviour);
  try {
    const { stdout } = await run(process.execPath, [script], { cwd: dir, timeout: 60_000 });
    return JSON.parse(stdout);
  } finally {
    rmSync(script);
  }
}
