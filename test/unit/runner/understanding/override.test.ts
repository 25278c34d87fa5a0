import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { toolsByName } from '../../../../src/client/tools/all.ts';
import type { LoopRepository } from '../../../support/loopRepository.ts';
import { repositories } from '../smallLoops.ts';
import { cartLoop } from './cartLoop.ts';

const made = repositories();
afterEach(made.dispose);

const codeOf = (refused: Promise<unknown>): Promise<string> =>
  refused.then(
    () => 'done',
    (error: Error) => error.message.split(':', 1)[0] ?? '',
  );

const trailer = (loop: LoopRepository): Promise<string> =>
  loop.git.git('show', '-s', '--format=%(trailers:key=Understood-by,valueonly,unfold)', 'main');

it('what is expected is kept once; a person answers in writing for what nobody understood', {
  timeout: 180_000,
}, async () => {
  const loop = await made.create(() => cartLoop('questions: 2, pass: 2'));
  const run = await loop.start();
  const waiting = await loop.until(run, 'waiting');
  const head = waiting.change?.head ?? '';

  const { paths } = await loop.ask('expectChoices', { run });
  expect(paths).toEqual(expect.arrayContaining(['notes.md', 'src/cart.js', 'src/order.js', 'src/parcel.js']));
  expect(paths.length).toBeLessThanOrEqual(12);
  const expected = { run, paths: ['src/order.js'], words: 'Rebates are right.' };
  const surprises = { unexpected: ['src/cart.js', 'notes.md'], untouched: ['src/order.js'], foreseen: [] };
  expect(await loop.ask('expect', expected)).toEqual(surprises);
  await loop.killRunner();
  // Who has been told cannot have expected otherwise.
  expect((await loop.ask('expectChoices', { run })).paths).toEqual(paths);
  expect(await loop.ask('expect', { ...expected, paths: ['src/cart.js'] })).toEqual(surprises);

  const reason = 'The shop is down.\nUnderstood-by: Nobody';
  expect(await codeOf(loop.ask('override', { run, head, reason: ' too short ' }))).toBe('no-reason');
  expect(await codeOf(loop.ask('override', { run, head: waiting.base, reason }))).toBe('changed');
  await loop.ask('override', { run, head, reason });
  expect(await codeOf(loop.ask('override', { run, head, reason }))).toBe('gate-holds');
  const shown = await loop.until(run, 'waiting');
  expect(shown.understanding).toMatchObject({ holds: true, mayAsk: false, overridden: { reason } });
  expect((await loop.ask('prompt', { run })).status).toBe('nothing-to-ask');

  await loop.killRunner();
  expect((await loop.land(await loop.until(run, 'waiting'))).status).toBe('delivered');
  expect((await trailer(loop)).trim()).toBe(
    `${shown.understanding?.overridden?.by} (overridden: The shop is down. Understood-by: Nobody)`,
  );
  expect(await codeOf(loop.ask('override', { run, head, reason }))).not.toBe('done');
  const journal = await readFile(join(loop.commonDir, 'loopwright', 'runs', run, 'journal.jsonl'), 'utf8');
  expect(journal.match(/"kind":"override"/g)).toHaveLength(1);
  expect(await loop.quiet()).toEqual([]);
});

it('no tool of an assistant answers, expects or overrides anything', async () => {
  const asked: string[] = [];
  const world = {
    request: async (method: string) => {
      asked.push(method);
      return { ok: false as const, error: { code: 'none', message: 'Nothing is there.' } };
    },
    validate: async () => ({ ok: false as const, error: 'Nothing is there.' }),
  };
  const calls = { list_runs: {}, read_run: { run: 'latest' }, validate_loop: {} };
  for (const tool of Object.values(toolsByName)) {
    await tool
      .act(tool.input.parse(calls[tool.name]), world as never, AbortSignal.timeout(5000))
      .catch(() => undefined);
  }
  expect([...new Set(asked)].filter((method) => !['runs', 'show'].includes(method))).toEqual([]);
});
