import { readFile, stat } from 'node:fs/promises';
import * as path from 'node:path';
import type { Git } from './hardened.ts';
import { optional } from './repository.ts';

/**
 * What the files hold that a repository's configuration includes on a condition, and those that they include in turn, in
 * the order they are met; undefined for one that is not there. A condition that fails for the repository itself (a branch's
 * name, a git dir) may hold in a worktree, and then what such a file names is run there.
 */
export async function includableFiles(git: Git): Promise<readonly (Buffer | undefined)[]> {
  const contents = new Map<string, Buffer | undefined>();
  let next = await included(git, ['--includes'], '^includeif\\..*\\.path$');
  while (next.length > 0) {
    const found: string[] = [];
    for (const file of next) {
      if (contents.has(file) || contents.size >= MOST_FILES) continue;
      const content = await contentOf(file);
      contents.set(file, content);
      if (mentionsInclude(content)) found.push(...(await included(git, ['--file', file], ANY_INCLUDE)));
    }
    next = found;
  }
  return [...contents.values()];
}

const ANY_INCLUDE = '^include(if\\..*)?\\.path$';
/** Nobody has so many; whoever writes them shall not keep us busy. */
const MOST_FILES = 200;

/** Whether a file of settings may include others. */
export const mentionsInclude = (content: Buffer | undefined): boolean =>
  /\[\s*include/i.test(content?.toString('latin1') ?? '');

/** The files that settings of these names ask for, resolved from the file that asks. */
async function included(git: Git, from: readonly string[], names: string): Promise<string[]> {
  const args = ['config', ...from, '-z', '--show-origin', '--type=path', '--get-regexp', names];
  const listed = (await optional(git.run(args))) ?? '';
  const parts = listed.split('\0');
  const files: string[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const origin = parts[at]?.replace(/^file:/, '') ?? '';
    const setting = parts[at + 1] ?? '';
    const value = setting.slice(setting.indexOf('\n') + 1);
    if (setting.includes('\n') && value !== '') files.push(path.resolve(path.dirname(origin), value));
  }
  return files;
}

/** The bytes of a file; undefined where it cannot be read, or is no file (a pipe would keep us waiting). */
export async function contentOf(file: string): Promise<Buffer | undefined> {
  try {
    return (await stat(file)).isFile() ? await readFile(file) : undefined;
  } catch {
    return undefined;
  }
}
