import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claudeAdapter } from '../../../src/agents/claude.ts';
import { OwnProcesses } from '../../../src/agents/drive/processStarter.ts';
import type { AgentEvent, Turn } from '../../../src/agents/port.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const program = [process.execPath, here('fakeClaude.mjs')];

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loopwright-claude-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const environment = (mode: string): Record<string, string> => ({
  ...(process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] }),
  FAKE_MODE: mode,
  FAKE_LINES: here('recordings/claude/edit.jsonl'),
  FAKE_LOG: join(folder, 'heard.log'),
});

const turnOf = (mode: string): Turn => ({
  program,
  cwd: folder,
  env: environment(mode),
  scratch: folder,
  prompt: 'Mend it.',
  readOnly: false,
  mcp: [],
  retries: 2,
});

async function run(mode: string, abortOn?: (event: AgentEvent) => boolean) {
  const events: AgentEvent[] = [];
  const controller = new AbortController();
  const outcome = await claudeAdapter.run(
    turnOf(mode),
    (event) => {
      events.push(event);
      if (abortOn?.(event) === true) controller.abort();
    },
    controller.signal,
    new OwnProcesses(),
  );
  return { outcome, events };
}

const heard = (): readonly string[] => readFileSync(join(folder, 'heard.log'), 'utf8').trimEnd().split('\n');

describe('the adapter of claude', { timeout: 60_000 }, () => {
  it('gives the prompt as a message and closes the input after the result', async () => {
    const { outcome, events } = await run('play');
    expect(outcome).toMatchObject({ status: 'completed', text: 'Done: wrote the file.' });
    expect(events[0]).toMatchObject({ type: 'session' });
    expect(heard()).toEqual(['{"type":"user","message":{"role":"user","content":"Mend it."}}', 'closed']);
  });

  it('interrupts a turn that is aborted, and takes its account', async () => {
    const { outcome } = await run('waits', ({ type }) => type === 'session');
    expect(outcome).toMatchObject({ status: 'aborted', usage: { inputTokens: 0 } });
    expect(heard()[1]).toContain('"interrupt"');
  });

  it('ends a claude that hears nothing any more', async () => {
    const { outcome } = await run('deaf', ({ type }) => type === 'session');
    expect(outcome).toMatchObject({ status: 'aborted', usage: null });
  });

  it('starts nothing when it is aborted before', async () => {
    const outcome = await claudeAdapter.run(turnOf('play'), () => undefined, AbortSignal.abort(), new OwnProcesses());
    expect(outcome.status).toBe('aborted');
    expect(() => heard()).toThrow('ENOENT');
  });

  it('does not wait for a login that is refused', async () => {
    const { outcome, events } = await run('refused');
    expect(outcome).toMatchObject({ status: 'failed', cause: 'auth' });
    expect(events.filter(({ type }) => type === 'retry')).toMatchObject([{ attempt: 2 }, { attempt: 3 }]);
  });

  it('ends a claude that stays after its result, which counts', async () => {
    const { outcome } = await run('stays');
    expect(outcome).toMatchObject({ status: 'completed', text: 'Done.' });
  });

  it.each([
    ['crash', 'out of memory'],
    ['half', 'exit code 0'],
  ])('fails where there is no whole result (%s)', async (mode, detail) => {
    const { outcome } = await run(mode);
    expect(outcome).toMatchObject({ status: 'failed', cause: 'crash', detail: expect.stringContaining(detail) });
  });

  it('says so where there is no such program, and where its files cannot be written', async () => {
    const none = { ...turnOf('play'), program: [join(folder, 'no-claude')] };
    const never = new AbortController().signal;
    const missing = await claudeAdapter.run(none, () => undefined, never, new OwnProcesses());
    expect(missing).toMatchObject({ status: 'failed', cause: 'missing' });
    const lost = { ...turnOf('play'), scratch: join(folder, 'no', 'folder'), instructions: 'Be strict.' };
    const outcome = await claudeAdapter.run(lost, () => undefined, never, new OwnProcesses());
    expect(outcome).toMatchObject({ status: 'failed', cause: 'crash', detail: expect.stringContaining('written') });
  });
});

describe('the probe of claude', { timeout: 60_000 }, () => {
  const probe = (mode: string, more: Record<string, string> = {}, from: readonly string[] = program) =>
    claudeAdapter.probe(from, { ...environment(mode), ...more }, new OwnProcesses());

  it('knows a login, a key, and that there is neither', async () => {
    expect(await probe('logged-in')).toEqual({ program: process.execPath, version: '2.1.329', auth: 'ok' });
    expect(await probe('logged-out', { ANTHROPIC_API_KEY: 'k' })).toMatchObject({ auth: 'ok' });
    expect(await probe('logged-out', { ANTHROPIC_API_KEY: '' })).toMatchObject({
      auth: 'missing',
      advice: expect.stringContaining('claude auth login'),
    });
  });

  it('says what to do about a version that is too old', async () => {
    expect(await probe('logged-in', { FAKE_VERSION: '1.0.44' })).toMatchObject({
      version: '1.0.44',
      advice: expect.stringContaining('claude update'),
    });
  });

  it('finds nothing where there is nothing', async () => {
    expect(await probe('logged-in', {}, [join(folder, 'no-claude')])).toBeUndefined();
  });
});
