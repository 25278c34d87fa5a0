import { HeldLines } from '../adapting/heldLines.ts';
import type { AgentProcess, ProcessStarter, Turn } from '../port.ts';
import { startSettings } from './config.ts';
import { hasOwnSettings } from './worktree.ts';

/** An app-server that was started for a turn, and to which nothing was said yet. */
export interface StartedServer {
  readonly process: AgentProcess;
  readonly lines: HeldLines;
  /** Whether it reads no settings, hooks and rules of the worktree. */
  readonly isDistrusted: boolean;
}

export function startServer({ program, cwd, env }: Turn, processes: ProcessStarter): StartedServer {
  const lines = new HeldLines();
  const isDistrusted = hasOwnSettings(cwd);
  const argv = [...program, 'app-server', ...startSettings(cwd, isDistrusted)];
  return { process: processes.start({ argv, cwd, env, keepsOpen: true, onLine: lines.take }), lines, isDistrusted };
}
