import { spawn } from 'node:child_process';
import { err, ok, type Result } from '../model/result.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** How an editor is started: a command line for the shell, as git takes it from the same variables. */
export function editorCommand(
  file: string,
  env: Env,
  platform: NodeJS.Platform,
): { readonly file: string; readonly args: readonly string[]; readonly shell: boolean } {
  const editor = env['VISUAL'] || env['EDITOR'] || (platform === 'win32' ? 'notepad' : 'vi');
  if (platform === 'win32') return { file: `${editor} "${file}"`, args: [], shell: true };
  return { file: '/bin/sh', args: ['-c', `${editor} "$1"`, editor, file], shell: false };
}

/** Opens a file in the person's editor and waits until it is closed. The error says why there was no editing. */
export function editFile(file: string, env: Env): Promise<Result<undefined, string>> {
  const command = editorCommand(file, env, process.platform);
  // Ctrl-C is the editor's while it is open.
  const leaveToEditor = () => {};
  process.on('SIGINT', leaveToEditor);
  return new Promise<Result<undefined, string>>((resolve) => {
    const child = spawn(command.file, command.args, { stdio: 'inherit', shell: command.shell, env: { ...env } });
    child.once('error', (error) => resolve(err(`The editor could not be started (${error.message}).`)));
    child.once('close', (code, signal) => {
      if (code === 0) resolve(ok(undefined));
      else resolve(err(`The editor ended with ${code === null ? `signal ${signal}` : `exit code ${code}`}.`));
    });
  }).finally(() => process.off('SIGINT', leaveToEditor));
}
