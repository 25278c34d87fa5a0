import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

/** Milliseconds after which the code is kept: by then what a start needs has been compiled, and nobody waits for it. */
const keptAfter = 5000;

/**
 * Runs a CommonJS program from the code that V8 made of it the last time, where `kept` has it; else from its source, whose
 * code is kept for the next time. To parse and compile 3 MB is two fifths of what a runner's start takes, and a part of its
 * way back to the runs after it was killed. Node itself can do this from version 22 on (`module.enableCompileCache`).
 */
export function loadKept(file: string, kept: string): void {
  const mark = markOf(file);
  const source = readFileSync(file, 'utf8');
  const cachedData = codeIn(kept, mark);
  const script = new Script(wrapped(source), { filename: file, ...(cachedData === undefined ? {} : { cachedData }) });
  const module = { exports: {} };
  script.runInThisContext().call(module.exports, module.exports, createRequire(file), module, file, dirname(file));
  if (cachedData !== undefined && script.cachedDataRejected !== true) return;
  setTimeout(() => keep(kept, mark, script.createCachedData()), keptAfter).unref();
}

/** As Node itself makes a module of a text; on one line, so that lines keep their numbers. */
const wrapped = (source: string): string =>
  `(function (exports, require, module, __filename, __dirname) { ${source}\n})`;

/** What the code was made of, and for: V8 itself looks at its own version, its flags and the length of the source only. */
function markOf(file: string): string {
  const { size, mtimeMs } = statSync(file);
  return JSON.stringify([size, mtimeMs, process.version, process.arch]);
}

/** Undefined where it is absent, cut off, or of another program. */
function codeIn(kept: string, mark: string): Buffer | undefined {
  try {
    const content = readFileSync(kept);
    const end = content.indexOf('\n');
    const code = content.subarray(end + 1);
    return content.toString('utf8', 0, end) === headOf(mark, code) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** The first line of the file; the code is all that follows. */
const headOf = (mark: string, code: Buffer): string => `${mark} ${code.length}`;

/** Where it cannot be written the next start takes as long as this one. */
function keep(kept: string, mark: string, code: Buffer): void {
  const fresh = `${kept}.${process.pid}`;
  try {
    writeFileSync(fresh, Buffer.concat([Buffer.from(`${headOf(mark, code)}\n`), code]), { mode: 0o600 });
    renameSync(fresh, kept);
  } catch {
    rmSync(fresh, { force: true });
  }
}
