import { setTimeout as sleep } from 'node:timers/promises';
import { GitStarter } from '../../../src/git/starter/gitStarter.ts';

/** `starterUser.mjs <git.js> <repository>`: asks until the starter is up, then for a slow git, and says who starts git. */
const [script = '', cwd = ''] = process.argv.slice(2);
const starter = new GitStarter({ node: process.execPath, script });
const env = { PATH: process.env['PATH'] ?? '', HOME: '/dev/null' };
const git = (...command: readonly string[]) => starter.call({ cwd, globals: [], command, env, timeoutMs: 60_000 });

let by = process.pid;
while (by === process.pid) {
  await sleep(10);
  by = Number((await git('who')).toString());
}
const slow = git('late');
await sleep(100);
console.log(by);
await slow;
