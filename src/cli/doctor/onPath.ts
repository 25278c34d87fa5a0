import { access, constants } from 'node:fs/promises';
import { posix, win32 } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/** Files that would be started for `program`, in the order that PATH (on Windows with PATHEXT) gives. */
export function candidatesOnPath(program: string, env: Env, platform: NodeJS.Platform): readonly string[] {
  const { delimiter, join } = platform === 'win32' ? win32 : posix;
  const path = Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
  const endings = platform === 'win32' ? (env['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(';') : [''];
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => endings.map((ending) => join(folder, program + ending)));
}

/** Those of the programs that PATH has. */
export async function foundOnPath(programs: readonly string[], env: Env): Promise<readonly string[]> {
  const found = [];
  for (const program of programs) {
    if (await anyExecutable(candidatesOnPath(program, env, process.platform))) found.push(program);
  }
  return found;
}

async function anyExecutable(paths: readonly string[]): Promise<boolean> {
  for (const path of paths) {
    const is = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (is) return true;
  }
  return false;
}
