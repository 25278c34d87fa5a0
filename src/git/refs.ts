import { readdir, readFile, stat } from 'node:fs/promises';
import * as path from 'node:path';
import type { Result } from '../model/result.ts';
import { attempt, type GitProblem, refuse } from './problem.ts';
import { textOf } from './worktreeEntry.ts';

type Tips = ReadonlyMap<string, string>;

/**
 * Every branch and remote-tracking branch with the commit it is at, read from git's files without starting git, so that
 * watching costs no process. Full names; a symbolic ref (`refs/remotes/origin/HEAD`) has the tip of what it names.
 * Problem: refs-not-files (a `reftable` repository).
 */
export function branchTips(commonDir: string): Promise<Result<Tips, GitProblem>> {
  return attempt(() => readTips(commonDir));
}

/**
 * The commit that a ref (full name) is at, where a file of its own says so, without starting git. That file counts before
 * all others; undefined means that git has to be asked. Whether the commit is there is not looked at.
 */
export async function looseTip(commonDir: string, ref: string): Promise<string | undefined> {
  if (!isName(ref)) return undefined;
  const text = (await textOf(path.join(commonDir, ref)))?.trimEnd();
  return text !== undefined && OBJECT.test(text) ? text : undefined;
}

/** What git, too, would take for the name of a ref, as far as a path could lead elsewhere or to a file that is none. */
function isName(ref: string): boolean {
  const [top, ...parts] = ref.split('/');
  return (
    top === 'refs' &&
    parts.length > 0 &&
    parts.every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock')) &&
    !/\.\.|[\\:\x00-\x20\x7f]/.test(ref)
  );
}

/**
 * What to watch to hear of every move: files and folders (these with all below) that are there now. `packed-refs` may come
 * later, so the common dir itself is among them, to be watched without what is below.
 */
export function refPaths(commonDir: string): {
  readonly shallow: readonly string[];
  readonly deep: readonly string[];
} {
  const at = (name: string) => path.join(commonDir, name);
  return { shallow: [commonDir], deep: [at('refs/heads'), at('refs/remotes')] };
}

const SYMBOLIC = /^ref: *(\S+)$/;
/** All zeros name nothing: to git such a ref is broken. */
const OBJECT = /^(?!0+$)[0-9a-f]{40}([0-9a-f]{24})?$/;

async function readTips(commonDir: string): Promise<Tips> {
  const format = await refFormat(commonDir);
  if (format !== 'files') refuse({ code: 'refs-not-files', format });
  // Loose ones first: packing writes `packed-refs` before it deletes them, so none is missed between the two looks.
  const loose = new Map<string, string>();
  for (const folder of ['refs/heads', 'refs/remotes']) await readLoose(commonDir, folder, loose);
  const packed = parsePacked(await readPacked(commonDir));
  const all = new Map([...packed, ...loose]);
  const tips = new Map<string, string>();
  for (const name of [...all.keys()].sort()) {
    const commit = follow(name, all);
    if (commit !== undefined) tips.set(name, commit);
  }
  return tips;
}

/** The end of a chain of symbolic refs; git itself follows at most five. */
function follow(name: string, all: ReadonlyMap<string, string>): string | undefined {
  let at = all.get(name);
  for (let depth = 0; depth < 5 && at !== undefined; depth += 1) {
    const target = SYMBOLIC.exec(at)?.[1];
    if (target === undefined) return OBJECT.test(at) ? at : undefined;
    at = all.get(target);
  }
  return undefined;
}

async function readLoose(commonDir: string, folder: string, into: Map<string, string>): Promise<void> {
  const entries = await readdir(path.join(commonDir, folder), { withFileTypes: true }).catch(() => []);
  await Promise.all(
    entries.map(async (entry) => {
      const name = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return readLoose(commonDir, name, into);
      // A lock is a ref that is being written.
      if (entry.name.endsWith('.lock')) return;
      const text = (await textOf(path.join(commonDir, name)))?.trim();
      if (text !== undefined) into.set(name, text);
    }),
  );
}

async function readPacked(commonDir: string): Promise<string> {
  try {
    return await readFile(path.join(commonDir, 'packed-refs'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** `packed-refs`: `<object> <ref>` a line; `#` begins the header, `^` what the tag above it points to. */
export function parsePacked(text: string): ReadonlyMap<string, string> {
  const refs = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, object, name] = /^([0-9a-f]{40,64}) (refs\/(?:heads|remotes)\/.+?)\r?$/.exec(line) ?? [];
    if (object !== undefined && name !== undefined) refs.set(name, object);
  }
  return refs;
}

/** `extensions.refStorage` of the repository's configuration; `files` where it says nothing. */
async function refFormat(commonDir: string): Promise<string> {
  const config = (await textOf(path.join(commonDir, 'config'))) ?? '';
  const section = /^\s*\[extensions\]([^[]*)/im.exec(config)?.[1] ?? '';
  const named = /^\s*refstorage\s*=\s*"?([a-z]+)/im.exec(section)?.[1];
  if (named !== undefined) return named.toLowerCase();
  const reftable = await stat(path.join(commonDir, 'reftable')).catch(() => undefined);
  return reftable?.isDirectory() ? 'reftable' : 'files';
}
