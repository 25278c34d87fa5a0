import { rm } from 'node:fs/promises';
import { afterEach, expect, it } from 'vitest';
import { countingFiles, LoopRepository, loopFile } from '../../support/loopRepository.ts';

let repository: LoopRepository | undefined;

afterEach(async () => {
  await repository?.dispose();
  repository = undefined;
});

it('a review whose worktree somebody deleted shows what was committed, and takes no edit', async () => {
  repository = await LoopRepository.create((outside) => countingFiles(outside, 1));
  const run = await repository.start(loopFile);
  const { worktree } = await repository.until(run, 'waiting');
  const read = () => repository?.ask('readFile', { run, path: 'value.txt', side: 'head' });
  const before = await read();
  expect(before?.editable).toBe(true);
  await rm(worktree, { recursive: true });
  expect(await read()).toEqual({ content: before?.content, editable: false });
  const content = Buffer.from('by hand\n').toString('base64');
  await expect(repository.ask('writeFile', { run, path: 'value.txt', content })).rejects.toThrow(/^no-worktree: /);
});
