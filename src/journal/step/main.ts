import { randomUUID } from 'node:crypto';
import { existsSync, type FSWatcher, watch, writeSync } from 'node:fs';
import { ownStartTime } from '../../processes/startTime.ts';
import { writeAtomically } from './atomicFile.ts';
import { type Order, parseOrder, wrapperExit } from './order.ts';
import { perform } from './perform.ts';
import { makePipe, type Pipe } from './pipe.ts';
import { claimStep, exitFile, stopFile } from './stepFiles.ts';

/**
 * The step wrapper: runs a command for the runner and outlives it, and then the next one, for Node takes longer to start than
 * most of what it does here. Orders come on standard input, so that neither secrets nor the environment are ever on a disk
 * or in a list of processes. Without an order it leaves when the runner does.
 */
async function main(): Promise<number> {
  let current: AbortController | undefined;
  const onStop = (): void => {
    if (current === undefined) process.exit(0);
    current.abort();
  };
  process.on('SIGTERM', onStop);
  process.on('SIGINT', onStop);
  process.on('SIGHUP', () => undefined);
  let pipe = makePipe();
  for await (const order of orders()) {
    current = new AbortController();
    const code = await carryOut(order, current, pipe);
    if (code !== 0) return code;
    current = undefined;
    say(1, 'done');
    pipe = makePipe();
  }
  return 0;
}

async function carryOut({ directory, spec }: Order, stop: AbortController, pipe: Pipe | undefined): Promise<number> {
  const tag = randomUUID();
  if (!claimStep(directory, { pid: process.pid, startTime: ownStartTime(), tag })) return wrapperExit.claimed;
  const watcher = process.platform === 'win32' ? watchForStop(directory, stop) : undefined;
  const result = await perform({ directory, spec, tag, stop: stop.signal, pipe });
  watcher?.close();
  writeAtomically(exitFile(directory), `${JSON.stringify(result)}\n`);
  return 0;
}

function watchForStop(directory: string, stop: AbortController): FSWatcher {
  const look = (): void => {
    if (existsSync(stopFile(directory))) stop.abort();
  };
  const watcher = watch(directory, look);
  watcher.unref();
  look();
  return watcher;
}

/** One after the other, until the runner closes the pipe or dies. */
async function* orders(): AsyncGenerator<Order> {
  let text = '';
  process.stdin.setEncoding('utf8');
  for await (const piece of process.stdin) {
    text += piece;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n')) {
      const order = parseOrder(text.slice(0, end + 1));
      text = text.slice(end + 1);
      if (order !== undefined) yield order;
    }
  }
}

/** Tells the runner, if it is still there. */
function say(fd: 1 | 2, text: string): void {
  try {
    writeSync(fd, text);
  } catch {
    // It is gone; its successor looks into the folder.
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(2, `The step could not be carried out: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(wrapperExit.broken);
  },
);
