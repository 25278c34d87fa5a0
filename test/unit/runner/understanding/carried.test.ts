import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { RunDetail } from '../../../../src/model/shapes.ts';
import { Knower } from '../../../support/knower.ts';
import type { LoopRepository } from '../../../support/loopRepository.ts';
import { repositories } from '../smallLoops.ts';
import { cartLoop } from './cartLoop.ts';

const made = repositories();
afterEach(made.dispose);

/** An edit of each function that changes nothing of what it does. */
const edits: Readonly<Record<string, readonly [string, string]>> = {
  total: ['sum += price * count', 'sum += count * price'],
  reduced: ['(sum * rest) / 100', '(rest * sum) / 100'],
  shipping: ['sum >= 50', '50 <= sum'],
};

/** Edits a function by hand, and waits until that was proven. */
async function edit(loop: LoopRepository, { id: run, worktree }: RunDetail, unit: string): Promise<RunDetail> {
  const text = await readFile(join(worktree, 'src/cart.js'), 'utf8');
  const [from, to] = edits[unit] ?? expect.unreachable(`no edit of ${unit}`);
  const content = Buffer.from(text.replace(from, to)).toString('base64');
  await loop.ask('writeFile', { run, path: 'src/cart.js', content });
  return loop.until(run, 'waiting');
}

it('answers live as long as what they are about', { timeout: 240_000 }, async () => {
  const loop = await made.create(() => cartLoop('questions: 1, pass: 1'));
  const run = await loop.start();
  const waiting = await loop.until(run, 'waiting');
  const reply = await loop.ask('prompt', { run });
  if (reply.status !== 'ask') return expect.unreachable(reply.why);
  const { prompt } = reply;
  const asked = prompt.unit.replace(/^.*#/, '');
  const given = await new Knower(waiting.worktree).right(prompt);
  await loop.ask('answer', { run, prompt: prompt.id, given, confidence: 'sure', looked: false });
  const holds = async () => {
    // Asking settles what is still being said.
    const { status } = await loop.ask('prompt', { run });
    const { understanding, change } = await loop.until(run, 'waiting');
    return { status, holds: understanding?.holds, right: understanding?.right, head: change?.head };
  };
  expect(await holds()).toMatchObject({ status: 'nothing-to-ask', holds: true, right: 1 });

  // A piece that is taken out elsewhere.
  const { files } = await loop.ask('reviewOutline', { run });
  const piece = files.find(({ file }) => file.path === 'notes.md')?.units[0]?.pieces[0]?.id ?? '';
  await loop.ask('mark', { run, marks: [{ kind: 'take-out', pieces: [{ path: 'notes.md', piece }] }] });
  await loop.ask('takeOut', { run, head: waiting.change?.head ?? '' });
  const without = await holds();
  expect(without).toMatchObject({ holds: true, right: 1 });
  expect(without.head).not.toBe(waiting.change?.head);

  // An edit of another unit, and a runner that is killed over it.
  const other = Object.keys(edits).find((name) => name !== asked) ?? '';
  const edited = await edit(loop, waiting, other);
  await loop.killRunner();
  expect(await holds()).toMatchObject({ holds: true, right: 1, head: edited.change?.head });

  // An edit of what was asked about.
  await edit(loop, waiting, asked);
  expect(await holds()).toMatchObject({ status: 'ask', holds: false, right: 0 });
  const journal = await readFile(join(loop.commonDir, 'loopwright', 'runs', run, 'journal.jsonl'), 'utf8');
  expect(journal.match(/"carried":true/g)).toHaveLength(2);
  expect(await loop.quiet()).toEqual([]);
});
