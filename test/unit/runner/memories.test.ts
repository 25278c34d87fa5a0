import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { LoopRepository } from '../../support/loopRepository.ts';
import { fileOf, reports, repositories, smallLoop, waitsFor } from './smallLoops.ts';

const { create, dispose } = repositories();
afterEach(dispose);

const documentOf = async (loop: LoopRepository, name: string) => (await loop.ask('state', { loop: name })).document;

/** Runs a loop to its end, however it ends. */
async function play(loop: LoopRepository, name: string) {
  const run = await loop.start(fileOf(name));
  return loop.until(run, 'delivered', 'nothing-found', 'gave-up', 'failed');
}

const leak = {
  type: 'finding',
  key: 'leak',
  title: 'A leak',
  body: 'It leaks.',
  severity: 'low',
  file: 'mode',
  line: 1,
};

describe('the document of a loop', () => {
  it('can be written before the first run, is given to every role, and is kept in git as its author’s edit', async () => {
    const reads =
      "import { appendFileSync, readFileSync } from 'node:fs';\n" +
      "const text = readFileSync(process.env.LOOPWRIGHT_MEMORY_FILE, 'utf8');\n" +
      'const body = text.slice(0, 3000);\n' +
      "appendFileSync(process.env.LOOPWRIGHT_REPORT_FILE, JSON.stringify({ type: 'finding', key: 'x', title: 'What it knows', body }) + '\\n');\n";
    const loop = await create(() => smallLoop('knows', { look: reads }));
    const { document, head } = await loop.ask('state', { loop: 'knows' });
    expect(head).toBeUndefined();
    await loop.ask('writeState', { loop: 'knows', document: `${document}\nAsk Ada about the cellar.\n` });
    await play(loop, 'knows');
    const [entry] = await loop.ask('inbox', {});
    expect(entry?.why).toContain('Ask Ada about the cellar.');
    const log = await loop.git.git('log', '--format=%an: %s', 'refs/loopwright/state/knows');
    expect(log).toMatch(/Test Author: Edited by Test Author$/);
    await expect(loop.ask('writeState', { loop: 'knows', document: 'x'.repeat(200_001) })).rejects.toThrow(
      /^document-too-long: .* 200000 is the most/,
    );
  });

  it('loses nothing of edits that are made while a run ends', async () => {
    const lesson = reports({ type: 'lesson', text: 'The cellar is damp.' }, leak);
    const loop = await create((outside) =>
      smallLoop('learner', {
        look: `${waitsFor(outside)}${lesson.replace(/^.*\n/, "const { appendFileSync } = await import('node:fs');\n")}`,
      }),
    );
    const { document, head } = await loop.ask('state', { loop: 'learner' });
    const run = await loop.start(fileOf('learner'));
    const notes = [0, 1, 2, 3, 4, 5].map((n) => `Note number ${n} of a person.`);
    await writeFile(join(loop.git.outside, 'go'), '');
    const writing = notes.map(async (note) => {
      await loop.ask('writeState', { loop: 'learner', ...(head && { head }), document: `${document}\n${note}\n` });
    });
    await Promise.all([...writing, loop.until(run, 'delivered')]);
    const after = await documentOf(loop, 'learner');
    for (const words of [...notes, 'The cellar is damp.', 'A leak']) expect(after).toContain(words);
    // An edit of a document that is old by now takes nothing away.
    await loop.ask('writeState', { loop: 'learner', document: `${document}\n${notes[0]}\n` });
    const again = await documentOf(loop, 'learner');
    for (const words of [...notes, 'The cellar is damp.', 'A leak']) expect(again).toContain(words);
  });

  it('takes decisions that the next run reads, and that leave the inbox', { timeout: 120_000 }, async () => {
    const loop = await create(() => ({
      ...smallLoop('finder', { look: reports(leak, { ...leak, key: 'crack', title: 'A crack' }) }),
      ...smallLoop('fixer', {
        look: '',
        more: ["items: { from: { findings: finder }, where: item.severity == 'high', retry: always }"],
      }),
      mode: 'x\n',
    }));
    await play(loop, 'finder');
    const entries = await loop.ask('inbox', {});
    expect(entries.map(({ title }) => title).sort()).toEqual(['A crack (mode:1)', 'A leak (mode:1)']);
    const idOf = (title: string) => entries.find((one) => one.title.startsWith(title))?.about ?? '';
    // Nobody has decided: both are below what the loop takes up.
    expect((await play(loop, 'fixer')).reason).toMatch(/^Of 2 items none is to be attempted/);

    const { document, head } = await loop.ask('state', { loop: 'finder' });
    const decided = document.replace(
      new RegExp(`(### \`${idOf('A leak')}\`[^#]*- decision:)`),
      '$1 never, the page is going away',
    );
    expect(decided).not.toBe(document);
    await loop.ask('writeState', { loop: 'finder', ...(head && { head }), document: decided });
    expect((await loop.ask('inbox', {})).map(({ title }) => title)).toEqual(['A crack (mode:1)']);
    await loop.ask('decide', { loop: 'finder', finding: idOf('A crack'), what: 'do', note: 'before Friday' });
    expect(await loop.ask('inbox', {})).toEqual([]);

    // "Do it" goes over the threshold; "never" is not taken up whatever else holds.
    const fixed = await play(loop, 'fixer');
    expect(fixed.items.map(({ key }) => key)).toEqual(['crack']);
    // Found again: what was put away stays away.
    await play(loop, 'finder');
    expect(await loop.ask('inbox', {})).toEqual([]);

    const now = await loop.ask('state', { loop: 'finder' });
    expect(now.document).toMatch(/- decision: never, the page is going away\n- decided by: Test Author/);
    const taken = now.document.replace('- decision: never, the page is going away', '- decision:');
    await loop.ask('writeState', { loop: 'finder', ...(now.head && { head: now.head }), document: taken });
    expect((await loop.ask('inbox', {})).map(({ title }) => title)).toEqual(['A leak (mode:1)']);
    const unknown = { loop: 'finder', finding: '00000000', what: 'never' as const };
    await expect(loop.ask('decide', unknown)).rejects.toThrow(/^unknown-finding: .*loopwright state finder/);
  });
});

const uses = (inputTokens: number, outputTokens: number, costUsd?: number) =>
  reports({ type: 'usage', inputTokens, outputTokens, ...(costUsd === undefined ? {} : { costUsd }) });

describe('what runs cost', () => {
  it('is told by run and role, and what the next one will probably cost', async () => {
    const loop = await create(() => ({
      ...smallLoop('spender', { look: uses(900, 100, 0.5) }),
      ...smallLoop('silent', { look: '' }),
    }));
    expect(await loop.ask('costs', { from: 0 })).toEqual([]);
    const before = await loop.ask('forecast', { file: fileOf('spender') });
    expect(before).toMatchObject({ runs: 0, middle: { tokens: null, costUsd: null } });
    const first = await play(loop, 'spender');
    await loop.git.commit('dearer', smallLoop('spender', { look: uses(2900, 100, 1.5) }));
    await play(loop, 'spender');
    await play(loop, 'silent');
    const costs = await loop.ask('costs', { from: 0 });
    expect(costs.map(({ loop: of, role, tokens, costUsd, source }) => [of, role, tokens, costUsd, source])).toEqual([
      ['spender', 'explorer', 1000, 0.5, 'reported'],
      ['spender', 'explorer', 3000, 1.5, 'reported'],
      ['silent', 'explorer', null, null, 'unknown'],
    ]);
    expect(costs[0]?.run).toBe(first.id);
    expect(await loop.ask('costs', { from: costs[1]?.at ?? 0 })).toHaveLength(2);
    const after = await loop.ask('forecast', { file: fileOf('spender') });
    expect(after).toMatchObject({
      runs: 2,
      low: { tokens: 1000 },
      middle: { tokens: 2000, costUsd: 1 },
      high: { tokens: 3000 },
    });
    // What nobody told is not nothing.
    expect((await loop.ask('forecast', { file: fileOf('silent') })).middle).toEqual({ tokens: null, costUsd: null });
  });

  it('is limited for the repository over all its loops, and for a loop, by the day', { timeout: 120_000 }, async () => {
    const loop = await create(() => ({
      ...smallLoop('first', { look: uses(700, 100) }),
      ...smallLoop('second', { look: uses(300, 100) }),
      ...smallLoop('third', { look: uses(1, 1) }),
      '.loops/settings.yaml': 'budget: { per-day: { max-tokens: 1000 } }\n',
    }));
    expect((await play(loop, 'first')).status).toBe('nothing-found');
    // It uses the rest up, and is over or ended in its middle, whichever is first.
    await play(loop, 'second');
    const third = await play(loop, 'third');
    expect(third).toMatchObject({
      status: 'gave-up',
      reason: expect.stringMatching(/repository.*day|day.*repository/i),
    });
    // The third was never asked.
    expect((await loop.ask('costs', { from: 0 })).map((cost) => cost.loop)).toEqual(['first', 'second']);
    expect((await loop.ask('inbox', {})).map(({ kind, loop: of }) => [kind, of])).toContainEqual([
      'escalation',
      'third',
    ]);
    await loop.git.commit('more', {
      '.loops/settings.yaml': '{}\n',
      ...smallLoop('third', { look: uses(1200, 0) }),
      [fileOf('third')]: (await loop.git.read(fileOf('third'))).replace(
        'budget: { max-iterations: 2 }',
        'budget: { max-iterations: 2, per-day: { max-tokens: 1000 } }',
      ),
    });
    await play(loop, 'third');
    const own = await play(loop, 'third');
    expect(own).toMatchObject({ status: 'gave-up', reason: expect.stringMatching(/day/) });
    expect(own.reason).not.toMatch(/repository/);
    expect(await loop.ask('costs', { from: 0 })).toHaveLength(3);
    expect((await play(loop, 'second')).status).toBe('nothing-found');
  });

  it('is not begun under settings that cannot be read', async () => {
    const loop = await create(() => ({ ...smallLoop('any', { look: '' }), '.loops/settings.yaml': 'budgets: 3\n' }));
    await expect(loop.start(fileOf('any'))).rejects.toThrow(/^invalid-settings: \.loops\/settings\.yaml .* line 1: /);
    expect((await loop.ask('runs', {})).runs).toEqual([]);
  });
});
