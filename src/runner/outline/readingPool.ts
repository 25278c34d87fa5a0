import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FileReading } from '../../review/reading.ts';
import type { Readers } from './makeOutline.ts';
import type { FileSides, JudgedFile, Judging } from './partReader.ts';
import type { ReaderStart } from './readingTools.ts';

/** What a thread is asked: to read a part, or to judge all that it has read. */
export type AskedOfThread = { readonly read: readonly FileSides[] } | { readonly judge: Judging };

/** What it answers, in the order of what it is asked. */
export type SaidByThread =
  | { readonly files: readonly FileReading[] }
  | { readonly judged: readonly JudgedFile[] }
  | { readonly failed: string };

const mostThreads = 4;

/**
 * Reads parts of a change on several threads of `script`, this one's own program. Each is given the next part when it is done
 * with one, and judges what it has read itself. Rejects when one of them fails.
 */
export class ReadingPool implements Readers {
  readonly #threads: readonly Worker[];

  /** `parts`: as many threads at most. */
  constructor(script: string, parts: number, start: ReaderStart) {
    const count = Math.min(mostThreads, availableParallelism(), parts);
    this.#threads = Array.from({ length: count }, () => new Worker(script, { workerData: start }));
  }

  async read(parts: AsyncGenerator<readonly FileSides[], undefined>): Promise<readonly FileReading[]> {
    const files: FileReading[] = [];
    await Promise.all(
      this.#threads.map(async (thread) => {
        for (let part = await parts.next(); part.done !== true; part = await parts.next()) {
          const said = await ask(thread, { read: part.value });
          if ('files' in said) files.push(...said.files);
        }
      }),
    );
    return files;
  }

  async judge(judging: Judging): Promise<readonly JudgedFile[]> {
    const said = await Promise.all(this.#threads.map((thread) => ask(thread, { judge: judging })));
    return said.flatMap((one) => ('judged' in one ? one.judged : []));
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }
}

async function ask(thread: Worker, asked: AskedOfThread): Promise<Exclude<SaidByThread, { readonly failed: string }>> {
  const over = new AbortController();
  const { signal } = over;
  // What ends a thread is told as an error before; `once` rejects with that.
  const ended = once(thread, 'exit', { signal }).then(([code]) => {
    throw new Error(`a thread that reads the change ended with ${code}`);
  });
  thread.postMessage(asked);
  try {
    const [said] = (await Promise.race([once(thread, 'message', { signal }), ended])) as [SaidByThread];
    if ('failed' in said) throw new Error(said.failed);
    return said;
  } finally {
    ended.catch(() => undefined);
    over.abort();
  }
}
