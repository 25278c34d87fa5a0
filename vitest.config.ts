import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // Many loops of tests write beside their worktree what the test then looks at. The cage has tests of its own, and whole
          // runs and kills switch it on again.
          env: { LOOPWRIGHT_SANDBOX: 'off' },
          include: ['test/unit/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // By itself vitest leaves one processor free, and of two the tests would have one; most of them wait for processes.
          maxWorkers: Math.max(2, availableParallelism() - 1),
          pool: 'forks',
        },
      },
      {
        test: {
          name: 'agents',
          include: ['test/agents/**/*.test.ts'],
          testTimeout: 150_000,
          hookTimeout: 150_000,
          // Two files at once, and few cells of one: each starts a program of hundreds of megabytes, and some only wait.
          maxWorkers: 2,
          maxConcurrency: 4,
          pool: 'forks',
        },
      },
      {
        test: {
          name: 'ui',
          include: ['test/ui/**/*.test.ts'],
          // What a window shows comes from other processes; a second, as vitest waits by itself, is not enough for them.
          expect: { poll: { timeout: 60_000 } },
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
          pool: 'forks',
        },
      },
    ],
  },
});
