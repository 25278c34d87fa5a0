import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { transcriptFile } from '../../../src/agents/drive/spec.ts';
import { Transcript } from '../../../src/agents/drive/transcript.ts';
import { outputFile, stepFolder } from '../../../src/journal/stepFolder.ts';
import type { RunEvent } from '../../../src/model/event.ts';
import { runDetailSchema } from '../../../src/model/shapes.ts';
import { logHitSchema, toldLineSchema } from '../../../src/model/transcript.ts';
import { FakeRunner } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';
import { repairEvents, runStart } from './journal.ts';

const step = 'default/1/make';
const turn = { version: '2.1.4', model: 'm-1', session: '0f3c', tokens: 1200, costUsd: 0.02, priced: true, denied: 2 };
const facts = 'claude 2.1.4, m-1, session 0f3c, 1.2k tokens, $0.02 (priced), 2 denied';
let folder: string;
let transcript: Transcript;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'loopwright-transcripts-')));
  mkdirSync(stepFolder(folder, step), { recursive: true });
  mkdirSync(stepFolder(folder, 'default/1/check/tests'), { recursive: true });
  writeFileSync(outputFile(stepFolder(folder, 'default/1/check/tests')), 'one\nBooking is well\n');
  writeFileSync(outputFile(stepFolder(folder, step)), '> Edit src/booking.js\n');
  transcript = new Transcript(transcriptFile(stepFolder(folder, step)), []);
});
afterEach(() => rmSync(folder, { recursive: true }));

function say(): void {
  transcript.add({ type: 'thinking', text: 'Hm, the booking.' });
  transcript.add({ type: 'text', text: 'I look.' });
  transcript.add({ type: 'tool-start', id: 't', name: 'Edit', input: { file_path: 'src/booking.js' } });
  transcript.add({ type: 'end', status: 'completed', detail: 'done' });
  transcript.close();
}

function asClaude(event: RunEvent): RunEvent {
  if (event.type !== 'step.finished' || event.key !== step || event.outcome.status !== 'done') return event;
  const result = { ...(event.outcome.result as object), agent: 'claude', turn };
  return { ...event, outcome: { status: 'done', result } };
}

function driven(): { readonly runner: FakeRunner; readonly events: readonly RunEvent[] } {
  const runner = new FakeRunner();
  runner.folder = folder;
  return { runner, events: [...repairEvents(runStart('r1'))].map(asClaude) };
}

function ended(): FakeRunner {
  say();
  const { runner, events } = driven();
  runner.recordAll('r1', events);
  return runner;
}

describe('logs of an agent’s step', () => {
  it('show its transcript as text, with thinking where asked', async () => {
    const runner = ended();
    const { exit, out } = await call(runner, ['logs', 'r1', '--step', step]);
    expect(exit).toBe(0);
    expect(out.split('\n').slice(1)).toEqual([
      'I look.',
      '> Edit {"file_path":"src/booking.js"}',
      'completed: done',
      facts,
      '',
    ]);
    const thought = await call(runner, ['logs', 'r1', '--step', step, '--thinking']);
    expect(thought.out).toContain('\n~ Hm, the booking.\nI look.\n');
    expect((await call(runner, ['logs', 'r1'])).out).toContain('\nBooking is well\n');
  });

  it('print its entries with --json --transcript, of agents alone', async () => {
    const runner = ended();
    const lines = async (...more: string[]) =>
      (await call(runner, ['logs', 'r1', '--json', '--transcript', ...more])).out
        .trim()
        .split('\n')
        .map((line) => toldLineSchema.parse(JSON.parse(line)));
    expect((await lines()).map((line) => `${line.step} ${line.seq} ${line.type}`)).toEqual([
      `${step} 1 text`,
      `${step} 2 tool-start`,
      `${step} 3 end`,
    ]);
    expect((await lines('--thinking'))[0]?.type).toBe('thinking');
    expect(await call(runner, ['logs', 'r1', '--transcript'])).toMatchObject({
      exit: 2,
      err: expect.stringContaining('--json'),
    });
  });

  it('are followed while the step runs, to its end', async () => {
    const { runner, events } = driven();
    const end = events.findIndex((event) => event.type === 'step.finished' && event.key === step);
    runner.recordAll('r1', events.slice(0, end));
    transcript.add({ type: 'text', text: 'I be' });
    transcript.flush();
    setTimeout(() => {
      transcript.add({ type: 'text', text: 'gin.' });
      say();
    }, 300);
    setTimeout(() => {
      runner.recordAll('r1', events.slice(end));
      runner.finish('r1', { status: 'rejected', reason: 'no' });
    }, 700);
    const { out } = await call(runner, ['logs', 'r1', '--follow', '--step', step]);
    expect(out).toMatch(/ ==\nI begin\.\nI look\.\n> Edit [^\n]+\ncompleted: done\nclaude 2\.1\.4, /);
    expect(out.match(/I begin/g)).toHaveLength(1);
  });
});

describe('logs --search', () => {
  it('looks through transcripts and outputs, and finds nothing twice', async () => {
    const runner = ended();
    const { exit, out } = await call(runner, ['logs', 'r1', '--search', 'BOOKING']);
    expect({ exit, out }).toEqual({
      exit: 0,
      out: [
        `${step} #0 thinking  Hm, the booking.`,
        `${step} #2 tool-start  src/booking.js`,
        'default/1/check/tests line 2  Booking is well',
        '',
      ].join('\n'),
    });
    const json = await call(runner, ['logs', 'r1', '--json', '--search', 'well']);
    expect(logHitSchema.parse(JSON.parse(json.out))).toEqual({
      step: 'default/1/check/tests',
      source: 'output',
      seq: 2,
      text: 'Booking is well',
    });
  });

  it('says so where nothing is found, and refuses what it cannot do', async () => {
    const runner = ended();
    const nothing = await call(runner, ['logs', 'r1', '--search', 'b.oking']);
    expect(nothing).toEqual({ exit: 0, out: 'Nothing in run r1 holds “b.oking”.\n', err: '' });
    expect((await call(runner, ['logs', 'r1', '--json', '--search', 'b.oking'])).out).toBe('');
    expect((await call(runner, ['logs', 'r1', '--search', ''])).exit).toBe(2);
    expect((await call(runner, ['logs', 'r1', '--search', 'a', '--follow'])).exit).toBe(2);
  });
});

it('show tells which agent it was and what it used', async () => {
  const runner = ended();
  expect((await call(runner, ['show', 'r1'])).out).toContain(`make: ${facts}\n`);
  const detail = runDetailSchema.parse(JSON.parse((await call(runner, ['show', 'r1', '--json'])).out));
  const made = detail.items.flatMap(({ iterations }) => iterations.flatMap(({ steps }) => steps));
  expect(made.find(({ key }) => key === step)?.agent).toEqual({ name: 'claude', ...turn });
});
