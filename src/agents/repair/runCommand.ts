import { spawn, spawnSync } from 'node:child_process';

/** A shell line, or a program with its arguments. */
export type Command = { readonly shell: string } | { readonly program: string; readonly arguments: readonly string[] };

export interface CommandRun {
  readonly command: Command;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  /** CPU time that each of its processes may take; several times `timeoutMs` unless given. Not on Windows. */
  readonly cpuSeconds?: number;
  readonly signal: AbortSignal;
}

export interface CommandOutcome {
  /** The exit code; undefined when the command was ended or could not start. */
  readonly code: number | undefined;
  readonly timedOut: boolean;
  readonly durationMs: number;
}

/** Ends a command with everything that it started and that stayed in its group. */
function endGroup(pid: number): void {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true, stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of the group is left.
  }
}

/**
 * The program and arguments to spawn. Outside Windows a limit of CPU time goes with it: an edit may make an endless loop,
 * which must end even if the repair agent is killed and can end nothing any more.
 */
export function spawnForm(
  command: Command,
  cpuSeconds: number,
  platform: NodeJS.Platform,
): readonly [string, readonly string[], boolean] {
  if (platform === 'win32') {
    return 'shell' in command ? [command.shell, [], true] : [command.program, command.arguments, false];
  }
  const limit = `ulimit -t ${Math.ceil(cpuSeconds)} 2>/dev/null`;
  if ('shell' in command) return ['/bin/sh', ['-c', `${limit}\n${command.shell}`], false];
  return ['/bin/sh', ['-c', `${limit}\nexec "$0" "$@"`, command.program, ...command.arguments], false];
}

/** Runs a command to its end, its time-out or the abort, whichever is first; its output is dropped. Never rejects. */
export function runCommand(run: CommandRun): Promise<CommandOutcome> {
  const started = performance.now();
  const outcome = (code: number | null | undefined, timedOut: boolean): CommandOutcome => ({
    code: code ?? undefined,
    timedOut,
    durationMs: performance.now() - started,
  });
  if (run.signal.aborted || run.timeoutMs <= 0) return Promise.resolve(outcome(undefined, !run.signal.aborted));
  return new Promise((resolve) => {
    const [program, args, shell] = spawnForm(
      run.command,
      run.cpuSeconds ?? (run.timeoutMs / 1000) * 4 + 30,
      process.platform,
    );
    const detached = process.platform !== 'win32';
    const child = spawn(program, args, {
      cwd: run.cwd,
      env: run.env,
      shell,
      detached,
      windowsHide: true,
      stdio: 'ignore',
    });
    let timedOut = false;
    const stop = (): void => {
      if (child.pid !== undefined) endGroup(child.pid);
    };
    const timer = setTimeout(() => {
      timedOut = true;
      stop();
    }, run.timeoutMs);
    run.signal.addEventListener('abort', stop, { once: true });
    const finish = (code: number | null | undefined): void => {
      clearTimeout(timer);
      run.signal.removeEventListener('abort', stop);
      // Processes that outlive the command would run against the next edit.
      if (process.platform !== 'win32') stop();
      resolve(outcome(code, timedOut));
    };
    child.once('error', () => finish(undefined));
    child.once('exit', finish);
  });
}
