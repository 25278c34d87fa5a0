import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Prompt, promptSchema } from '../../../src/model/prompt.ts';
import type { RunnerClient } from '../../../src/protocol/client.ts';
import type { RunnerParams } from '../../../src/protocol/runner.ts';
import { Knower } from '../../support/knower.ts';
import type { LoopRepository } from '../../support/loopRepository.ts';
import { repositories, soon } from './smallLoops.ts';
import { cartLoop } from './understanding/cartLoop.ts';

// In the cage, as on a machine of somebody's: the project switches it off for the others.
delete process.env['LOOPWRIGHT_SANDBOX'];

const made = repositories();
afterEach(made.dispose);

async function ask(repository: LoopRepository, run: string): Promise<Prompt> {
  const reply = await repository.ask('prompt', { run });
  if (reply.status !== 'ask') return expect.unreachable(reply.why);
  return reply.prompt;
}

/** What somebody sends who is sure of it. */
const sure = { confidence: 'sure', looked: false } as const;

/** The program that makes prompts: its process, where one runs. Linux only. */
async function promptsProgram({ git }: LoopRepository): Promise<number | undefined> {
  for (const id of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
    if (line.includes(git.outside) && line.includes('prompts.js')) return Number(id);
  }
  return undefined;
}

const answerBy = async (client: RunnerClient, params: RunnerParams<'answer'>) => {
  const reply = await client.request('answer', params);
  return reply.ok ? reply.value : expect.unreachable(reply.error.message);
};

describe('the prompts of a waiting run', { timeout: 240_000 }, () => {
  it('are about what it wrote, count at the first answer, survive killed programs, and open the gate', async () => {
    const repository = await made.create(() => cartLoop('questions: 1, pass: 1'));
    const waiting = await repository.until(await repository.start(), 'waiting');
    const run = waiting.id;
    const knower = new Knower(waiting.worktree);
    await expect(repository.land(waiting)).rejects.toThrow(/^gate-closed: Answer one prompt/);
    // Before anybody asks.
    if (process.platform === 'linux') await soon('the program', () => promptsProgram(repository), repository);

    const first = await ask(repository, run);
    expect(first).toMatchObject({ path: 'src/cart.js', head: waiting.change?.head });
    expect(promptSchema.parse(first)).toEqual(first);
    expect(JSON.stringify(first)).not.toMatch(/"(key|lineText|explanation)":/);
    expect(await ask(repository, run)).toEqual(first);
    const unfit = { run, prompt: first.id, given: { by: 'words', text: 'x' }, ...sure } as const;
    await expect(repository.ask('answer', unfit)).rejects.toThrow(/^unknown-prompt: /);

    // Two windows answer at once, and then somebody who is right: the first one counts, and all are told of it.
    const [one, other] = [await repository.connect(), await repository.connect()];
    const wrong = { run, prompt: first.id, given: await knower.wrong(first), ...sure };
    const right = { run, prompt: first.id, given: await knower.right(first), ...sure };
    const [missed, told] = await Promise.all([answerBy(one, wrong), answerBy(other, wrong)]);
    expect(missed).toMatchObject({ correct: false, credit: 0, path: 'src/cart.js' });
    expect(told).toEqual(missed);
    expect(await repository.ask('answer', right)).toEqual(missed);
    expect(missed.lineText.trim()).not.toBe('');
    await expect(repository.land(waiting)).rejects.toThrow(/^gate-closed: /);

    if (process.platform === 'linux') {
      const second = await ask(repository, run);
      process.kill((await promptsProgram(repository)) ?? 0, 'SIGKILL');
      await soon(
        'its end',
        async () => ((await promptsProgram(repository)) === undefined ? true : undefined),
        repository,
      );
      // Its keys went with it; an answer that counted is known all the same.
      const lost = { run, prompt: second.id, given: await knower.right(second), ...sure };
      await expect(repository.ask('answer', lost)).rejects.toThrow(/^unknown-prompt: /);
      expect(await repository.ask('answer', right)).toEqual(missed);
      expect((await ask(repository, run)).id).not.toBe(first.id);
    }
    await repository.killRunner();
    const third = await ask(repository, run);
    expect(third.id).not.toBe(first.id);
    await expect(repository.ask('answer', right)).rejects.toThrow(/^unknown-prompt: /);
    const answer = await repository.ask('answer', { run, prompt: third.id, given: await knower.right(third), ...sure });
    expect(answer).toMatchObject({ correct: true });
    expect(answer.credit).toBeGreaterThanOrEqual(0.5);
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
