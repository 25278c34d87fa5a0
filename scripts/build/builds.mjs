import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { step } from '../setup/progress.mjs';
import { bundle } from './bundle.mjs';

/** What a build is made from. */
const sources = ['src', 'media', join('test', 'host'), join('scripts', 'build'), 'package.json', 'package-lock.json'];

/** Written after a build of everything; holds the {@link fingerprint} of what it was made from. */
const mark = join(root, 'dist', '.built-from');

/** Names, sizes and times of all sources: some 10 ms for a thousand files, against seconds for a build. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesOf(source)) {
      const { size, mtimeMs } = statSync(join(root, file));
      hash.update(`${file}\0${size}\0${mtimeMs}\0`);
    }
  }
  return hash.digest('hex');
}

/** @param {string} source a file or a folder of the checkout, which may be absent */
function filesOf(source) {
  const path = join(root, source);
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [source];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((file) => join(source, file));
}

/** Builds all of `dist/`. */
export async function buildAll() {
  // Taken before the build: a file that changes meanwhile makes the next build due.
  const madeFrom = fingerprint();
  // Taken away first: a build that fails half way must not be taken for a good one.
  rmSync(mark, { force: true });
  await bundle();
  writeFileSync(mark, madeFrom);
}

/** Builds all of `dist/` unless it was built from exactly these sources. */
export async function buildIfStale() {
  if (existsSync(mark) && readFileSync(mark, 'utf8') === fingerprint()) return;
  await step('build', buildAll);
}
