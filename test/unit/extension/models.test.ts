import { describe, expect, it } from 'vitest';
import { answerAsk } from '../../../src/extension/models/answerAsk.ts';
import { Consent, type Say } from '../../../src/extension/models/consent.ts';
import type { EditorModel, EditorModels } from '../../../src/extension/models/editorModels.ts';
import { offerModels } from '../../../src/extension/models/offerModels.ts';
import { RunnerLink } from '../../../src/extension/runner/runnerLink.ts';
import type { ModelNews, ModelRequest } from '../../../src/model/modelAsk.ts';
import { ok } from '../../../src/model/result.ts';
import { FakeRunner } from './fakeRunner.ts';

const request: ModelRequest = { id: 'q', prompt: 'Well?', loop: 'nightly', run: 'r', role: 'judge' };
const never = new AbortController().signal;

/** A model that says these pieces, or throws what is no text. */
const model = (family: string, says: readonly (string | Error)[] = ['fine'], over: Partial<EditorModel> = {}) => {
  const sent: string[] = [];
  const made: EditorModel = {
    id: `id-${family}`,
    name: family,
    family,
    vendor: 'test',
    title: `${family} (test)`,
    maxInputTokens: 1000,
    isAllowed: () => true,
    count: async (text) => text.length,
    send: async (prompt) => {
      sent.push(prompt);
      return (async function* () {
        for (const piece of says) {
          if (typeof piece !== 'string') throw piece;
          yield piece;
        }
      })();
    },
    ...over,
  };
  return { ...made, sent };
};

function editor(...all: readonly EditorModel[]) {
  const listeners = new Set<() => void>();
  const models: { -readonly [K in keyof EditorModels]: EditorModels[K] } & {
    change(next: readonly EditorModel[]): void;
  } = {
    editor: 'VS Code 1',
    all: async () => all,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change: (next) => {
      models.all = async () => next;
      for (const listener of listeners) listener();
    },
  };
  return models;
}

async function ask(
  models: EditorModels,
  over: Partial<ModelRequest> = {},
  { say = nobody, mayRun = true, ms = 5 } = {},
) {
  const news: ModelNews[] = [];
  const answer = answerAsk({ models, consent: new Consent(say, ms), mayRun: () => mayRun });
  return { end: await answer({ ...request, ...over }, (one) => news.push(one), never), news };
}

const nobody: Say = () => new Promise(() => undefined);
const withCode = (code: string) => Object.assign(new Error('words of the model'), { code });
const notAllowedYet = { isAllowed: () => false };

describe('a window that is asked', () => {
  it('answers with the model that is named, else the first one', async () => {
    const [one, two] = [model('one'), model('two', ['a', 'b'])];
    const named = await ask(editor(one, two), { model: 'two', instructions: 'Be brief.' });
    expect(named).toEqual({
      end: { status: 'answered', usage: { inputTokens: 'Be brief.\n\nWell?'.length, outputTokens: 2 } },
      news: [
        { type: 'begin', model: 'id-two', editor: 'VS Code 1' },
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
    });
    await ask(editor(one, two));
    await ask(editor(one, two), { model: 'id-two' });
    expect([one.sent.length, two.sent.length]).toEqual([1, 2]);
  });

  it('sends nothing in Restricted Mode, to no model, or more than the model takes', async () => {
    const one = model('one', [], { maxInputTokens: 4 });
    expect((await ask(editor(one), {}, { mayRun: false })).end).toMatchObject({ why: 'not-allowed' });
    expect((await ask(editor(one), { model: 'x' })).end).toMatchObject({
      why: 'no-such-model',
      message: expect.stringContaining('There are: one.'),
    });
    expect((await ask(editor())).end).toMatchObject({ why: 'no-such-model' });
    expect((await ask(editor(one))).end).toMatchObject({
      why: 'too-long',
      message: expect.stringMatching(/5 tokens.* 4/),
    });
    expect(one.sent).toEqual([]);
  });

  it('asks the person first where the editor would, and takes no answer for a no', async () => {
    const one = model('one', ['fine'], notAllowedYet);
    const shown: string[] = [];
    const says =
      (button: string | undefined): Say =>
      async (message) => {
        shown.push(message);
        return button;
      };
    expect((await ask(editor(one), {}, { say: says('Allow') })).end.status).toBe('answered');
    expect(shown).toEqual(['The loop nightly wants to ask one (test) to judge a change.']);
    const sent = one.sent.length;
    for (const say of [says('Not Now'), says(undefined), nobody]) {
      expect((await ask(editor(one), {}, { say })).end).toMatchObject({
        why: 'not-allowed',
        message: expect.stringContaining('Allow'),
      });
    }
    expect(one.sent).toHaveLength(sent);
  });

  it('asks once for two questions of the same loop, and lets go of it with a stop', async () => {
    const buttons: ((button: string) => void)[] = [];
    const consent = new Consent(() => new Promise((resolve) => buttons.push(resolve)), 60_000);
    const one = model('one', [], notAllowedYet);
    const stop = new AbortController();
    const both = [consent.to(request, one, never), consent.to(request, one, stop.signal)];
    stop.abort();
    expect(await both[1]).toBe('stopped');
    expect(buttons).toHaveLength(1);
    buttons[0]?.('Allow');
    expect(await both[0]).toBe('yes');
  });

  it.each([
    ['NoPermissions', 'not-allowed'],
    ['NotFound', 'no-such-model'],
    ['Blocked', 'blocked'],
    ['Unknown', 'failed'],
    ['constructor', 'failed'],
  ])('tells what the editor says: %s', async (code, why) => {
    const { end } = await ask(editor(model('one', [withCode(code)])));
    expect(end).toMatchObject({ why, usage: null, message: expect.stringContaining('words of the model') });
  });

  it('tells what was used where the answer breaks off, and nothing where nobody can count', async () => {
    const broken = await ask(editor(model('one', ['half', withCode('Unknown')])));
    expect(broken.end).toMatchObject({ why: 'failed', usage: { inputTokens: 5, outputTokens: 4 } });
    const cannot = { count: () => Promise.reject(new Error('no')) };
    expect((await ask(editor(model('one', ['x'], cannot)))).end).toEqual({ status: 'answered', usage: null });
  });
});

describe('a window that has models', () => {
  it('offers them to each runner, again when they change or it gets the focus, and answers', async () => {
    const runner = new FakeRunner();
    const link = new RunnerLink(
      async () => ok(runner.connect()),
      () => true,
    );
    const models = editor();
    const focus = { isFocused: () => true, listener: () => undefined as unknown };
    let offered = 0;
    const settled = async (count: number) => {
      while (runner.offers.length < count || offered < count) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const end = offerModels(link, {
      models,
      focus: {
        isFocused: focus.isFocused,
        onChange: (listener) => {
          focus.listener = listener;
          return () => undefined;
        },
      },
      answer: answerAsk({ models, consent: new Consent(nobody), mayRun: () => true }),
      offered: () => (offered += 1),
    });
    // Without a model there is nothing to say.
    await link.open(true);
    models.change([model('one')]);
    await settled(1);
    focus.listener();
    await settled(2);
    models.change([]);
    await settled(3);
    expect(runner.offers.map((offer) => offer.models.map(({ family }) => family))).toEqual([['one'], ['one'], []]);
    expect(runner.offers[0]).toMatchObject({ focused: true, models: [{ id: 'id-one', vendor: 'test' }] });
    end();
    models.change([model('two')]);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(runner.offers).toHaveLength(3);
    link.dispose();
  });
});
