import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChildLedger } from '../../../src/agents/drive/childLedger.ts';
import { linuxProcesses } from '../../../src/processes/processTable.ts';
import { ownStartTime } from '../../../src/processes/startTime.ts';
import { reapAgents } from '../../../src/runner/reapAgents.ts';

let folder: string;
const started: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loopwright-reap-'));
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** A step of a run with a process that an agent left behind. */
function leftBehind(run: string, step: string) {
  const directory = join(folder, run, 'steps', step);
  mkdirSync(directory, { recursive: true });
  const child = spawn('sleep', ['6671'], { stdio: 'ignore', detached: true });
  started.push(child);
  const gone = new Promise<boolean>((resolve) => child.once('exit', () => resolve(true)));
  const pid = child.pid ?? 0;
  new ChildLedger(join(directory, 'children.jsonl')).add([{ pid, startedAt: linuxProcesses.startOf(pid) }]);
  return { directory, gone, isAlive: () => linuxProcesses.rows().some((row) => row.pid === pid) };
}

describe.runIf(process.platform === 'linux')('a runner that begins', () => {
  it('ends what agents left behind, and leaves steps that somebody works on alone', async () => {
    const orphan = leftBehind('r1', 'make.1');
    const adopted = leftBehind('r1', 'make.2');
    const claim = { pid: process.pid, startTime: ownStartTime(), tag: 't' };
    writeFileSync(join(adopted.directory, 'pid.json'), JSON.stringify(claim));
    const dead = leftBehind('r2', 'make.1');
    writeFileSync(join(dead.directory, 'pid.json'), JSON.stringify({ ...claim, startTime: 'long ago' }));
    await reapAgents(folder);
    expect(await orphan.gone).toBe(true);
    expect(await dead.gone).toBe(true);
    expect(adopted.isAlive()).toBe(true);
  });

  it('does not look into runs that have ended, and into no folder that is not there', async () => {
    const ended = leftBehind('r1', 'make.1');
    writeFileSync(join(folder, 'r1', 'summary.json'), '{}');
    await reapAgents(folder);
    await reapAgents(join(folder, 'nowhere'));
    expect(ended.isAlive()).toBe(true);
  });
});
