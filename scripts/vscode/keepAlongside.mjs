import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const keeper = fileURLToPath(new URL('keeper.mjs', import.meta.url));

/**
 * Has a process tree end with this process, even when this one is killed: a detached server would outlive a Ctrl-C.
 * @param {number} pid the leader of a process group
 * @returns {() => void} lets the keeper go, once the tree has been ended otherwise
 */
export function keepAlongside(pid) {
  const child = spawn(process.execPath, [keeper, String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    windowsHide: true,
  });
  child.unref();
  return () => child.kill('SIGKILL');
}
