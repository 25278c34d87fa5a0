import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What of a worktree's own `.codex` can start programs outside of the sandbox. */
const settings = ['config.toml', 'hooks.json', 'hooks', 'rules'] as const;
/** Bytes of AGENTS.md that codex itself would read. */
const mostInstructions = 32 * 1024;
/** Bytes of what a turn adds to its thread on disk that are looked at. */
const mostKept = 64 * 1024 * 1024;

/** Whether somebody, an agent perhaps, put settings into the worktree that codex would follow where the folder is trusted. */
export const hasOwnSettings = (cwd: string): boolean => settings.some((name) => existsSync(join(cwd, '.codex', name)));

/** The project's instructions, which codex does not read in a folder it was told to distrust. */
export async function projectInstructions(cwd: string): Promise<string | undefined> {
  const text = await readFile(join(cwd, 'AGENTS.md'), 'utf8').catch(() => '');
  return text === '' ? undefined : text.slice(0, mostInstructions);
}

/** A file from a place on; empty where there is none. */
export async function readFrom(file: string, from: number): Promise<string> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (handle === undefined) return '';
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(Math.max(0, Math.min(size - from, mostKept)));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
    return bytes.toString('utf8', 0, bytesRead);
  } catch {
    return '';
  } finally {
    await handle.close();
  }
}
