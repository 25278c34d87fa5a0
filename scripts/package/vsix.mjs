import { cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../build/bundle.mjs';
import { root } from '../paths.mjs';
import { runProgram } from '../setup/runProgram.mjs';

/** The top-level entries that never go into the package; .vscodeignore picks from the rest. */
const leftOut = new Set(['.git', 'node_modules', 'dist', 'src', 'test', 'test-results', 'scripts', 'examples']);

/**
 * Packages the extension. The minified programs are built in a temporary stage, so that the checkout's `dist/`, which
 * tests may be using, is not touched.
 * @returns {Promise<string>} the absolute path of the .vsix
 */
export async function packageVsix() {
  const stage = await mkdtemp(join(tmpdir(), 'loopwright-package-'));
  try {
    for (const entry of await readdir(root)) {
      if (!leftOut.has(entry)) await cp(join(root, entry), join(stage, entry), { recursive: true });
    }
    await bundle({ forPackage: true, dist: join(stage, 'dist') });
    const draft = join(stage, 'loopwright.vsix');
    const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
    const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
    await runProgram(process.execPath, [vsce, 'package', ...flags, '--out', draft], { cwd: stage });
    return await moveInto(join(root, 'dist'), draft);
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/**
 * @param {string} dist
 * @param {string} draft
 */
async function moveInto(dist, draft) {
  const place = join(dist, 'loopwright.vsix');
  await mkdir(dist, { recursive: true });
  // Copied beside its place first: the stage may be on another file system, and a reader sees the old or the new one.
  await cp(draft, `${place}.${process.pid}`);
  await rename(`${place}.${process.pid}`, place);
  return place;
}
