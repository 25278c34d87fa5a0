import { describe, expect, it } from 'vitest';
import { Desk } from '../../../src/comprehension/desk.ts';
import type { Item } from '../../../src/comprehension/item.ts';
import type { NothingToAsk } from '../../../src/comprehension/nothingToAsk.ts';

const end: NothingToAsk = { code: 'all-asked', why: 'everything was asked', settled: true };

function item(id: string, key = 1): Item {
  const options = ['a < b', 'a <= b', 'a > b'];
  const more = { before: [], after: [], options, explanation: 'why' };
  return { id, head: 'h', path: 'a.js', line: 1, key, lineText: options[key] ?? '', ...more };
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
  return reply.status === 'ask' ? reply.item.id : reply.code;
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
    expect(desk.answer('one', 0)).toMatchObject({ status: 'first', correct: false, item: { lineText: 'a <= b' } });
    expect(desk.answer('one', 1)).toMatchObject({ status: 'again', correct: false });
  });

  it('brings another prompt after a miss as after a hit, then says why there is none, for good', async () => {
    const desk = new Desk(source('one', 'two').items);
    expect(await idOf(desk)).toBe('one');
    desk.answer('one', 2);
    expect(await idOf(desk)).toBe('two');
    expect(desk.answer('two', 1)).toMatchObject({ status: 'first', correct: true });
    expect(await desk.next()).toEqual({ status: 'none', ...end });
    expect(await desk.next()).toEqual({ status: 'none', ...end });
  });

  it('never serves an id twice, nor one that was answered before a restart', async () => {
    const desk = new Desk(source('old', 'one', 'one', 'two').items, ['old']);
    expect(await idOf(desk)).toBe('one');
    desk.answer('one', 0);
    expect(await idOf(desk)).toBe('two');
    desk.answer('two', 0);
    expect(await idOf(desk)).toBe('all-asked');
    expect(desk.answer('old', 1)).toEqual({ status: 'unknown' });
  });

  it('counts nothing for an unknown prompt or option', async () => {
    const desk = new Desk(source('one').items);
    expect(desk.answer('one', 1)).toEqual({ status: 'unknown' });
    await desk.next();
    for (const option of [-1, 3, 0.5, Number.NaN]) expect(desk.answer('one', option)).toEqual({ status: 'unknown' });
    expect(desk.answer('two', 1)).toEqual({ status: 'unknown' });
    expect(desk.answer('one', 1)).toMatchObject({ status: 'first', correct: true });
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
