import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Prompt } from '../../../../src/model/prompt.ts';
import { comprehensionFolder } from '../../../../src/runner/understanding/clone.ts';
import { Ledger } from '../../../../src/runner/understanding/ledger.ts';
import { Knower } from '../../../support/knower.ts';
import type { LoopRepository } from '../../../support/loopRepository.ts';
import { repositories } from '../smallLoops.ts';
import { cartLoop } from './cartLoop.ts';

const made = repositories();
afterEach(made.dispose);

const sure = { confidence: 'sure', looked: false } as const;

async function ask(loop: LoopRepository): Promise<Prompt> {
  const reply = await loop.ask('quiz', {});
  return reply.status === 'ask' ? reply.prompt : expect.unreachable(reply.why);
}

const owed = async (loop: LoopRepository): Promise<number> => (await loop.ask('debt', { of: 'me' })).mine.owed;

it('what landed is paid back: an open prompt in every window, three a day, no unit twice', {
  timeout: 240_000,
}, async () => {
  const loop = await made.create(() => cartLoop('questions: 1, pass: 1'));
  expect(await loop.ask('quiz', {})).toEqual({
    status: 'nothing-to-ask',
    why: 'You owe nothing: there is nothing to pay back.',
  });
  const run = await loop.start();
  const waiting = await loop.until(run, 'waiting');
  const reviewed = await loop.ask('prompt', { run });
  if (reviewed.status !== 'ask') return expect.unreachable(reviewed.why);
  const missed = await new Knower(waiting.worktree).wrong(reviewed.prompt);
  await loop.ask('answer', { run, prompt: reviewed.prompt.id, given: missed, ...sure });
  await loop.ask('override', { run, head: waiting.change?.head ?? '', reason: 'The shop is down.' });
  expect((await loop.land(await loop.until(run, 'waiting'))).status).toBe('delivered');
  const known = join(loop.git.outside, 'known');
  await loop.git.git('clone', '-q', '-b', 'main', '.', known);
  const knower = new Knower(known);
  const { units, mine } = await loop.ask('debt', { of: 'me' });

  const first = await ask(loop);
  expect(first.unit).toBe(units[0]?.unit);
  // What was missed in the review is not asked again.
  expect(first.id).not.toBe(reviewed.prompt.id);
  const [one, other] = [await loop.connect(), await loop.connect()];
  expect(await one.request('quiz', {})).toEqual({ ok: true, value: { status: 'ask', prompt: first } });
  const right = { prompt: first.id, given: await knower.right(first), ...sure };
  const unfit = { ...right, given: { by: 'words', text: 'x' } } as const;
  await expect(loop.ask('quizAnswer', unfit)).rejects.toThrow(/^unknown-prompt: /);
  // Keys go with the runner; the prompt is made again and has its name.
  await loop.killRunner();
  await expect(loop.ask('quizAnswer', right)).rejects.toThrow(/^unknown-prompt: /);
  expect(await ask(loop)).toEqual(first);
  one.close();
  other.close();

  // The first answer counts, in every window.
  const miss = await loop.ask('quizAnswer', { ...right, given: await knower.wrong(first) });
  expect(miss).toMatchObject({ correct: false, credit: 0, path: 'src/cart.js' });
  expect(await loop.ask('quizAnswer', right)).toEqual(miss);
  expect(await owed(loop)).toBeCloseTo(mine.owed, 3);

  const second = await ask(loop);
  expect(second.unit).not.toBe(first.unit);
  const window = await loop.connect();
  const told: string[] = [];
  window.onChanged((what) => told.push(what));
  const graded = await window.request('quizAnswer', { prompt: second.id, given: await knower.right(second), ...sure });
  expect(graded).toMatchObject({ ok: true, value: { correct: true } });
  const less = await owed(loop);
  const lines = units.find(({ unit }) => unit === second.unit)?.owed ?? 0;
  const credit = graded.ok ? graded.value.credit : 0;
  expect(credit).toBeGreaterThanOrEqual(0.5);
  expect(less).toBeCloseTo(mine.owed - lines * credit, 1);
  expect(told).toContain('owed');

  await loop.killRunner();
  const third = await ask(loop);
  expect(new Set([first.unit, second.unit, third.unit]).size).toBe(3);
  await loop.ask('quizAnswer', { prompt: third.id, given: await knower.right(third), ...sure, confidence: 'guess' });
  expect(await owed(loop)).toBeCloseTo(less, 1);
  expect(await loop.ask('quiz', {})).toEqual({
    status: 'nothing-to-ask',
    why: 'Three prompts were answered today; come back tomorrow.',
  });

  const attempts = await readFile(join(comprehensionFolder(loop.commonDir), 'attempts.jsonl'), 'utf8');
  const rows = attempts
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows.map(({ prompt, correct }) => [prompt, correct])).toEqual([
    [first.id, false],
    [second.id, true],
    [third.id, true],
  ]);
  expect(attempts).not.toMatch(/"(given|key|lineText)":/);
  const ledger = await Ledger.open({ commonDir: loop.commonDir, clock: Date.now });
  const answered = ledger.rows.flatMap(({ row }) => (row.row === 'answered' ? [row] : []));
  await ledger.close();
  expect(answered).toMatchObject([{ unit: second.unit, credit, rating: 'good' }]);
  expect(await loop.quiet()).toEqual([]);
  expect(await loop.git.git('worktree', 'list')).not.toContain('-prompts');
});
