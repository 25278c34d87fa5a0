import { randomUUID } from 'node:crypto';
import { existsSync, watch, writeSync } from 'node:fs';
import { writeAtomically } from './atomicFile.ts';
import { type Order, parseOrder, wrapperExit } from './order.ts';
import { perform } from './perform.ts';
import { makePipe, type Pipe } from './pipe.ts';
import { ownStartTime } from './startTime.ts';
import { claimStep, exitFile, stopFile } from './stepFiles.ts';

/**
 * The step wrapper: runs one command for the runner and outlives it. The order comes on standard input, so that neither
 * secrets nor the environment are ever on a disk or in a list of processes. Without an order it leaves when the runner
 * does.
 */
async function main(): Promise<number> {
  const stop = new AbortController();
  let order: Order | undefined;
  const onStop = (): void => {
    if (order === undefined) process.exit(0);
    stop.abort();
  };
  process.on('SIGTERM', onStop);
  process.on('SIGINT', onStop);
  process.on('SIGHUP', () => undefined);
  const pipe = makePipe();
  order = await readOrder();
  return order === undefined ? 0 : carryOut(order, stop, pipe);
}

async function carryOut({ directory, spec }: Order, stop: AbortController, pipe: Pipe | undefined): Promise<number> {
  const tag = randomUUID();
  if (!claimStep(directory, { pid: process.pid, startTime: ownStartTime(), tag })) return wrapperExit.claimed;
  if (process.platform === 'win32') watchForStop(directory, stop);
  const result = await perform({ directory, spec, tag, stop: stop.signal, pipe });
  writeAtomically(exitFile(directory), `${JSON.stringify(result)}\n`);
  say(1, 'done');
  return 0;
}

function watchForStop(directory: string, stop: AbortController): void {
  const look = (): void => {
    if (existsSync(stopFile(directory))) stop.abort();
  };
  watch(directory, look).unref();
  look();
}

async function readOrder(): Promise<Order | undefined> {
  let text = '';
  process.stdin.setEncoding('utf8');
  for await (const piece of process.stdin) {
    text += piece;
    if (text.includes('\n')) break;
  }
  return parseOrder(text);
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
