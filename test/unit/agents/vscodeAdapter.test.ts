import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RoleTask } from '../../../src/agents/agent.ts';
import { scratchFolder } from '../../../src/agents/drive/spec.ts';
import type { AgentEvent, Turn } from '../../../src/agents/port.ts';
import { askFile, postAsk, readAsk } from '../../../src/agents/vscode/askFile.ts';
import { vscodeAdapter } from '../../../src/agents/vscode.ts';
import { type ModelEnd, type ModelRequest, mostAsked, notAnswered } from '../../../src/model/modelAsk.ts';
import { type ModelPort, ModelRelay } from '../../../src/steps/modelRelay.ts';

// Driver's side and runner's side of a question, over real files.

let directory: string;
let scratch: string;
let relays: ModelRelay[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'loopwright-model-'));
  scratch = scratchFolder(directory);
  mkdirSync(scratch);
  relays = [];
});
afterEach(async () => {
  for (const relay of relays) await relay.end();
  rmSync(directory, { recursive: true, force: true });
});

const nobody = {
  start: () => {
    throw new Error('no process is started');
  },
};
const never = new AbortController().signal;

function turn(over: Partial<Turn> = {}, signal = never) {
  const events: AgentEvent[] = [];
  const asked: Turn = {
    program: ['vscode'],
    cwd: directory,
    env: {},
    scratch,
    prompt: 'Well?',
    readOnly: true,
    mcp: [],
    retries: 0,
    ...over,
  };
  return { events, outcome: vscodeAdapter.run(asked, (event) => events.push(event), signal, nobody) };
}

/** The runner's side, with these windows. */
function relay(ask: ModelPort['ask']) {
  const asked: ModelRequest[] = [];
  const task = { role: 'judge', input: { loop: 'fix' } } as unknown as RoleTask;
  const port: ModelPort = {
    ask: (request, tell, signal) => {
      asked.push(request);
      return ask(request, tell, signal);
    },
  };
  const made = new ModelRelay(port, { directory, runId: 'r1' }, task);
  relays.push(made);
  made.begin();
  return { asked, relay: made };
}

const answered: ModelEnd = { status: 'answered', usage: { inputTokens: 5, outputTokens: 2 } };
const begin = { type: 'begin', model: 'm', editor: 'VS Code 1' } as const;

const hangs: ModelPort['ask'] = async (_request, tell, signal) => {
  tell(begin);
  tell({ type: 'text', text: 'half' });
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  return answered;
};

describe('a question to a model of the editor', () => {
  it('goes to the runner, and the answer comes back as it is told', async () => {
    const { asked } = relay(async (_request, tell) => {
      tell(begin);
      tell({ type: 'text', text: 'one ' });
      tell({ type: 'text', text: 'two' });
      return answered;
    });
    const { events, outcome } = turn({ model: 'gpt', instructions: 'Be brief.' });
    expect(await outcome).toMatchObject({
      status: 'completed',
      text: 'one two',
      usage: { inputTokens: 5, outputTokens: 2, costUsd: null },
    });
    expect(asked).toMatchObject([
      { prompt: 'Well?', model: 'gpt', instructions: 'Be brief.', loop: 'fix', run: 'r1', role: 'judge' },
    ]);
    expect(events.map(({ type }) => type)).toEqual(['session', 'text', 'usage']);
    expect(events[0]).toMatchObject({ model: 'm', version: 'VS Code 1' });
    expect(existsSync(askFile(scratch))).toBe(false);
  });

  it.each([
    ['no-window', 'failed', 'missing'],
    ['window-gone', 'failed', 'network'],
    ['not-allowed', 'failed', 'auth'],
    ['no-such-model', 'failed', 'missing'],
    ['blocked', 'failed', 'rate'],
    ['too-long', 'limit', 'budget'],
    ['failed', 'failed', 'server'],
  ] as const)('that ends with %s', async (why, status, cause) => {
    relay(async () => notAnswered(why, 'because'));
    expect(await turn().outcome).toMatchObject({ status, cause, detail: 'because', usage: null });
  });

  it('that is asked again counts from there, and what was used before is unknown', async () => {
    relay(async (_request, tell) => {
      tell(begin);
      tell({ type: 'text', text: 'never mind ' });
      tell({ ...begin, model: 'other' });
      tell({ type: 'text', text: 'whole' });
      return answered;
    });
    const { events, outcome } = turn();
    expect(await outcome).toMatchObject({ status: 'completed', text: 'whole', usage: null });
    expect(events.map(({ type }) => type)).toEqual(['session', 'text', 'retry', 'session', 'text']);
  });

  it('is taken back when the turn is stopped, and the window hears of it', async () => {
    const stop = new AbortController();
    let isStopped = false;
    relay(async (request, tell, signal) => {
      const end = await hangs(request, tell, signal);
      isStopped = true;
      return end;
    });
    const { events, outcome } = turn({}, stop.signal);
    while (events.length === 0) await delay(20);
    stop.abort();
    expect(await outcome).toMatchObject({ status: 'aborted', usage: null });
    while (!isStopped) await delay(20);
  });

  it('is asked again by the next runner, but not where the answer stands already', async () => {
    const first = relay(hangs);
    const { events, outcome } = turn();
    while (events.length === 0) await delay(20);
    await first.relay.end();
    const second = relay(async (_request, tell) => {
      tell(begin);
      tell({ type: 'text', text: 'whole' });
      return answered;
    });
    expect(await outcome).toMatchObject({ status: 'completed', text: 'whole' });
    expect(second.asked[0]?.id).toBe(first.asked[0]?.id);
    // The driver had not seen it yet when that runner died too.
    await second.relay.end();
    await postAsk(scratch, { id: second.asked[0]?.id ?? '', prompt: 'Well?' });
    const third = relay(hangs);
    await delay(500);
    expect(third.asked).toEqual([]);
  });

  it('of a driver that is gone is not asked any more', async () => {
    await postAsk(scratch, { id: 'stale', prompt: 'Well?' });
    const { asked, relay: held } = relay(hangs);
    await held.hold();
    held.go();
    await delay(500);
    expect(asked).toEqual([]);
    expect(existsSync(askFile(scratch))).toBe(false);
  });

  it('is read from a plain file only, of the right form', async () => {
    writeFileSync(askFile(scratch), '{"id": "../x", "prompt": "y"}');
    expect(await readAsk(scratch)).toBeUndefined();
    writeFileSync(askFile(scratch), '{"id": "x"');
    expect(await readAsk(scratch)).toBeUndefined();
    writeFileSync(join(directory, 'elsewhere'), '{"id": "x", "prompt": "y"}');
    rmSync(askFile(scratch));
    if (process.platform !== 'win32') {
      symlinkSync(join(directory, 'elsewhere'), askFile(scratch));
      expect(await readAsk(scratch)).toBeUndefined();
    }
    expect(await turn({ prompt: 'x'.repeat(mostAsked + 1) }).outcome).toMatchObject({
      status: 'limit',
      cause: 'budget',
    });
  });
});
