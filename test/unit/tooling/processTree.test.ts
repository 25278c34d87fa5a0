import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { parseStat, processTable, treeOf } from '../../../scripts/vscode/processTable.mjs';
import { endProcessTree } from '../../../scripts/vscode/processTree.mjs';

describe('parseStat', () => {
  it('is not led astray by a hostile process name', () => {
    expect(parseStat('42 (a) Z 1 (b c) S 7 9 9 0 -1')).toEqual([{ pid: 42, parent: 7, group: 9 }]);
  });

  it('leaves out what has ended and is not yet reaped', () => {
    expect(parseStat('42 (node) Z 7 9 9 0 -1')).toEqual([]);
  });
});

describe('treeOf', () => {
  it('has the group, children and grandchildren, and nobody else', () => {
    const table = [
      { pid: 2, parent: 1, group: 2 },
      { pid: 3, parent: 2, group: 2 },
      { pid: 4, parent: 3, group: 4 },
      { pid: 5, parent: 1, group: 2 },
      { pid: 6, parent: 1, group: 6 },
    ];
    expect(treeOf(2, table).sort()).toEqual([2, 3, 4, 5]);
    expect(treeOf(9, table)).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('endProcessTree', () => {
  it('ends a child that left the group and shrugs off SIGTERM', async () => {
    const stubborn = `process.on('SIGTERM', () => {}); console.log(process.pid); setInterval(() => {}, 1000);`;
    const parent = `
      const { spawn } = require('node:child_process');
      spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { detached: true, stdio: ['ignore', 'inherit', 'ignore'] });
      setInterval(() => {}, 1000);`;
    const leader = spawn(process.execPath, ['-e', parent], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    const [line] = await once(leader.stdout, 'data');
    const child = Number(String(line));
    const living = () => processTable().filter(({ pid }) => pid === child || pid === leader.pid);
    expect(living()).toHaveLength(2);
    await endProcessTree(leader.pid ?? 0);
    expect(living()).toEqual([]);
  });
});
