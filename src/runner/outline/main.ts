import { isMainThread } from 'node:worker_threads';

// A thread needs little of what the process does, and loads no more.
if (isMainThread) {
  import('./outlineProgram.ts')
    .then(({ runOutline }) => runOutline(__filename))
    .catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : String(error));
      process.exitCode = 1;
    });
} else {
  void import('./readingThread.ts').then(({ serveParts }) => serveParts());
}
