import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { loadKept } from './loadKept.ts';

/**
 * V8's space for young objects stays as small as it begins, instead of growing to 48 MB: a runner lives long and computes
 * little, and to start a process (Linux copies the page tables) takes the longer the more memory the one that starts it has.
 * With 10,000 past runs it makes 104 MB of 118 (Node 20, Linux). Said before anything is compiled: V8 takes kept code only
 * with the flags that it was made with.
 */
setFlagsFromString('--semi-space-growth-factor=1');
loadKept(join(__dirname, 'runner.main.js'), join(__dirname, 'runner.code'));
