import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ownShareMb, TreeMemory } from './treeMemory.ts';

const script = "process.stdout.write('.'); setTimeout(() => undefined, 150);";

/** Milliseconds to the first line of a Node program, and what it holds in MB. */
export async function emptyNode(env: Readonly<Record<string, string>>): Promise<{ ms: number; mb: number }> {
  const alone = ownShareMb();
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['-e', script], { env: { ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
  const memory = new TreeMemory(child.pid ?? 0, alone);
  const ended = once(child, 'close');
  await once(child.stdout, 'data');
  const ms = performance.now() - startedAt;
  await ended;
  return { ms, mb: memory.end().all };
}
