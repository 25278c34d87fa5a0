import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { root } from '../paths.mjs';

/** The parser and the grammars of the program `outline`; src/client/build.ts copies the same ones. */
const names = ['', '-javascript', '-typescript', '-tsx', '-python', '-go', '-rust', '-java'].map(
  (name) => `tree-sitter${name}.wasm`,
);

const source = join(root, 'node_modules', '@vscode', 'tree-sitter-wasm', 'wasm');

/**
 * Puts them beside the programs, compressed: they are mostly tables (5.5 MB become 0.5 MB), and every repository has a copy of
 * the programs.
 * @param {string} dist absolute
 */
export async function compressGrammars(dist) {
  await Promise.all(names.map((name) => compress(join(source, name), join(dist, `${name}.br`))));
}

/**
 * Seconds of work, so it is done only when the package has changed.
 * @param {string} from
 * @param {string} to
 */
async function compress(from, to) {
  const [{ mtimeMs }, made] = await Promise.all([stat(from), stat(to).catch(() => undefined)]);
  if (made !== undefined && made.mtimeMs > mtimeMs) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 22 };
  await writeFile(to, await promisify(brotliCompress)(await readFile(from), { params }));
}
