import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Removes the socket files that VS Code's ended processes left in the temporary folder. Linux only, where the kernel
 * lists the sockets that are still open; a file made before `since` is never touched.
 * @param {number} since in milliseconds since the epoch
 */
export function removeLeftSockets(since) {
  if (process.platform !== 'linux') return;
  const open = readFileSync('/proc/net/unix', 'utf8');
  const folder = process.env['XDG_RUNTIME_DIR'] ?? tmpdir();
  for (const name of readdirSync(folder)) {
    if (!/^vscode-[a-z]+-.*\.sock$/.test(name)) continue;
    const path = join(folder, name);
    const made = statSync(path, { throwIfNoEntry: false })?.birthtimeMs;
    if (made !== undefined && made >= since && !open.includes(path)) rmSync(path, { force: true });
  }
}
