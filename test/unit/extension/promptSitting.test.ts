import { describe, expect, it } from 'vitest';
import { changePrompts } from '../../../src/extension/comprehension/changePrompts.ts';
import { PromptSitting } from '../../../src/extension/comprehension/promptSitting.ts';
import { landingGate } from '../../../src/extension/review/gate.ts';
import { foldAll } from '../../../src/model/runState.ts';
import { detailOf } from '../../../src/model/shapes.ts';
import { type PromptPage, promptPageSchema } from '../../../src/protocol/promptView.ts';
import { FakeRunner } from './fakeRunner.ts';

function sitting() {
  const runner = new FakeRunner();
  runner.waitingRun('r1');
  const client = runner.connect();
  const pages: PromptPage[] = [];
  const done: string[] = [];
  const detail = () => {
    const state = foldAll(runner.runs.get('r1')?.events ?? []);
    if (!state) throw new Error('no state');
    const all = detailOf(state);
    const [of] = all.items;
    if (!of) throw new Error('no item');
    return { detail: all, of };
  };
  const source = changePrompts(
    { run: 'r1', item: 'default' },
    {
      link: client,
      gate: async () => ({ about: 'change', ...landingGate({ ...detail(), as: 'merge' }), button: 'Land' }),
      answered: () => (detail().of.understanding?.right ?? 0) + (detail().of.understanding?.wrong ?? 0),
    },
  );
  const sits = new PromptSitting({
    source,
    show: (page) => pages.push(promptPageSchema.parse(page)),
    openCode: ({ path }) => done.push(`open ${path}`),
    land: () => done.push('land'),
    override: () => done.push('override'),
    close: () => done.push('close'),
  });
  const question = () => {
    const page = pages.at(-1);
    if (page?.show !== 'question') throw new Error(`no question but ${page?.show}`);
    return page.prompt;
  };
  return { runner, sits, pages, done, question };
}

const one = (option: number) => ({ by: 'one', option }) as const;

describe('PromptSitting', () => {
  it('asks, grades and opens the gate, and the page never gets the key before the answer', async () => {
    const { runner, sits, pages, question } = sitting();
    await sits.next();
    expect(pages.map(({ show }) => show)).toEqual(['making', 'question']);
    const prompt = question();
    expect(JSON.stringify(pages)).not.toMatch(/"(key|correct|lineText)":/);
    const given = one(runner.keyOf(prompt.id));
    await sits.take({ say: 'answer', prompt: prompt.id, given, confidence: 'sure' });
    expect(pages.at(-1)).toMatchObject({ show: 'graded', given, graded: { correct: true, credit: 0.5, key: given } });
    expect(pages.at(-1)).toMatchObject({ standing: { holds: true } });
    await sits.next();
    expect(pages.at(-1)).toMatchObject({ show: 'nothing', standing: { holds: true } });
  });

  it('shows a miss and brings another prompt', async () => {
    const { runner, sits, pages, question } = sitting();
    await sits.next();
    const first = question();
    const key = runner.keyOf(first.id);
    const given = one((key + 1) % 3);
    await sits.take({ say: 'answer', prompt: first.id, given, confidence: 'likely' });
    expect(pages.at(-1)).toMatchObject({ show: 'graded', given, graded: { correct: false, key: one(key) } });
    expect(pages.at(-1)).toMatchObject({ standing: { holds: false, canAnswer: true, canOverride: true } });
    await sits.take({ say: 'next' });
    expect(question().id).not.toBe(first.id);
  });

  it('hands on how sure one is: a right guess is told to be right, earns nothing and opens nothing', async () => {
    const { runner, sits, pages, question } = sitting();
    await sits.next();
    const { id } = question();
    await sits.take({ say: 'answer', prompt: id, given: one(runner.keyOf(id)), confidence: 'guess' });
    expect(pages.at(-1)).toMatchObject({
      graded: { correct: true, credit: 0 },
      standing: { holds: false, canAnswer: true },
    });
  });

  it('takes the first answer only, however fast the second comes', async () => {
    const { runner, sits, pages, question } = sitting();
    await sits.next();
    const prompt = question();
    const key = runner.keyOf(prompt.id);
    const answer = (option: number) =>
      sits.take({ say: 'answer', prompt: prompt.id, given: one(option), confidence: 'likely' });
    await Promise.all([answer((key + 1) % 3), answer(key)]);
    expect(runner.asked.filter((method) => method === 'answer')).toHaveLength(1);
    expect(pages.at(-1)).toMatchObject({ show: 'graded', given: one((key + 1) % 3), graded: { correct: false } });
  });

  it('can be cancelled while the prompt is made, and counts nothing', async () => {
    const { runner, sits, pages } = sitting();
    runner.slowPrompt = new Promise(() => {});
    const asking = sits.next();
    sits.cancel();
    await asking;
    expect(pages.at(-1)).toMatchObject({ show: 'trouble' });
    expect(runner.runs.get('r1')?.events.some(({ event }) => event.type === 'signal.sent')).toBe(false);
  });

  it('shows the same page again when the page is loaded anew', async () => {
    const { sits, pages } = sitting();
    await sits.next();
    await sits.take({ say: 'ready' });
    expect(pages.at(-1)).toEqual(pages.at(-2));
  });

  it('says which prompt of how many it is', async () => {
    const { runner, sits, pages, question } = sitting();
    await sits.next();
    expect(pages.at(-1)).toMatchObject({ progress: 'Prompt 1 of at most 3' });
    const { id } = question();
    await sits.take({ say: 'answer', prompt: id, given: one((runner.keyOf(id) + 1) % 3), confidence: 'sure' });
    await sits.next();
    expect(pages.at(-1)).toMatchObject({ progress: 'Prompt 2 of at most 3' });
  });

  it('notes that a closed-book prompt was looked up, whichever way, and then it is worth half', async () => {
    const { runner, sits, pages, done, question } = sitting();
    await sits.next();
    const { id } = question();
    sits.looked();
    await sits.take({ say: 'open-code' });
    expect(pages.filter((page) => page.show === 'question' && page.looked)).toHaveLength(1);
    expect(done).toEqual(['open src/price.js']);
    await sits.take({ say: 'answer', prompt: id, given: one(runner.keyOf(id)), confidence: 'sure' });
    expect(pages.at(-1)).toMatchObject({ graded: { correct: true, credit: 0.25 } });
  });

  it('passes on what the page asks the editor for', async () => {
    const { sits, done } = sitting();
    await sits.take({ say: 'open-code' });
    await sits.take({ say: 'land' });
    await sits.take({ say: 'override' });
    await sits.take({ say: 'done' });
    expect(done).toEqual(['land', 'override', 'close']);
  });
});
