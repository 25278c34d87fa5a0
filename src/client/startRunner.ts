import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { grammarFiles, programNames } from './build.ts';
import { programsFolder, runnerFolder, runnerLog } from './runnerFolder.ts';

/** What became of a runner that was started. It also leaves, with code 0, when another one holds the repository. */
export type StartedRunner = 'alive' | 'left' | 'crashed';

/**
 * Starts a runner that outlives this process. Of several started at once all but the one that gets the repository's lock
 * leave again; the result tells at any time whether this one did. Rejects only when the programs cannot be copied or Node
 * cannot be started.
 */
export async function startRunner(options: {
  readonly root: string;
  readonly commonDir: string;
  readonly programs: string;
  readonly build: string;
}): Promise<() => StartedRunner> {
  const { root, commonDir, build } = options;
  await mkdir(runnerFolder(commonDir), { recursive: true, mode: 0o700 });
  await chmod(runnerFolder(commonDir), 0o700);
  const programs = await copyPrograms(options.programs, join(programsFolder(commonDir), build));
  const log = await open(runnerLog(commonDir), 'a', 0o600);
  try {
    const child = spawn(process.execPath, [join(programs, 'runner.js'), root, build], {
      cwd: '/',
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: runnerEnvironment(process.env),
      windowsHide: true,
    });
    await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    child.unref();
    return () => {
      if (child.exitCode === null && child.signalCode === null) return 'alive';
      return child.exitCode === null || child.exitCode === 0 ? 'left' : 'crashed';
    };
  } finally {
    await log.close();
  }
}

/** The runner's environment: the person's own, without what the editor adds for its own processes. */
export function runnerEnvironment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(own).filter(
    ([name]) =>
      !/^(VSCODE_|ELECTRON_)/.test(name) && !['NODE_OPTIONS', 'NODE_V8_COVERAGE', 'NODE_TEST_CONTEXT'].includes(name),
  );
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1' };
}

/** An update of the extension replaces its folder under a running process, so the runner runs from a copy of its own. */
async function copyPrograms(from: string, to: string): Promise<string> {
  if (existsSync(to)) return to;
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const fresh = await mkdtemp(`${to}.`);
  for (const name of [...programNames, ...grammarFiles]) await copyFile(join(from, name), join(fresh, name));
  await writeFile(join(fresh, 'package.json'), JSON.stringify({ type: 'commonjs' }));
  try {
    await rename(fresh, to);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    // Another process has put the same copy in place meanwhile.
    if (!existsSync(to)) throw error;
  }
  return to;
}
