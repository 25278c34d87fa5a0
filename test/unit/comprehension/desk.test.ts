import { describe, expect, it } from 'vitest';
import { Desk } from '../../../src/comprehension/desk.ts';
import type { Answer, Item } from '../../../src/comprehension/item.ts';
import type { NothingToAsk } from '../../../src/comprehension/nothingToAsk.ts';
import type { Ask, Given, PromptKind } from '../../../src/model/prompt.ts';

const end: NothingToAsk = { code: 'all-asked', why: 'everything was asked', settled: true };

const options = ['a < b', 'a <= b', 'a > b'];
const one = (option: number): Given => ({ by: 'one', option });
const several = (...ticked: number[]): Given => ({ by: 'several', options: ticked });
const text = (typed: string): Given => ({ by: 'text', text: typed });
const words = (typed: string): Given => ({ by: 'words', text: typed });

interface Asking extends Partial<Omit<Item, 'prompt'>> {
  readonly kind?: PromptKind;
  readonly ask?: Ask;
  readonly book?: Item['prompt']['book'];
}

/** Of three options the second one is right, if nothing else is said. */
function item(id: string, asking: Asking = {}): Item {
  const { kind = 'which-did-it-write', ask = { by: 'one', options }, book = 'closed', ...more } = asking;
  const place = { head: 'a'.repeat(40), unit: 'a.js#', path: 'a.js', side: 'head', line: 7 } as const;
  const code = { before: [], shown: [], after: [] };
  const prompt = { id, kind, ...place, question: 'Which line did it write?', ...code, ask, book };
  return { prompt, chance: 1 / 3, key: one(1), lineText: '  a <= b', explanation: 'why', ...more };
}

const saying = (given: Given, how: Partial<Answer> = {}): Answer => ({
  given,
  confidence: 'sure',
  looked: false,
  ...how,
});

/** A desk with this one prompt asked. */
async function asked(asking: Asking): Promise<Desk> {
  async function* only(): AsyncGenerator<Item, NothingToAsk, void> {
    yield item('one', asking);
    return end;
  }
  const desk = new Desk(only());
  await desk.next();
  return desk;
}

/** What an answer to such a prompt comes to: whether it was right, or that it does not fit. */
async function judged(asking: Asking, given: Given): Promise<boolean | 'unknown'> {
  const answer = await (await asked(asking)).answer('one', saying(given));
  return answer.status === 'unknown' ? 'unknown' : answer.graded.correct;
}

/** A source that counts what was taken and answers a tick later, as one that runs checks would. */
function source(...ids: string[]) {
  const taken: string[] = [];
  async function* run(): AsyncGenerator<Item, NothingToAsk, void> {
    for (const id of ids) {
      await new Promise((resolve) => setImmediate(resolve));
      taken.push(id);
      yield item(id);
    }
    return end;
  }
  return { taken, items: run() };
}

const idOf = async (desk: Desk): Promise<string> => {
  const reply = await desk.next();
  return reply.status === 'ask' ? reply.item.prompt.id : reply.code;
};

describe('Desk', () => {
  it('gives everybody the same open prompt and makes no other meanwhile', async () => {
    const { taken, items } = source('one', 'two');
    const desk = new Desk(items);
    const seen = await Promise.all([idOf(desk), idOf(desk), idOf(desk)]);
    expect([...seen, await idOf(desk)]).toEqual(['one', 'one', 'one', 'one']);
    expect(taken).toEqual(['one']);
  });

  it('counts the first answer and lets it stand', async () => {
    const desk = new Desk(source('one').items);
    await desk.next();
    const graded = {
      ...{ correct: false, credit: 0, key: one(1), path: 'a.js', side: 'head', line: 7 },
      ...{ lineText: '  a <= b', explanation: 'why' },
    };
    const first = await desk.answer('one', saying(one(0)));
    expect(first).toEqual({ status: 'first', item: item('one'), graded });
    expect(await desk.answer('one', saying(one(1)))).toEqual({ ...first, status: 'again' });
  });

  it('counts the one that came first while grading takes its time, and asks for the next meanwhile', async () => {
    let tell = (_: boolean): void => {};
    let isAsked = 0;
    const isRight = () => {
      isAsked += 1;
      return new Promise<boolean>((resolve) => {
        tell = resolve;
      });
    };
    const desk = await asked({ isRight });
    const both = [desk.answer('one', saying(one(0))), desk.answer('one', saying(one(1)))];
    expect(await idOf(desk)).toBe('all-asked');
    tell(true);
    const statuses = (await Promise.all(both)).map(({ status }) => status);
    expect(statuses).toEqual(['first', 'again']);
    expect(isAsked).toBe(1);
  });

  it('brings another prompt after a miss as after a hit, then says why there is none, for good', async () => {
    const desk = new Desk(source('one', 'two').items);
    expect(await idOf(desk)).toBe('one');
    await desk.answer('one', saying(one(2)));
    expect(await idOf(desk)).toBe('two');
    expect(await desk.answer('two', saying(one(1)))).toMatchObject({ status: 'first', graded: { correct: true } });
    expect(await desk.next()).toEqual({ status: 'none', ...end });
    expect(await desk.next()).toEqual({ status: 'none', ...end });
  });

  it('never serves an id twice, nor one that was answered before a restart', async () => {
    const desk = new Desk(source('old', 'one', 'one', 'two').items, ['old']);
    expect(await idOf(desk)).toBe('one');
    await desk.answer('one', saying(one(0)));
    expect(await idOf(desk)).toBe('two');
    await desk.answer('two', saying(one(0)));
    expect(await idOf(desk)).toBe('all-asked');
    expect(await desk.answer('old', saying(one(1)))).toEqual({ status: 'unknown' });
  });

  it('counts nothing for an unknown prompt or option', async () => {
    const desk = new Desk(source('one').items);
    expect(await desk.answer('one', saying(one(1)))).toEqual({ status: 'unknown' });
    await desk.next();
    for (const option of [-1, 3, 0.5, Number.NaN]) {
      expect(await desk.answer('one', saying(one(option)))).toEqual({ status: 'unknown' });
    }
    expect(await desk.answer('two', saying(one(1)))).toEqual({ status: 'unknown' });
    expect(await desk.answer('one', saying(one(1)))).toMatchObject({ status: 'first', graded: { correct: true } });
  });

  it('counts nothing for an answer of another form, and the prompt stays open for one that fits', async () => {
    const desk = new Desk(source('one', 'two').items);
    await desk.next();
    for (const given of [several(1), text('a <= b'), words('a <= b')]) {
      expect(await desk.answer('one', saying(given))).toEqual({ status: 'unknown' });
    }
    expect(await idOf(desk)).toBe('one');
    expect(await desk.answer('one', saying(one(1)))).toMatchObject({ status: 'first', graded: { correct: true } });
  });

  it('takes all the options that are right and no other, in any order', async () => {
    const asking: Asking = { kind: 'callers-affected', ask: { by: 'several', options }, key: several(0, 2) };
    for (const given of [several(0, 2), several(2, 0), several(2, 0, 2)])
      expect(await judged(asking, given)).toBe(true);
    for (const given of [several(0), several(0, 1), several(0, 1, 2), several()]) {
      expect(await judged(asking, given)).toBe(false);
    }
    for (const given of [several(0, 3), several(-1), several(0.5), one(0), text('0, 2')]) {
      expect(await judged(asking, given)).toBe('unknown');
    }
  });

  it('takes the text that stands at the gap, whatever space is around it', async () => {
    const asking: Asking = { kind: 'cloze', ask: { by: 'text', most: 6 }, key: text('a <= b') };
    expect(await judged(asking, text('a <= b'))).toBe(true);
    expect(await judged({ ...asking, ask: { by: 'text', most: 9 } }, text('  a <= b '))).toBe(true);
    for (const typed of ['a < b', 'A <= B', 'a<=b']) expect(await judged(asking, text(typed))).toBe(false);
    for (const typed of ['', '   ', 'a <=  b']) expect(await judged(asking, text(typed))).toBe('unknown');
    expect(await judged(asking, words('a <= b'))).toBe('unknown');
  });

  it('lets a prompt say itself which text is right, and does not ask it about what does not fit', async () => {
    const isAsked: Given[] = [];
    const isRight = async (given: Given) =>
      isAsked.push(given) > 0 && given.by === 'text' && /^a\s*<=\s*b$/.test(given.text);
    const asking: Asking = { kind: 'cloze', ask: { by: 'text', most: 9 }, key: text('a <= b'), isRight };
    expect(await judged(asking, text('a<=b'))).toBe(true);
    expect(await judged(asking, text('b >= a'))).toBe(false);
    expect(await judged(asking, text('longer than nine'))).toBe('unknown');
    expect(isAsked).toEqual([text('a<=b'), text('b >= a')]);
  });

  it('takes words that are neither too few nor too many', async () => {
    const asking: Asking = { ask: { by: 'words', least: 4, most: 8 }, key: words(''), isRight: () => true };
    for (const typed of ['four', 'is eight']) expect(await judged(asking, words(typed))).toBe(true);
    for (const typed of ['two', '  two  ', 'more than 8']) expect(await judged(asking, words(typed))).toBe('unknown');
  });

  it.each<[string, Asking, Partial<Answer>, number]>([
    ['a right answer', {}, {}, 0.5],
    ['one that is only likely', {}, { confidence: 'likely' }, 0.5],
    ['a guess', {}, { confidence: 'guess' }, 0],
    ['one that was looked up', {}, { looked: true }, 0.25],
    ['one of an open book that was looked up', { book: 'open' }, { looked: true }, 0.5],
    ['one about tests', { kind: 'predict-failing-tests', book: 'open' }, {}, 0.8],
  ])('gives credit for %s, and none for a miss', async (_, asking, how, credit) => {
    const right = await (await asked(asking)).answer('one', saying(one(1), how));
    expect(right).toMatchObject({ graded: { correct: true, credit } });
    const missed = await (await asked(asking)).answer('one', saying(one(2), how));
    expect(missed).toMatchObject({ graded: { correct: false, credit: 0 } });
  });

  it('rejects for good when its source breaks: a broken search must not look like nothing to ask', async () => {
    // biome-ignore lint/correctness/useYield: a source that breaks at once
    async function* broken(): AsyncGenerator<Item, NothingToAsk, void> {
      throw new Error('the world broke its contract');
    }
    const desk = new Desk(broken());
    await expect(desk.next()).rejects.toThrow('broke its contract');
    await expect(desk.next()).rejects.toThrow('broke its contract');
  });
});
