import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { root } from '../../../scripts/paths.mjs';
import { type Prompt, promptSchema } from '../../../src/model/prompt.ts';
import type { RunDetail } from '../../../src/model/shapes.ts';
import { LoopRepository } from '../../support/loopRepository.ts';

// In the cage, as on a machine of somebody's: the project switches it off for the others.
delete process.env['LOOPWRIGHT_SANDBOX'];

const loopPath = '.loops/mend.loop.yaml';
const example = (file: string): Promise<string> => readFile(join(root, 'examples', file), 'utf8');
const copied = [
  'package.json',
  'src/booking.js',
  'src/room.js',
  'src/time.js',
  'test/booking.test.js',
  'test/room.test.js',
];
const loopText = `
name: mend
on: manual
roles: { maker: { agent: repair } }
# The second check fails before and after; the goal does not ask for it.
checks: { tests: npm test, never: exit 3 }
goal: checks.tests.passed
policy: { protected-paths: ["test/**"] }
gates: { understand: { comprehension: { questions: 1, pass: 1 } } }
`;

let loop: LoopRepository | undefined;
afterEach(async () => {
  await loop?.dispose();
  loop = undefined;
});

async function waitingRun(): Promise<{ loop: LoopRepository; waiting: RunDetail }> {
  const files = await Promise.all(copied.map(async (file) => [file, await example(file)] as const));
  loop = await LoopRepository.create(() => ({ ...Object.fromEntries(files), [loopPath]: loopText }));
  return { loop, waiting: await loop.until(await loop.start(loopPath), 'waiting') };
}

async function ask(repository: LoopRepository, run: string): Promise<Prompt> {
  const reply = await repository.ask('prompt', { run });
  if (reply.status !== 'ask') return expect.unreachable(reply.why);
  return reply.prompt;
}

const optionsOf = ({ ask }: Prompt): readonly string[] =>
  ask.by === 'one' ? ask.options : expect.unreachable(`asked by ${ask.by}`);

/** What is sent in answer to a prompt, by somebody who is sure of it. */
const saying = ({ id }: Prompt, option: number) =>
  ({ prompt: id, given: { by: 'one', option }, confidence: 'sure', looked: false }) as const;

const written = 'return a.start < b.end && b.start < a.end;';

describe('the prompts of a waiting run', { timeout: 180_000 }, () => {
  it('are about what it wrote, count at the first answer, survive a killed runner, and open the gate', async () => {
    const { loop: repository, waiting } = await waitingRun();
    const run = waiting.id;
    await expect(repository.land(waiting)).rejects.toThrow(/^gate-closed: Answer one prompt/);

    const first = await ask(repository, run);
    expect(first).toMatchObject({ path: 'src/booking.js', side: 'head', line: 13, head: waiting.change?.head });
    expect(optionsOf(first)).toContain(written);
    expect(promptSchema.parse(first)).toEqual(first);
    expect(JSON.stringify(first)).not.toMatch(/"(key|lineText|explanation)":/);
    expect(await ask(repository, run)).toEqual(first);
    const right = optionsOf(first).indexOf(written);
    const wrong = optionsOf(first).findIndex((option) => option !== written);
    await expect(repository.ask('answer', { run, ...saying(first, 3) })).rejects.toThrow(/^unknown-prompt: /);
    const missed = await repository.ask('answer', { run, ...saying(first, wrong) });
    expect(missed).toMatchObject({ correct: false, credit: 0, key: { by: 'one', option: right }, line: 13 });
    expect(missed.lineText.trim()).toBe(written);
    expect(await repository.ask('answer', { run, ...saying(first, right) })).toEqual(missed);
    await expect(repository.land(waiting)).rejects.toThrow(/^gate-closed: /);

    await repository.killRunner();
    const second = await ask(repository, run);
    expect(second.id).not.toBe(first.id);
    await expect(repository.ask('answer', { run, ...saying(first, right) })).rejects.toThrow(/^unknown-prompt: /);
    const answer = await repository.ask('answer', { run, ...saying(second, optionsOf(second).indexOf(written)) });
    expect(answer).toMatchObject({ correct: true, credit: 0.5 });
    expect((await repository.ask('prompt', { run })).status).toBe('nothing-to-ask');

    const journal = await readFile(join(repository.commonDir, 'loopwright', 'runs', run, 'journal.jsonl'), 'utf8');
    const answered = journal.split('\n').filter((line) => line.includes('"kind":"answered"'));
    expect(answered).toHaveLength(2);
    expect(answered.join('\n')).not.toMatch(/"(given|key|lineText)":/);
    expect(journal).not.toContain('"options"');
    expect((await repository.land(await repository.until(run, 'waiting'))).status).toBe('delivered');
    expect(await repository.git.git('show', '-s', '--format=%(trailers:key=Understood-by)', 'main')).toContain(
      '(1 of 2 prompts)',
    );
    expect(await repository.git.git('worktree', 'list')).not.toContain('\n');
    expect(await repository.quiet()).toEqual([]);
  });
});
