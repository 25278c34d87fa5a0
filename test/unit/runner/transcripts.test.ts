import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { specFile, transcriptFile } from '../../../src/agents/drive/spec.ts';
import { type DriverEvent, Transcript } from '../../../src/agents/drive/transcript.ts';
import type { AgentEvent } from '../../../src/agents/port.ts';
import { outputFile, stepFolder } from '../../../src/journal/stepFolder.ts';
import type { RunEvent } from '../../../src/model/event.ts';
import { foldAll, type RunState } from '../../../src/model/runState.ts';
import { transcriptLineSchema } from '../../../src/model/transcript.ts';
import type { RunnerParams, RunnerReply } from '../../../src/protocol/runner.ts';
import { readLog } from '../../../src/runner/logs.ts';
import { searchLog } from '../../../src/runner/searchLog.ts';
import { repairEvents, runStart } from '../cli/journal.ts';

const step = 'default/1/make';
let folder: string;
let place: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'loopwright-transcripts-')));
  place = stepFolder(folder, step);
  mkdirSync(place, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const usage = (inputTokens: number): AgentEvent => ({
  type: 'usage',
  usage: { inputTokens, cachedTokens: 0, outputTokens: 0, costUsd: null, since: { tokens: 'turn', cost: 'turn' } },
});

const everything: readonly (AgentEvent | DriverEvent)[] = [
  { type: 'prompt', text: 'Repair it.\nGoal: tests pass.', why: 'first' },
  { type: 'session', id: '0f3c', model: 'm-1', version: '2.1.4' },
  { type: 'thinking', text: 'Perhaps the\ncomparison.' },
  { type: 'text', text: 'I look at ' },
  { type: 'text', text: 'the booking.' },
  usage(1200),
  { type: 'tool-start', id: 't1', name: 'Edit', input: { file_path: 'src/booking.js', new: 'a <= b' } },
  { type: 'tool-end', id: 't1', ok: true, output: 'done' },
  { type: 'tool-start', id: 't2', name: 'Bash', input: { command: 'npm test' } },
  { type: 'tool-end', id: 't2', ok: false, output: 'not ok 1\nSECRET-WORD is not defined' },
  { type: 'file', path: 'src/booking.js', change: 'written' },
  { type: 'denied', what: 'Bash: rm -rf /' },
  { type: 'retry', cause: 'rate', attempt: 1 },
  { type: 'noise', bytes: 12, sample: 'Warning: old' },
  { type: 'note', text: 'It is asked once more.' },
  { type: 'end', status: 'completed', detail: 'It ended its turn.' },
];

function write(events: readonly (AgentEvent | DriverEvent)[], secrets: readonly string[] = [], limit?: number): void {
  const transcript = new Transcript(transcriptFile(place), secrets, limit);
  for (const event of events) transcript.add(event);
  transcript.close();
}

const turn = { version: '2.1.4', model: 'm-1', session: '0f3c', tokens: 1200, costUsd: 0.02, priced: true, denied: 1 };

/** The step runs, or has ended as an agent's. */
function stateOf(status: 'running' | 'ended'): RunState {
  const events: RunEvent[] = [];
  for (const event of repairEvents(runStart('r1'))) {
    const isEnd = event.type === 'step.finished' && event.key === step;
    if (isEnd && status === 'running') break;
    if (!isEnd || event.outcome.status !== 'done') events.push(event);
    else {
      const result = { ...(event.outcome.result as object), agent: 'claude', turn };
      events.push({ ...event, outcome: { status: 'done', result } });
    }
  }
  const state = foldAll(events.map((event, seq) => ({ seq, at: seq, event })));
  if (state === undefined) throw new Error('no run');
  return state;
}

type Form = RunnerParams<'readLog'>['form'];

async function readAll(status: 'running' | 'ended', form?: Form): Promise<string> {
  const state = stateOf(status);
  let text = '';
  for (let offset = 0; ; ) {
    const piece = await readLog(folder, state, { step, offset, ...(form === undefined ? {} : { form }) });
    text += piece.text;
    if (piece.next === offset) return text;
    offset = piece.next;
  }
}

async function searchAll(text: string, source: 'transcript' | 'output' = 'transcript') {
  const hits: RunnerReply<'searchLog'>['hits'] = [];
  let requests = 0;
  for (let next = { offset: 0, lines: 0 }; ; ) {
    const reply = await searchLog(folder, { step, source, text, ...next });
    hits.push(...reply.hits);
    requests += 1;
    if (reply.ended) return { hits, requests, isWhole: reply.isWhole };
    next = { offset: reply.next, lines: reply.lines };
  }
}

describe('the log of an agent’s step', () => {
  it('is its transcript: what it says in full, everything else in a line, its facts at the end', async () => {
    write(everything, ['SECRET-WORD']);
    expect(await readAll('ended')).toBe(
      [
        'asked: Repair it. (and 1 more lines)',
        'session 0f3c, m-1',
        'I look at the booking.',
        '  used: 1.2k tokens',
        '> Edit {"file_path":"src/booking.js","new":"a <= b"}',
        '> Bash {"command":"npm test"}',
        '  failed: not ok 1 [redacted] is not defined',
        '  written src/booking.js',
        '  denied: Bash: rm -rf /',
        'it tries again (rate, 1)',
        '  12 bytes that say nothing: Warning: old',
        'It is asked once more.',
        'completed: It ended its turn.',
        'claude 2.1.4, m-1, session 0f3c, 1.2k tokens, $0.02 (priced), 1 denied',
        '',
      ].join('\n'),
    );
    expect(await readAll('ended', 'thinking')).toContain('\n~ Perhaps the\n~ comparison.\n');
  });

  it('has lines that the schema knows, every event among them', async () => {
    write(everything);
    const lines = (await readAll('ended', 'lines')).trim().split('\n');
    const types = lines.map((line) => transcriptLineSchema.parse(JSON.parse(line)).type);
    expect(new Set(types)).toEqual(new Set(everything.map(({ type }) => type)));
  });

  it('is told while it grows, each word once and no line torn', async () => {
    const state = stateOf('running');
    writeFileSync(specFile(place), '{}');
    writeFileSync(outputFile(place), 'the short form\n');
    expect(await readLog(folder, state, { step, offset: 0 })).toEqual({ text: '', next: 0, ended: false });
    const transcript = new Transcript(transcriptFile(place), []);
    let text = '';
    let offset = 0;
    const look = async () => {
      transcript.flush();
      for (let again = 0; again < 2; again++) {
        const piece = await readLog(folder, state, { step, offset });
        expect(piece.ended).toBe(false);
        text += piece.text;
        offset = piece.next;
      }
    };
    for (const said of ['I lo', 'ok at it', '. Well.\nNow ', 'done.']) {
      transcript.add({ type: 'text', text: said });
      await look();
      transcript.add(usage(10));
      await look();
    }
    transcript.add({ type: 'denied', what: 'no' });
    await look();
    transcript.add({ type: 'text', text: 'Bye' });
    await look();
    expect(text).toBe('I look at it. Well.\nNow done.\n  used: 10 tokens\n  denied: no\nBye');
    transcript.close();
    const last = await readLog(folder, stateOf('ended'), { step, offset });
    expect(last).toMatchObject({ text: expect.stringMatching(/^\nclaude 2\.1\.4, /), ended: true });
    expect(await readLog(folder, stateOf('ended'), { step, offset: last.next })).toMatchObject({
      text: '',
      ended: true,
    });
  });

  it('comes in several replies where it is long, and says where it was cut', async () => {
    const said = Array.from({ length: 9000 }, (_, n) => `line ${n} ${'€'.repeat(20)}\n`);
    write(said.map((text): AgentEvent => ({ type: 'text', text })));
    const facts = 'claude 2.1.4, m-1, session 0f3c, 1.2k tokens, $0.02 (priced), 1 denied\n';
    expect(await readAll('ended')).toBe(said.join('') + facts);
    rmSync(transcriptFile(place));
    write(
      said.map((text): AgentEvent => ({ type: 'text', text })),
      [],
      20_000,
    );
    expect(await readAll('ended')).toContain('\nThe transcript ends at 20000 bytes.\n');
  });

  it('survives what is no entry: half a line, a huge one, controls, a link to elsewhere', async () => {
    write([{ type: 'note', text: 'before' }]);
    appendFileSync(transcriptFile(place), `{"at":1,"seq":9,"ty\n`);
    appendFileSync(transcriptFile(place), `{"at":1,"seq":1,"type":"text","text":"\\u001b[2Jred\\u202e\\n"}\n`);
    appendFileSync(transcriptFile(place), `{"at":1,"seq":2,"type":"text","text":"${'x'.repeat(12_000_000)}needle"}\n`);
    write([{ type: 'note', text: 'after' }]);
    const text = await readAll('ended');
    expect(text.length).toBeLessThan(1000);
    expect(text).toMatch(
      /^before\n\(An entry that cannot be read\.\)\nred\\u202e\n\(An entry that is too long[^\n]*\)\nafter\nclaude/,
    );
    expect((await searchAll('NEEDLE')).hits).toMatchObject([{ seq: 2, type: 'text' }]);
    rmSync(transcriptFile(place));
    writeFileSync(join(folder, 'key'), 'private\n');
    symlinkSync(join(folder, 'key'), transcriptFile(place));
    expect(await readAll('ended')).not.toContain('private');
    expect((await searchAll('private')).hits).toEqual([]);
  });
});

describe('searching', () => {
  it('finds text of every kind whatever its case, and across the pieces that it came in', async () => {
    write(everything);
    const at = async (text: string) => (await searchAll(text)).hits.map(({ type, text: line }) => `${type}: ${line}`);
    expect(await at('BOOKING.js')).toEqual(['tool-start: src/booking.js', 'file: src/booking.js']);
    expect(await at('look at the')).toEqual(['text: I look at the booking.']);
    expect(await at('perhaps')).toEqual(['thinking: Perhaps the']);
    expect(await at('a <= b')).toEqual(['tool-start: a <= b']);
    expect(await at('.*')).toEqual([]);
    expect(await searchAll('nowhere')).toMatchObject({ hits: [], isWhole: true });
    const transcript = new Transcript(transcriptFile(place), []);
    for (const text of ['the nee', 'dle is', ' here\n']) {
      transcript.add({ type: 'text', text });
      transcript.flush();
      transcript.add(usage(1));
    }
    transcript.close();
    expect((await searchAll('needle')).hits).toEqual([{ seq: 17, type: 'text', text: 'the needle is' }]);
    expect((await searchAll('needle')).isWhole).toBe(false);
  });

  it('counts the lines of an output, and tells how many lines of one entry are left out', async () => {
    writeFileSync(outputFile(place), `one\ntwo Straße\n${'y'.repeat(1000)} two\nTWO`);
    const { hits } = await searchAll('two', 'output');
    expect(hits).toEqual([
      { seq: 2, text: 'two Straße' },
      { seq: 3, text: `…${'y'.repeat(59)} two` },
      { seq: 4, text: 'TWO' },
    ]);
    write([{ type: 'tool-end', id: 't', ok: true, output: 'again\n'.repeat(100) }]);
    const found = (await searchAll('again')).hits;
    expect(found).toHaveLength(20);
    expect(found.at(-1)?.more).toBe(80);
  });

  it('looks through 64 MB in parts and holds little of it', async () => {
    const filler = { type: 'tool-end', id: 't', ok: true, output: 'lorem ipsum '.repeat(20_000) } as const;
    write([...Array.from({ length: 270 }, () => filler), { type: 'note', text: 'the needle' }, { ...filler, id: 'u' }]);
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    const { hits, requests } = await searchAll('Needle');
    expect(hits).toMatchObject([{ seq: 270, type: 'note', text: 'the needle' }]);
    expect(requests).toBeGreaterThan(10);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  }, 60_000);
});
