import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FileReading } from '../../review/reading.ts';
import type { FileToRead } from './readFiles.ts';

/** What a thread is started with. */
export interface ThreadStart {
  readonly commonDir: string;
}

/** From a thread: what it read, and that it takes another part. */
export type PartRead = { readonly files: readonly FileReading[] } | { readonly failed: string };

const mostThreads = 4;

/**
 * Reads parts of a change on several threads of `script`, this one's own program. Each is given the next part when it is done
 * with one. Rejects when one of them fails; none is left then.
 */
export async function readOnThreads(
  script: string,
  start: ThreadStart,
  parts: readonly (readonly FileToRead[])[],
): Promise<readonly FileReading[]> {
  const count = Math.min(mostThreads, availableParallelism(), parts.length);
  const threads = Array.from({ length: count }, () => new Worker(script, { workerData: start }));
  const waiting = [...parts];
  const files: FileReading[] = [];
  try {
    await Promise.all(
      threads.map(async (thread) => {
        for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
          files.push(...(await partRead(thread, part)));
        }
      }),
    );
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
  return files;
}

function partRead(thread: Worker, part: readonly FileToRead[]): Promise<readonly FileReading[]> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number): void => reject(new Error(`a thread that reads the change ended with ${code}`));
    thread.once('error', reject);
    thread.once('exit', onExit);
    thread.once('message', (read: PartRead) => {
      thread.off('error', reject);
      thread.off('exit', onExit);
      if ('failed' in read) reject(new Error(read.failed));
      else resolve(read.files);
    });
    thread.postMessage(part);
  });
}
