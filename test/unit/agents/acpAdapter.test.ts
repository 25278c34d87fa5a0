import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { acpAdapter } from '../../../src/agents/acp.ts';
import { OwnProcesses } from '../../../src/agents/drive/processStarter.ts';
import type { AgentEvent, Turn } from '../../../src/agents/port.ts';
import { kinds, plainTurn } from './replay.ts';

const agent = fileURLToPath(new URL('fakeAcpAgent.mjs', import.meta.url));
const env = { PATH: process.env['PATH'] ?? '' };
const place = mkdtempSync(join(tmpdir(), 'loopwright-acp-'));
const cwd = mkdtempSync(join(place, 'tree-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

const command = (...mode: string[]) => [process.execPath, agent, ...mode];

async function ask(prompt: string, turn: Partial<Turn> = {}, abortAfter?: AgentEvent['type']) {
  const events: AgentEvent[] = [];
  const stop = new AbortController();
  const tell = (event: AgentEvent) => {
    events.push(event);
    if (event.type === abortAfter) setTimeout(() => stop.abort(), 100);
  };
  const processes = new OwnProcesses();
  const whole = { ...plainTurn, program: command(), cwd, scratch: join(place, 'scratch'), env, prompt, ...turn };
  return { outcome: await acpAdapter.run(whole, tell, stop.signal, processes), events };
}

describe('a turn over the Agent Client Protocol', () => {
  it('tells what the agent does, and lets a maker edit', async () => {
    const file = join(cwd, 'made.txt');
    const { outcome, events } = await ask(`edit ${file}`);
    expect(kinds(events)).toEqual(['session', 'tool-start', 'tool-end', 'file', 'text']);
    expect(events[0]).toEqual({ type: 'session', id: 's-new', model: 'small', version: '3.2.1' });
    expect(outcome).toEqual({
      status: 'completed',
      detail: '',
      text: 'All done.',
      session: 's-new',
      usage: null,
      denied: 0,
    });
    expect(readFileSync(file, 'utf8')).toBe('hello\n');
  });

  it.each([
    ['edit', 'edit'],
    ['run', 'execute'],
  ])('refuses a reading role to %s, whatever the agent says then', async (act, kind) => {
    const file = join(cwd, `never-${act}.txt`);
    const { outcome, events } = await ask(`${act} ${file}`, { readOnly: true });
    expect(events).toContainEqual({ type: 'denied', what: `${kind} ${file}` });
    expect(outcome).toMatchObject({ status: 'completed', text: 'All done.', denied: 1 });
    expect(existsSync(file)).toBe(false);
  });

  it('refuses a maker an edit outside of its worktree', async () => {
    const { outcome } = await ask('edit /etc/loopwright-test');
    expect(outcome.denied).toBe(1);
  });

  it('lets a reading role use the connectors that it was given, and no other', async () => {
    const mcp = [{ name: 'notes', command: '/bin/notes', args: [], env: {} }];
    expect((await ask('connector', { readOnly: true, mcp })).outcome.denied).toBe(0);
    expect((await ask('connector', { readOnly: true })).outcome.denied).toBe(1);
    const others = mcp.map((server) => ({ ...server, tools: ['list'] }));
    expect((await ask('connector', { mcp: others })).outcome.denied).toBe(1);
  });

  it('does not take the end of a turn for success', async () => {
    const { outcome } = await ask('nothing');
    expect(outcome).toMatchObject({ status: 'failed', cause: 'crash' });
    expect(outcome.detail).toContain('without a word or an act');
  });
});

describe('sessions', () => {
  const who = async (turn: Partial<Turn>) =>
    JSON.parse((await ask('who', turn)).outcome.text) as Record<string, unknown>;

  it('goes on with one, forks one, and loads where there is no other way', async () => {
    const session = { id: 'old', mode: 'continue' } as const;
    expect(await who({ session })).toMatchObject({ how: 'resume', from: 'old' });
    expect(await who({ session: { id: 'old', mode: 'fork' } })).toMatchObject({ how: 'fork', from: 'old' });
    const loaded = await ask('say Hello.', { session, program: command('only-loads') });
    // What was said in earlier turns is not said again.
    expect(loaded.outcome).toMatchObject({ session: 'old', text: 'Hello.' });
    expect(loaded.events.filter(({ type }) => type === 'text')).toEqual([{ type: 'text', text: 'Hello.' }]);
  });

  it('fails where it cannot fork', async () => {
    const { outcome } = await ask('who', { session: { id: 'old', mode: 'fork' }, program: command('only-loads') });
    expect(outcome).toMatchObject({ status: 'failed', cause: 'crash' });
  });

  it('chooses the model, or says that it cannot', async () => {
    expect(await who({ model: 'large' })).toMatchObject({ model: 'large' });
    const { outcome } = await ask('who', { model: 'large', program: command('no-models') });
    expect(outcome).toMatchObject({ status: 'failed', detail: expect.stringContaining('no choice of models') });
  });

  it('hands over the connectors', async () => {
    const mcp = [{ name: 'notes', command: '/bin/notes', args: ['-x'], env: { KEY: 'v' } }];
    expect(await who({ mcp })).toMatchObject({
      servers: [{ name: 'notes', command: '/bin/notes', args: ['-x'], env: [{ name: 'KEY', value: 'v' }] }],
    });
  });

  it('sends it to a server that runs already, or has it start one where it talks to none over HTTP', async () => {
    const served = { url: 'http://127.0.0.1:1/mcp', token: 'secret' };
    const mcp = [{ name: 'loopwright', command: '/bin/mcp', args: [], env: {}, served }];
    const headers = [{ name: 'Authorization', value: 'Bearer secret' }];
    expect(await who({ mcp, program: command('over-http') })).toMatchObject({
      servers: [{ type: 'http', name: 'loopwright', url: served.url, headers }],
    });
    const { servers } = await who({ mcp });
    expect(servers).toEqual([{ name: 'loopwright', command: '/bin/mcp', args: [], env: [] }]);
  });

  it('puts instructions before the prompt', async () => {
    expect((await ask('Hello.', { instructions: 'say Be brief.' })).outcome.text).toBe('Be brief.\n\nHello.');
  });
});

describe('what goes wrong', () => {
  it('lets noise go by', async () => {
    const { outcome, events } = await ask('noise');
    expect(outcome).toMatchObject({ status: 'completed', text: 'a\u2028b' });
    const noise = events.flatMap((event) => (event.type === 'noise' ? [event.sample] : []));
    const unasked = '{"jsonrpc":"2.0","id":99,"result":{"stopReason":"end_turn"}}';
    expect(noise).toEqual(['Loading…', '[1,2]', unasked, '{"sessionId":"s-new"}']);
  });

  it.each([
    ['login', 'auth'],
    ['broken', 'server'],
    ['die', 'crash'],
  ])('tells %s: %s', async (act, cause) => {
    const { outcome } = await ask(act);
    expect(outcome).toMatchObject({ status: 'failed', cause, session: 's-new' });
    expect(outcome.detail).not.toBe('');
  });

  it('needs the first version of the protocol', async () => {
    const { outcome } = await ask('say x', { program: command('future') });
    expect(outcome).toMatchObject({ status: 'failed', detail: expect.stringContaining('version 2') });
  });

  it('fails with a program that is missing, and with one that speaks otherwise', async () => {
    expect((await ask('say x', { program: ['/no/such/agent'] })).outcome).toMatchObject({ cause: 'missing' });
    const { outcome } = await ask('say x', { program: [process.execPath, '-e', 'console.log("hi")'] });
    expect(outcome).toMatchObject({ status: 'failed', cause: 'crash' });
  });

  it.each(['wait', 'deaf'])('ends one that %ss when it is told to stop', async (act) => {
    const { outcome } = await ask(act, {}, 'session');
    expect(outcome).toMatchObject({ status: 'aborted', session: 's-new' });
  });
});

describe('the probe', () => {
  it('greets the command and takes its version from the answer', async () => {
    const probe = await acpAdapter.probe(command(), env, new OwnProcesses());
    expect(probe).toEqual({ program: process.execPath, version: '3.2.1', auth: 'unknown' });
  });

  it('says what to do with a command that does not speak the protocol, and finds none that is missing', async () => {
    const probe = await acpAdapter.probe([process.execPath, '-e', '0'], env, new OwnProcesses());
    expect(probe?.advice).toContain('does not speak');
    expect(await acpAdapter.probe(['/no/such/agent'], env, new OwnProcesses())).toBeUndefined();
  });
});
