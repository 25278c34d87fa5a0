import { spawn } from 'node:child_process';

export interface Brief {
  readonly code: number | null;
  /** What it printed, cut to 16 KB. */
  readonly output: string;
}

const mostOutput = 16 * 1024;

/** Runs a program to its end, or to the end of the patience (milliseconds). Never rejects. */
export function runBriefly(
  program: string,
  args: readonly string[],
  { patience, env, cwd }: { readonly patience: number; readonly env: NodeJS.ProcessEnv; readonly cwd?: string },
): Promise<Brief> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd === undefined ? {} : { cwd }),
    });
    let output = '';
    const end = (code: number | null, more = ''): void => {
      clearTimeout(timer);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ code, output: (output + more).slice(0, mostOutput) });
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      end(null, `it took longer than ${patience / 1000} s`);
    }, patience);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (bytes: Buffer) => {
        if (output.length < mostOutput) output += bytes.toString('utf8');
      });
    }
    child.once('error', (error) => end(null, error.message));
    child.once('close', (code) => end(code));
  });
}
