import { type ChildProcess, spawn } from 'node:child_process';
import { nowhere } from '../../git/hardened.ts';

export interface OutlineProgram {
  /** The Node (or Electron) that runs it. */
  readonly node: string;
  /** `dist/outline.js`, absolute. */
  readonly script: string;
}

/** Starts the program `outline`, which waits to be asked on its standard input. `hears`: what it writes is read. */
export function startOutlineProgram({ node, script }: OutlineProgram, hears = false): ChildProcess {
  const { PATH = '', SystemRoot, TEMP, TMP } = process.env;
  const windows = { ...(SystemRoot && { SystemRoot }), ...(TEMP && { TEMP }), ...(TMP && { TMP }) };
  const electron = process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' };
  return spawn(node, [script], {
    cwd: nowhere(process.platform, process.env),
    env: { PATH, ...windows, ...electron },
    stdio: ['pipe', hears ? 'pipe' : 'ignore', 'pipe'],
    windowsHide: true,
  });
}

/** Last characters of what the program says when it fails. */
const mostSaid = 2000;

/** How it ended, and what it said of why. */
export function endOf(child: ChildProcess): Promise<{ readonly code: number | null; readonly said: string }> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-mostSaid);
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, said: error.message }));
    child.once('close', (code) => resolve({ code, said }));
  });
}
