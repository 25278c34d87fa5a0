import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { ModelEnd, ModelRequest } from '../../../src/model/modelAsk.ts';
import type { RunDetail } from '../../../src/model/shapes.ts';
import type { RunnerClient } from '../../../src/protocol/client.ts';
import type { AnswerModelAsk } from '../../../src/protocol/models.ts';
import type { LoopRepository } from '../../support/loopRepository.ts';
import { repositories } from './smallLoops.ts';

// `agent: vscode` through the real runner, its driver and its socket; a client of the tests stands for the window.

const file = '.loops/mend.loop.yaml';
const files = (budget = 'max-iterations: 1') => ({
  'value.txt': '0\n',
  'tools/make.mjs': "import { writeFileSync } from 'node:fs';\nwriteFileSync('value.txt', '1\\n');\n",
  [file]: [
    'name: mend',
    'on: manual',
    'roles: { maker: { run: node tools/make.mjs }, judge: { agent: vscode, model: family-2 } }',
    'checks: { made: grep -q 1 value.txt }',
    'goal: { until: checks.made.passed && judge.passed, judge: { rubric: The value is one. } }',
    `budget: { ${budget} }`,
  ].join('\n'),
});

// The driver is caged as every other one is, where there are cages.
delete process.env['LOOPWRIGHT_SANDBOX'];

const { create, dispose } = repositories();
afterEach(dispose);

const model = (number: number) => ({
  id: `model-${number}`,
  name: `Model ${number}`,
  family: `family-${number}`,
  vendor: 'test',
});
const verdict = (score: number) =>
  `I looked.\n\`\`\`json\n${JSON.stringify({ score, reasons: ['It is one.'] })}\n\`\`\``;
const answered: ModelEnd = { status: 'answered', usage: { inputTokens: 40, outputTokens: 7 } };

/** A window that answers; what it was asked stands in `asked`. */
class Window {
  readonly asked: ModelRequest[] = [];
  readonly cancelled: string[] = [];
  readonly client: RunnerClient;

  private constructor(client: RunnerClient) {
    this.client = client;
  }

  static async open(
    loop: LoopRepository,
    answer: (window: Window, ...args: Parameters<AnswerModelAsk>) => Promise<ModelEnd>,
    { focused = true, models = [model(1), model(2)] } = {},
  ): Promise<Window> {
    const window = new Window(await loop.connect());
    window.client.onModelAsk((request, tell, signal) => {
      window.asked.push(request);
      signal.addEventListener('abort', () => window.cancelled.push(request.id));
      return answer(window, request, tell, signal);
    });
    const reply = await window.client.request('offerModels', { models, focused });
    expect(reply).toMatchObject({ ok: true });
    return window;
  }

  /** Until it was asked so often. */
  async untilAsked(times = 1): Promise<void> {
    while (this.asked.length < times) await delay(20);
  }
}

type Says = (...args: Parameters<AnswerModelAsk>) => Promise<ModelEnd>;

const says =
  (...texts: readonly string[]): Says =>
  async (_request, tell) => {
    tell({ type: 'begin', model: 'model-2', editor: 'VS Code 1.2.3' });
    for (const text of texts) tell({ type: 'text', text });
    return answered;
  };

/** Says this and never ends. */
const hangsAfter =
  (text: string): Says =>
  async (_request, tell, signal) => {
    tell({ type: 'begin', model: 'model-2', editor: 'VS Code 1.2.3' });
    if (text !== '') tell({ type: 'text', text });
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    return answered;
  };

const as =
  (says: Says) =>
  (_window: Window, ...args: Parameters<AnswerModelAsk>) =>
    says(...args);

/** What a window says the first time, the second time, and so on. */
const inTurn =
  (...all: readonly Says[]) =>
  (window: Window, ...args: Parameters<AnswerModelAsk>) =>
    (all[window.asked.length - 1] ?? says())(...args);

const judged = (detail: RunDetail) => {
  const steps = detail.items.flatMap(({ iterations }) => iterations.flatMap((iteration) => iteration.steps));
  const step = steps.find(({ kind }) => kind === 'judge');
  if (step === undefined) throw new Error(`nobody judged: ${JSON.stringify(detail)}`);
  return step;
};

describe('a judge that is a language model of the editor', () => {
  it('is asked in the window, sees the change, and its verdict counts', async () => {
    const loop = await create(() => files());
    const idle = await Window.open(loop, as(says('never')), { models: [model(1)] });
    const window = await Window.open(
      loop,
      as(says('I looked.\n```json\n', '{"score": 9, "reasons": ["It is one."]}\n```')),
      {
        focused: false,
      },
    );
    const run = await loop.start(file);
    const detail = await loop.until(run, 'waiting');
    expect(idle.asked).toEqual([]);
    expect(window.asked).toMatchObject([{ loop: 'mend', role: 'judge', run, model: 'family-2' }]);
    const prompt = window.asked[0]?.prompt ?? '';
    expect(prompt).toContain('The value is one.');
    expect(prompt).toContain('+1');
    expect(prompt).not.toContain('change.diff');
    expect(judged(detail)).toMatchObject({ status: 'passed' });
    expect(JSON.stringify(detail)).toContain('"score":9');
    const costs = await loop.ask('costs', { from: 0 });
    expect(costs.filter(({ role }) => role === 'judge')).toMatchObject([
      { agent: 'vscode', tokens: 47, costUsd: null, model: 'family-2' },
    ]);
    const found = await loop.ask('agents', {});
    expect(found.find(({ agent }) => agent === 'vscode')?.version).toContain('family-2');
    expect(await loop.ask('models', {})).toHaveLength(2);
    for (const { client } of [idle, window]) client.close();
    expect(await loop.quiet()).toEqual([]);
  });

  it('that argues with itself is asked once more, and counts only when it does not', async () => {
    const loop = await create(() => files());
    const twoMinds = `${verdict(9)}\nNo, wait.\n${verdict(2)}`;
    const window = await Window.open(loop, inTurn(says(twoMinds), says(verdict(8))));
    const detail = await loop.until(await loop.start(file), 'waiting');
    expect(window.asked).toHaveLength(2);
    expect(window.asked[1]?.prompt).toContain('no valid verdict');
    // Nothing is remembered between the two, so the second has all of the first.
    expect(window.asked[1]?.prompt).toContain(window.asked[0]?.prompt ?? 'nothing');
    expect(JSON.stringify(detail)).toContain('"score":8');
    const costs = await loop.ask('costs', { from: 0 });
    expect(costs.find(({ role }) => role === 'judge')?.tokens).toBe(94);
  });

  it('that no window has keeps the run from starting, with what to do', async () => {
    const loop = await create(() => files());
    const client = await loop.connect();
    const refused = await client.request('start', { file, uncommitted: false });
    expect(refused).toMatchObject({ ok: false, error: { code: 'missing-part' } });
    expect(!refused.ok && refused.error.message).toMatch(/roles\.judge: No window of VS Code .* Open the repository/);
    // A window whose models are gone is none.
    const window = await Window.open(loop, as(says(verdict(9))));
    await window.client.request('offerModels', { models: [], focused: true });
    expect(await client.request('start', { file, uncommitted: false })).toMatchObject({ ok: false });
    expect(await loop.ask('models', {})).toEqual([]);
  });

  it('whose window goes away is asked in another one; what the first used is unknown', async () => {
    const loop = await create(() => files());
    const other = await Window.open(loop, as(says(verdict(9))), { focused: false });
    const leaves = await Window.open(loop, as(hangsAfter('I look at ')));
    const run = await loop.start(file);
    await leaves.untilAsked();
    await delay(300);
    leaves.client.close();
    const detail = await loop.until(run, 'waiting');
    expect([leaves.asked.length, other.asked.length]).toEqual([1, 1]);
    expect(other.asked[0]?.id).toBe(leaves.asked[0]?.id);
    expect(JSON.stringify(detail)).toContain('"score":9');
    const costs = await loop.ask('costs', { from: 0 });
    expect(costs.find(({ role }) => role === 'judge')).toMatchObject({ tokens: null });
  });

  it('whose only window goes away has failed, and says so', async () => {
    const loop = await create(() => files());
    const leaves = await Window.open(loop, as(hangsAfter('')));
    const run = await loop.start(file);
    await leaves.untilAsked();
    leaves.client.close();
    await loop.connect();
    const detail = await loop.until(run, 'gave-up');
    expect(JSON.stringify(judged(detail))).toMatch(/failed \(missing\): No window of VS Code/);
  });

  it('whose window talks garbage is asked again', async () => {
    const loop = await create(() => files());
    const garbage: Says = async (_request, tell) => {
      tell({ type: 'shout', text: 7 } as never);
      return { status: 'very well' } as never;
    };
    const window = await Window.open(loop, inTurn(garbage, says(verdict(9))));
    const detail = await loop.until(await loop.start(file), 'waiting');
    expect(window.asked).toHaveLength(2);
    expect(JSON.stringify(detail)).toContain('"score":9');
  });

  it('that a person does not allow has failed at once', async () => {
    const loop = await create(() => files());
    const no: Says = async () => ({ status: 'failed', why: 'not-allowed', message: 'Not allowed here.', usage: null });
    const window = await Window.open(loop, as(no));
    const detail = await loop.until(await loop.start(file), 'gave-up');
    expect(window.asked).toHaveLength(1);
    expect(JSON.stringify(judged(detail))).toContain('failed (auth): Not allowed here.');
  });

  it('is asked again by the next runner when the first is killed, and stopped with its run', async () => {
    const loop = await create(() => files());
    const first = await Window.open(loop, as(hangsAfter('I look at ')));
    const run = await loop.start(file);
    await first.untilAsked();
    expect(await loop.killRunner()).toBe(true);
    while (first.cancelled.length === 0) await delay(20);
    const second = await Window.open(loop, as(hangsAfter('Again ')));
    await second.untilAsked();
    expect(second.asked[0]?.id).toBe(first.asked[0]?.id);
    await loop.ask('stop', { run });
    while (second.cancelled.length === 0) await delay(20);
    expect((await loop.until(run, 'stopped')).status).toBe('stopped');
    second.client.close();
    expect(await loop.quiet()).toEqual([]);
  });
});
