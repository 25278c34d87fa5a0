import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessEnd, ProcessStarter } from '../port.ts';

/** What a program answered to `--version`. */
export interface VersionAnswer {
  /** The first number with dots that it printed. */
  readonly version: string | undefined;
  readonly end: ProcessEnd;
}

/** Milliseconds that an answer may take: the slowest one takes 1.3 s on an idle machine. */
const patience = 30_000;

/** Asks a program for its version. Undefined where there is no such program. Never rejects. */
export async function askVersion(
  program: readonly string[],
  env: Readonly<Record<string, string>>,
  processes: ProcessStarter,
): Promise<VersionAnswer | undefined> {
  const lines: string[] = [];
  const process = processes.start({
    argv: [...program, '--version'],
    cwd: tmpdir(),
    env,
    onLine: (line) => {
      if (lines.length < 100) lines.push(line.slice(0, 1000));
    },
  });
  const enough = new AbortController();
  const late = sleep(patience, undefined, { signal: enough.signal }).catch(() => undefined);
  const end = await Promise.race([process.ended, late]);
  enough.abort();
  await process.end();
  if (end?.error !== undefined) return undefined;
  return {
    version: /\d+\.\d+\.\d+\S*/.exec(lines.join('\n'))?.[0],
    end: end ?? { exitCode: null, signal: null, stderr: 'it did not answer' },
  };
}
