// Ends a process tree when the process that started this one is gone, however it went. Started by keepAlongside().
import { removeLeftSockets } from './leftSockets.mjs';
import { endProcessTree } from './processTree.mjs';

const pid = Number(process.argv[2]);
const startedAt = Date.now();
// The parent holds the other end of standard input; the system closes it even after a kill -9.
process.stdin.on('error', () => {}).resume();
process.stdin.on('close', () => endProcessTree(pid).then(() => removeLeftSockets(startedAt)));
