import { describe, expect, it } from 'vitest';
import { type ModelEnd, type ModelNews, type ModelRequest, mostAnswered } from '../../../src/model/modelAsk.ts';
import { type ModelWindow, ModelWindows } from '../../../src/runner/modelWindows.ts';

const model = (family: string) => ({ id: `id-${family}`, name: family, family, vendor: 'test' });
const request: ModelRequest = { id: 'q', prompt: 'Well?', loop: 'l', run: 'r', role: 'judge' };
const answered: ModelEnd = { status: 'answered', usage: null };
const never = new AbortController().signal;

/** A window that says one thing; `asked` counts. */
function window(says: ModelEnd | 'gone', text = 'x') {
  const made = {
    asked: 0,
    ask: async (_request: ModelRequest, tell: (news: ModelNews) => void): Promise<ModelEnd | 'gone'> => {
      made.asked += 1;
      tell({ type: 'text', text });
      return says;
    },
  } satisfies ModelWindow & { asked: number };
  return made;
}

async function asked(windows: ModelWindows, over: Partial<ModelRequest> = {}) {
  const heard: string[] = [];
  const end = await windows.ask(
    { ...request, ...over },
    (news) => news.type === 'text' && heard.push(news.text),
    never,
  );
  return { end, heard };
}

describe('the windows that have language models', () => {
  it('are asked one at a time: the focused before the newest, and the one that has the model before both', async () => {
    const windows = new ModelWindows(0);
    const [old, focused, newest] = [window(answered), window(answered), window(answered)];
    windows.offer(old, { models: [model('b'), model('c')], focused: false });
    windows.offer(focused, { models: [model('a')], focused: true });
    windows.offer(newest, { models: [model('a'), model('b')], focused: false });
    expect(windows.models.map(({ family }) => family)).toEqual(['a', 'b', 'c']);
    await asked(windows);
    await asked(windows, { model: 'nobody has it' });
    expect([old.asked, focused.asked, newest.asked]).toEqual([0, 2, 0]);
    await asked(windows, { model: 'b' });
    await asked(windows, { model: 'id-c' });
    expect([old.asked, focused.asked, newest.asked]).toEqual([1, 2, 1]);
  });

  it('are none at once, or after the time in which one may come back', async () => {
    const windows = new ModelWindows(0);
    expect((await asked(windows)).end).toMatchObject({ status: 'failed', why: 'no-window' });
    expect(await windows.some()).toBe(false);
    expect(windows.mayBeAsked).toBe(false);
    const patient = new ModelWindows(60_000);
    expect(patient.mayBeAsked).toBe(true);
    const waiting = asked(patient);
    const isThere = patient.some();
    const comes = window(answered, 'here');
    patient.offer(comes, { models: [model('a')], focused: false });
    expect(await isThere).toBe(true);
    expect(await waiting).toEqual({ end: answered, heard: ['here'] });
    expect(comes.asked).toBe(1);
  });

  it('that go away are asked no more, and another one is', async () => {
    const windows = new ModelWindows(0);
    const [leaves, other] = [window('gone', 'half'), window(answered, 'whole')];
    windows.offer(other, { models: [model('a')], focused: false });
    windows.offer(leaves, { models: [model('a')], focused: true });
    expect(await asked(windows)).toEqual({ end: answered, heard: ['half', 'whole'] });
    windows.leave(other);
    expect((await asked(windows)).end).toMatchObject({ status: 'failed', why: 'window-gone' });
    windows.offer(leaves, { models: [], focused: true });
    expect((await asked(windows)).end).toMatchObject({ why: 'no-window' });
  });

  it('are not listened to for ever, and not waited for after a stop', async () => {
    const windows = new ModelWindows(60_000);
    windows.offer(window(answered, 'x'.repeat(mostAnswered + 1)), { models: [model('a')], focused: true });
    expect(await asked(windows)).toMatchObject({ end: { status: 'failed', why: 'too-long' }, heard: [] });
    const stop = new AbortController();
    const waiting = new ModelWindows(60_000).ask(request, () => undefined, stop.signal);
    stop.abort();
    expect(await waiting).toMatchObject({ status: 'failed' });
  });
});
