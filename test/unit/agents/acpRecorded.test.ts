import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { geminiAdapter, opencodeAdapter } from '../../../src/agents/acp.ts';
import type { Adapter, AgentEvent, Turn } from '../../../src/agents/port.ts';
import { kinds, plainTurn, Replay, recording } from './replay.ts';

const scratch = mkdtempSync(join(tmpdir(), 'loopwright-acp-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function play(adapter: Adapter, name: string, turn: Partial<Turn> = {}, abortOn?: AgentEvent['type']) {
  const processes = new Replay(recording(`acp/${name}`));
  const events: AgentEvent[] = [];
  const stop = new AbortController();
  const tell = (event: AgentEvent) => {
    events.push(event);
    if (event.type === abortOn) stop.abort();
  };
  const outcome = await adapter.run({ ...plainTurn, scratch, ...turn }, tell, stop.signal, processes);
  return { outcome, events, processes };
}

const file = '/work/tree/hello.txt';
const model = 'mock/mock-model';

describe('gemini, as it was recorded', () => {
  it('tells an edit that it was allowed, and what the turn used', async () => {
    const { outcome, events, processes } = await play(geminiAdapter, 'gemini-edit', { model: 'gemini-2.5-flash' });
    expect(kinds(events)).toEqual(['session', 'tool-start', 'tool-end', 'file', 'text', 'usage']);
    expect(events[0]).toMatchObject({ model: 'gemini-2.5-flash', version: '0.61.0' });
    expect(events).toContainEqual({ type: 'file', path: file, change: 'written' });
    expect(processes.told).toContainEqual(
      expect.objectContaining({ result: { outcome: { outcome: 'selected', optionId: 'proceed_once' } } }),
    );
    expect(outcome).toMatchObject({
      status: 'completed',
      text: 'Done: wrote the file.',
      denied: 0,
      usage: { inputTokens: 3000, outputTokens: 84, costUsd: null, since: { tokens: 'turn' } },
    });
  });

  it('is started so that signals reach it, with the model in its command and without sub-agents', async () => {
    const policy = join(scratch, 'gemini-policy.toml');
    const { processes } = await play(geminiAdapter, 'gemini-edit', { model: 'gemini-2.5-flash' });
    expect(processes.orders[0]).toMatchObject({
      argv: ['agent', '--acp', '--skip-trust', '--policy', policy, '-m', 'gemini-2.5-flash'],
      env: { GEMINI_CLI_NO_RELAUNCH: 'true' },
    });
    expect(readFileSync(policy, 'utf8')).toContain('toolName = "invoke_agent"\ndecision = "deny"');
  });

  it('says "Done" after it was denied: the denial is counted', async () => {
    const { outcome, events } = await play(geminiAdapter, 'gemini-denied', { readOnly: true });
    expect(outcome).toMatchObject({ status: 'completed', text: 'Done: wrote the file.', denied: 1 });
    expect(kinds(events)).toEqual(['session', 'denied', 'text', 'usage']);
  });

  it('tells a refused key', async () => {
    expect((await play(geminiAdapter, 'gemini-e401')).outcome).toMatchObject({ status: 'failed', cause: 'auth' });
  });

  it('is asked to stop in the middle of a tool, which is told when it begins', async () => {
    const { outcome, processes } = await play(geminiAdapter, 'gemini-sleep', {}, 'tool-start');
    expect(outcome.status).toBe('aborted');
    expect(processes.told.at(-1)).toMatchObject({ method: 'session/cancel' });
    expect(processes.ends).toBe(1);
  });
});

describe('opencode, as it was recorded', () => {
  it('tells an edit, its newest call, and the cost of the session', async () => {
    const { outcome, events } = await play(opencodeAdapter, 'opencode-edit', { model });
    expect(kinds(events)).toEqual(['session', 'tool-start', 'tool-end', 'file', 'text', 'usage']);
    expect(events).toContainEqual(expect.objectContaining({ type: 'tool-start', name: 'write' }));
    expect(outcome).toMatchObject({
      status: 'completed',
      usage: { inputTokens: 1500, cachedTokens: 1000, outputTokens: 42, since: { cost: 'session' } },
    });
    expect(outcome.usage?.costUsd).toBeCloseTo(0.00486, 8);
  });

  it('has a reading role ask for all that changes something, and go on after a refusal', async () => {
    const own = {
      OPENCODE_PERMISSION: '{"webfetch":"deny","edit":"allow"}',
      OPENCODE_CONFIG_CONTENT: '{"share":"disabled"}',
    };
    const { outcome, events, processes } = await play(opencodeAdapter, 'opencode-denied', {
      readOnly: true,
      env: own,
      model,
    });
    const env = processes.orders[0]?.env ?? {};
    expect(JSON.parse(env['OPENCODE_PERMISSION'] ?? '')).toEqual({
      webfetch: 'deny',
      task: 'deny',
      edit: 'ask',
      bash: 'ask',
    });
    expect(JSON.parse(env['OPENCODE_CONFIG_CONTENT'] ?? '')).toEqual({
      share: 'disabled',
      agent: { title: { disable: true } },
      experimental: { continue_loop_on_deny: true },
    });
    expect(events).toContainEqual({ type: 'denied', what: file });
    expect(outcome).toMatchObject({ status: 'completed', text: 'Done: wrote the file.', denied: 1 });
  });

  it('offers only those tools of a connector that are named', async () => {
    const mcp = [{ name: 'notes', command: '/bin/notes', args: [], env: {}, tools: ['list'] }];
    const { processes } = await play(opencodeAdapter, 'opencode-edit', { mcp, model });
    expect(JSON.parse(processes.orders[0]?.env['OPENCODE_PERMISSION'] ?? '')).toEqual({
      'notes_*': 'deny',
      notes_list: 'allow',
      task: 'deny',
    });
  });

  it('tells a refused key', async () => {
    expect((await play(opencodeAdapter, 'opencode-e401', { model })).outcome).toMatchObject({ cause: 'auth' });
  });

  it('is asked to stop in the middle of a tool', async () => {
    const { outcome, processes } = await play(opencodeAdapter, 'opencode-sleep', { model }, 'tool-start');
    expect(outcome.status).toBe('aborted');
    expect(processes.told).toContainEqual(expect.objectContaining({ method: 'session/cancel' }));
  });
});
