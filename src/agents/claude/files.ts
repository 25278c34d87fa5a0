import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Turn } from '../port.ts';
import { type ClaudeFiles, mcpConfigOf } from './arguments.ts';

/** What a plugin may hold of a project's `.claude`, as far as it is text. */
const parts = ['skills', 'agents', 'commands'];
/** Bytes of AGENTS.md that are read. */
const mostContext = 64 * 1024;

/**
 * Writes what claude reads in a turn into its scratch folder, for its owner's eyes: the servers' environment holds secrets.
 * Throws when the folder cannot be written.
 */
export function writeClaudeFiles({ scratch, cwd, instructions, mcp }: Turn): ClaudeFiles {
  const words = [instructions, contextOf(cwd)].filter((text) => text !== undefined && text !== '').join('\n\n');
  const plugin = pluginOf(scratch, cwd);
  return {
    ...(words === '' ? {} : { instructions: written(scratch, 'claude-instructions.md', words) }),
    ...(mcp.length === 0 ? {} : { mcpConfig: written(scratch, 'claude-mcp.json', mcpConfigOf(mcp)) }),
    ...(plugin === undefined ? {} : { plugin }),
  };
}

function written(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

/** claude reads AGENTS.md where there is no CLAUDE.md, but not without the project's settings. */
function contextOf(cwd: string): string | undefined {
  const path = join(cwd, 'AGENTS.md');
  if (existsSync(join(cwd, 'CLAUDE.md')) || statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    return undefined;
  return `The project's AGENTS.md:\n\n${readFileSync(path).subarray(0, mostContext).toString('utf8')}`;
}

/** The worktree's own skills and sub-agents as a plugin `project`: without its settings, claude does not look for them. */
function pluginOf(scratch: string, cwd: string): string | undefined {
  const present = parts.filter((part) =>
    statSync(join(cwd, '.claude', part), { throwIfNoEntry: false })?.isDirectory(),
  );
  if (present.length === 0) return undefined;
  const plugin = join(scratch, 'claude-project');
  rmSync(plugin, { recursive: true, force: true });
  mkdirSync(join(plugin, '.claude-plugin'), { recursive: true, mode: 0o700 });
  written(join(plugin, '.claude-plugin'), 'plugin.json', JSON.stringify({ name: 'project', version: '1.0.0' }));
  // A junction needs no rights on Windows; elsewhere it is a link like any other.
  for (const part of present) symlinkSync(join(cwd, '.claude', part), join(plugin, part), 'junction');
  return plugin;
}
