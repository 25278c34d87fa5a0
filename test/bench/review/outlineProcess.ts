import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** One making of an outline: milliseconds from its start to its end, and the most memory that it had (MB; Linux only). */
export interface Making {
  readonly ms: number;
  readonly peakMb: number;
}

/** Runs the program `outline` on a request, as a runner does. */
export async function makeOnce(script: string, request: object): Promise<Making> {
  const started = performance.now();
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'ignore', 'inherit'] });
  child.stdin.end(JSON.stringify(request));
  let peakMb = 0;
  const poll = setInterval(() => {
    peakMb = Math.max(peakMb, peakOf(child.pid ?? 0));
  }, 25);
  const [code] = await once(child, 'exit');
  clearInterval(poll);
  if (code !== 0) throw new Error(`the program outline ended with code ${code}`);
  return { ms: performance.now() - started, peakMb };
}

/** The most resident memory that a process has had so far, in MB (proc(5), VmHWM); 0 where there is no /proc. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
