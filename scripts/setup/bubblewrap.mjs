import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { step } from './progress.mjs';
import { runProgram } from './runProgram.mjs';

/** What the tests of the cage run: bubblewrap, and what sandbox-runtime needs beside it. */
const needed = { bwrap: 'bubblewrap', socat: 'socat', rg: 'ripgrep', curl: 'curl' };

const missing = () => {
  const folders = (process.env['PATH'] ?? '').split(':').filter(Boolean);
  return Object.entries(needed).filter(([program]) => !folders.some((folder) => existsSync(join(folder, program))));
};

/**
 * The programs of the cage; on Debian and its kin, as root, they are installed where they are missing. Where they cannot be
 * had it says so, and the tests of the cage fail: nothing is skipped.
 */
export async function bubblewrap() {
  if (process.platform !== 'linux' || missing().length === 0) return;
  const packages = missing().map(([, name]) => name);
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    await step(`${packages.join(', ')} (apt-get)`, () => installOnDebian(packages)).catch((error) =>
      console.error(error),
    );
  }
  const left = missing().map(([, name]) => name);
  if (left.length > 0) console.error(`The tests of the cage will fail: install ${left.join(', ')}.`);
}

/** @param {readonly string[]} packages */
async function installOnDebian(packages) {
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await runProgram('apt-get', ['update', '-q'], options);
  // The system's package manager may be busy (a first boot upgrades itself), so wait for its lock.
  const args = ['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...packages];
  await runProgram('apt-get', args, options);
}
