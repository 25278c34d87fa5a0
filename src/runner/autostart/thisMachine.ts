import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { programsFolder, runnerLog } from '../../client/runnerFolder.ts';
import type { Repository } from '../../git/repository.ts';
import type { AutostartWorld, CommandEnd } from './install.ts';
import type { Command, Service } from './service.ts';

/** Windows wants to be told that a text is UTF-16. */
const mark = '\ufeff';

/** The machine that this process runs on. */
export const thisMachine: AutostartWorld = {
  host: {
    platform: process.platform,
    env: process.env,
    home: homedir(),
    uid: process.getuid?.() ?? 0,
    isElectron: process.versions['electron'] !== undefined,
  },
  async read(path, encoding) {
    const text = await readFile(path, encoding).catch(() => undefined);
    return text?.startsWith(mark) ? text.slice(1) : text;
  },
  async write(path, text, encoding) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, encoding === 'utf16le' ? `${mark}${text}` : text, { encoding, mode: 0o600 });
  },
  async remove(path) {
    await rm(path, { force: true });
  },
  run: ({ file, args }: Command): Promise<CommandEnd> =>
    new Promise((resolve) => {
      execFile(file, args, { windowsHide: true, timeout: 30_000 }, (error, stdout, stderr) => {
        const said = stderr.trim() === '' ? stdout : stderr;
        if (error === null) resolve({ exitCode: 0, said });
        else if (typeof error.code === 'number') resolve({ exitCode: error.code, said });
        else resolve({ exitCode: null, said: error.message });
      });
    }),
};

/** The runner of this repository, from the copy of the programs that this build runs from. */
export function runnerService({ root, commonDir }: Pick<Repository, 'root' | 'commonDir'>, build: string): Service {
  return {
    root,
    commonDir,
    node: process.execPath,
    program: join(programsFolder(commonDir), build, 'runner.js'),
    build,
    log: runnerLog(commonDir),
    id: createHash('sha256').update(commonDir).digest('hex').slice(0, 8),
  };
}
