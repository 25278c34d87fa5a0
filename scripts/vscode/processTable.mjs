import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * A living process: zombies, which have ended and only wait to be noticed, are left out.
 * @typedef {{ readonly pid: number, readonly parent: number, readonly group: number }} ProcessRow
 */

/**
 * Every living process. Empty on Windows, where taskkill walks the tree itself.
 * @returns {ProcessRow[]}
 */
export function processTable() {
  if (process.platform === 'win32') return [];
  // From the kernel where it tells, since small Linux images have no `ps`.
  return process.platform === 'linux' ? fromProc() : fromPs();
}

function fromProc() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return parseStat(readFileSync(`/proc/${name}/stat`, 'utf8'));
      } catch {
        // It ended between the listing and the reading.
        return [];
      }
    });
}

/**
 * `/proc/<pid>/stat`: pid, (name), state, parent, group; the name may hold spaces and parentheses.
 * @param {string} text
 * @returns {ProcessRow[]}
 */
export function parseStat(text) {
  const [state, parent, group] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' || state === 'X' ? [] : [row(Number.parseInt(text, 10), parent, group)];
}

function fromPs() {
  const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat='], { encoding: 'utf8' });
  return text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((cells) => !cells[3]?.startsWith('Z'))
    .map(([pid, parent, group]) => row(Number(pid), parent, group));
}

/**
 * @param {number} pid
 * @param {string | undefined} parent
 * @param {string | undefined} group
 */
const row = (pid, parent, group) => ({ pid, parent: Number(parent), group: Number(group) });

/**
 * The processes that belong to a leader: itself, its group, and all their descendants.
 * @param {number} leader
 * @param {readonly ProcessRow[]} table
 * @returns {number[]}
 */
export function treeOf(leader, table) {
  const found = new Set(table.filter(({ pid, group }) => pid === leader || group === leader).map(({ pid }) => pid));
  // A set's iteration goes on to what is added meanwhile.
  for (const member of found) {
    for (const { pid, parent } of table) if (parent === member) found.add(pid);
  }
  return [...found];
}
