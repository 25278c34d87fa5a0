import { parentPort, workerData } from 'node:worker_threads';
import type { AskedOfThread, SaidByThread } from './readingPool.ts';
import { ownReader, type ReaderStart } from './readingTools.ts';

/** Reads and judges what the thread is asked to. */
export function serveParts(): void {
  const reader = ownReader(workerData as ReaderStart);
  const answer = async (asked: AskedOfThread): Promise<SaidByThread> =>
    'read' in asked ? { files: await reader.read(asked.read) } : { judged: reader.judge(asked.judge) };
  parentPort?.on('message', (asked: AskedOfThread) => {
    answer(asked)
      .catch((error: unknown): SaidByThread => ({ failed: error instanceof Error ? error.message : String(error) }))
      .then((said) => parentPort?.postMessage(said));
  });
}
