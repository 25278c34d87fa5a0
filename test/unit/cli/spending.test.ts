import { EventEmitter } from 'node:events';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { forgeText } from '../../../src/cli/doctor/forge.ts';
import { hiddenLine, type KeyReader } from '../../../src/cli/hiddenLine.ts';
import { inputsGiven } from '../../../src/cli/inputsGiven.ts';
import { parseDuration } from '../../../src/cli/moment.ts';
import { cut, firstLine } from '../../../src/cli/text/cut.ts';
import { localTime } from '../../../src/cli/text/localTime.ts';
import { shellWord } from '../../../src/cli/text/shellWord.ts';
import { secretSchema } from '../../../src/model/commandLineShapes.ts';
import { localDay, parseDate } from '../../../src/model/localDate.ts';
import { ok } from '../../../src/model/result.ts';
import { type Cost, costSchema } from '../../../src/model/spend.ts';
import { costText, spendText, tokensText } from '../../../src/model/spendText.ts';
import { forecastSchema } from '../../../src/protocol/runner.ts';
import { readSecret } from '../../../src/runner/triggers/secrets.ts';
import { FakeRunner } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';
import { loopFolder, removeFolder } from './loopFolder.ts';

let folder = '';
let runner = new FakeRunner();

beforeEach(async () => {
  folder = await loopFolder('triage');
  runner = new FakeRunner();
});
afterEach(() => removeFolder(folder));

const cost = (more: Partial<Cost>): Cost => ({
  at: Date.now(),
  loop: 'triage',
  run: 'r1',
  item: 'default',
  key: 'default/1/make',
  role: 'maker',
  agent: 'command',
  tokens: 1_000,
  costUsd: 0.5,
  source: 'reported',
  seconds: 1,
  ...more,
});

describe('costs', () => {
  it('sums up by loop, and what is unknown is said to be', async () => {
    runner.costs = [
      cost({}),
      cost({ tokens: 2_500_000, costUsd: null, source: 'unknown' }),
      cost({ loop: 'dark\u001b[2J', tokens: null, costUsd: null, source: 'unknown' }),
    ];
    const { exit, out } = await call(runner, ['costs'], { folder });
    expect(exit).toBe(0);
    expect(out.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['loop', 'steps', 'tokens', 'cost'],
      ['dark\\u{1b}[2J', '1', 'unknown', 'unknown'],
      ['triage', '2', '2.50M', '$0.50 + 1 unknown'],
      ['all', '3', '2.50M + 1 unknown', '$0.50 + 2 unknown'],
      [''],
    ]);
  });

  it('by agent and by day, since a length or a date', async () => {
    const day = 86_400_000;
    runner.costs = [cost({ model: 'large' }), cost({ at: Date.now() - 3 * day, agent: 'critic' })];
    expect((await call(runner, ['costs', '--by', 'agent'], { folder })).out).toMatch(
      /command large +1[\s\S]*critic +1|critic +1[\s\S]*command large +1/,
    );
    const days = await call(runner, ['costs', '--by', 'day'], { folder });
    expect(days.out).toContain(localDay(Date.now()));
    const json = await call(runner, ['costs', '--since', '1d', '--json'], { folder });
    expect(costSchema.array().parse(JSON.parse(json.out))).toHaveLength(1);
    expect((await call(runner, ['costs', '--since', '2999-01-01'], { folder })).out).toContain('No agent has worked');
    expect((await call(runner, ['costs', '--since', 'yesterday'], { folder })).exit).toBe(2);
    expect((await call(runner, ['costs', '--by', 'moon'], { folder })).exit).toBe(2);
  });
});

describe('forecast and inputs', () => {
  const unknown = { tokens: 900, costUsd: null };
  const forecast = { runs: 4, low: unknown, middle: unknown, high: unknown, words: 'About 900 tokens.' };

  it('tells what the next run may use', async () => {
    expect((await call(runner, ['forecast', 'triage'], { folder })).out).toBe('The next run: unknown.\n');
    runner.forecast = forecast;
    const { out } = await call(runner, ['forecast', 'triage'], { folder });
    expect(out).toBe(
      'About 900 tokens.\n  low     900 tokens, unknown cost\n  middle  900 tokens, unknown cost\n  high    900 tokens, unknown cost\n',
    );
    const json = await call(runner, ['forecast', 'triage', '--json'], { folder });
    expect(forecastSchema.parse(JSON.parse(json.out))).toEqual(forecast);
  });

  it('is told before a run starts, and never stands in its way', async () => {
    runner.forecast = forecast;
    const { out } = await call(runner, ['run', 'triage', '--input', 'a=1', '--input', 'b=x=y z'], { folder });
    expect(out).toMatch(/^About 900 tokens\.\nStarted run run-1\./);
    expect(runner.inputs.get('run-1')).toEqual({ a: '1', b: 'x=y z' });
    runner.refuses.set('forecast', { code: 'x', message: 'no' });
    expect((await call(runner, ['run', 'triage'], { folder })).out).toMatch(/^Started run run-2\./);
    expect((await call(runner, ['run', 'triage', '--json'], { folder })).out).toBe('{"run":"run-3"}\n');
  });

  it('inputs are name=value, each once', async () => {
    expect(inputsGiven(['a=', '__proto__=1'])).toEqual(ok(JSON.parse('{"a":"","__proto__":"1"}')));
    for (const wrong of [['a'], ['=1'], ['a=1', 'a=2']]) expect(inputsGiven(wrong).ok).toBe(false);
    expect((await call(runner, ['run', 'triage', '--input', 'a'], { folder })).exit).toBe(2);
    expect(runner.connections).toBe(0);
  });
});

describe('secret', () => {
  const value = 's3cret-s3cret-s3cret';
  const kept = () => readSecret(join(folder, '.git'), 'HOOK_SECRET', {});

  it('takes the value from a pipe or unseen from the terminal, and never prints it', async () => {
    const piped = await call(runner, ['secret', 'set', 'HOOK_SECRET', '--json'], { folder, input: `${value}\n` });
    expect(secretSchema.parse(JSON.parse(piped.out))).toEqual({ name: 'HOOK_SECRET' });
    expect(await kept()).toBe(value);
    const typed = await call(runner, ['secret', 'set', 'HOOK_SECRET'], { folder, answers: [`${value}2`] });
    expect(await kept()).toBe(`${value}2`);
    expect(piped.out + piped.err + typed.out + typed.err).not.toContain(value);
    const list = await call(runner, ['secret', 'list', '--json'], { folder });
    expect(z.array(secretSchema).parse(JSON.parse(list.out))).toEqual([{ name: 'HOOK_SECRET' }]);
    expect(runner.connections).toBe(0);
  });

  it.skipIf(process.platform === 'win32')('keeps it for its owner alone', async () => {
    await call(runner, ['secret', 'set', 'HOOK_SECRET'], { folder, input: value });
    expect((await stat(join(folder, '.git/loopwright/secrets/HOOK_SECRET'))).mode & 0o077).toBe(0);
  });

  it('refuses what is no secret, takes none on the command line, and forgets', async () => {
    expect((await call(runner, ['secret', 'set', 'HOOK_SECRET'], { folder, input: 'short' })).exit).toBe(1);
    expect((await call(runner, ['secret', 'set', '../x'], { folder, input: value })).exit).toBe(1);
    expect((await call(runner, ['secret', 'set', 'HOOK_SECRET', value], { folder })).exit).toBe(2);
    expect((await call(runner, ['secret', 'set', 'HOOK_SECRET'], { folder })).exit).toBe(1);
    expect((await call(runner, ['secret', 'remove', 'HOOK_SECRET'], { folder })).exit).toBe(2);
    expect((await call(runner, ['secret', 'list'], { folder })).out).toContain('No secret is set.');
    await call(runner, ['secret', 'set', 'HOOK_SECRET'], { folder, input: value });
    expect((await call(runner, ['secret', 'remove', 'HOOK_SECRET'], { folder })).exit).toBe(0);
    expect(await kept()).toBeUndefined();
    expect((await call(runner, ['secret', 'list'], { folder: '/' })).exit).toBe(2);
  });
});

describe('a hidden line', () => {
  class Keys extends EventEmitter {
    readonly raw: boolean[] = [];
    written = '';
    readonly reader: KeyReader = {
      stdin: {
        setRawMode: (on: boolean) => {
          this.raw.push(on);
          return this as never;
        },
        resume: () => this as never,
        pause: () => this as never,
        on: (name: string, listener: (...args: never[]) => void) => this.on(name, listener as never) as never,
        off: (name: string, listener: (...args: never[]) => void) => this.off(name, listener as never) as never,
      },
      stderr: { write: (text) => (this.written += text) },
    };
  }

  it.each([
    ['abc\r', 'abc'],
    ['ab\u007f\u007f\bcd\n', 'cd'],
    ['a\u001b\u0007b\r', 'ab'],
    ['\r', ''],
    ['abc\u0003', undefined],
    ['\u0004', undefined],
    ['a\u0004b\r', 'ab'],
  ])('%j is read as %j, and the terminal is put back', async (typed, line) => {
    const keys = new Keys();
    const read = hiddenLine(keys.reader, 'Value: ', new AbortController().signal);
    for (const key of typed) keys.emit('data', Buffer.from(key));
    expect(await read).toBe(line);
    expect(keys.raw).toEqual([true, false]);
    expect(keys.written).toBe('Value: \n');
    expect(keys.listenerCount('data')).toBe(0);
  });

  it('gives up with the signal', async () => {
    const keys = new Keys();
    const given = new AbortController();
    const read = hiddenLine(keys.reader, '', given.signal);
    given.abort();
    expect(await read).toBeUndefined();
    expect(keys.raw).toEqual([true, false]);
  });
});

describe('texts', () => {
  it('amounts are short, and unknown is a word', () => {
    expect([0, 999, 1_000, 999_949, 999_950, 12_345_678].map(tokensText)).toEqual([
      '0 tokens',
      '999 tokens',
      '1.0k tokens',
      '999.9k tokens',
      '1.00M tokens',
      '12.35M tokens',
    ]);
    expect([null, 0, 0.0042, 0.01, 12].map(costText)).toEqual(['unknown cost', '$0.00', '$0.0042', '$0.01', '$12.00']);
    expect(spendText({ tokens: null, costUsd: null })).toBe('unknown tokens, unknown cost');
  });

  it('lengths and dates are read strictly', () => {
    expect(['30m', '12h', '2d', '1w', ' 7d '].map(parseDuration)).toEqual([
      1_800_000, 43_200_000, 172_800_000, 604_800_000, 604_800_000,
    ]);
    expect(['', '0d', '2', 'd', '2y', '-1d', '1.5h', '99999d'].map(parseDuration)).toEqual(Array(8).fill(undefined));
    expect(parseDate('2026-12-01')).toBe(new Date(2026, 11, 1).getTime());
    expect(parseDate('2026-12-01T09:30')).toBe(new Date(2026, 11, 1, 9, 30).getTime());
    const wrong = ['2026-02-30', '2026-13-01', '2026-1-1', '2026-12-01T24:00', '2026-12-01T10:60', 'soon', ''];
    expect(wrong.map(parseDate)).toEqual(Array(7).fill(undefined));
  });

  it('a moment has its zone', () => {
    const at = Date.parse('2026-11-23T06:00:00Z');
    expect(localTime(at, 'Europe/London')).toBe('Mon 2026-11-23 06:00 GMT');
    expect(localTime(at, 'Asia/Kolkata')).toBe('Mon 2026-11-23 11:30 GMT+5:30');
    expect(localTime(Date.parse('2026-11-23T00:00:00Z'), 'UTC')).toBe('Mon 2026-11-23 00:00 UTC');
  });

  it('lines are cut by what people see', () => {
    expect(cut('abc', 3)).toBe('abc');
    expect(cut('abcd', 3)).toBe('ab…');
    expect(cut('👩‍👩‍👧é日本', 3)).toBe('👩‍👩‍👧é…');
    expect(cut('x'.repeat(1_000_000), 10)).toBe(`${'x'.repeat(9)}…`);
    expect(firstLine('\n\n  two \nthree', 10)).toBe('two');
    expect(firstLine('\u001b[2J\r\nthree', 20)).toBe('\\u{1b}[2J');
  });

  it('words of a command can be copied into a shell', () => {
    expect(shellWord('finding:triage:1f0c9ab2')).toBe('finding:triage:1f0c9ab2');
    expect(shellWord("it's $(x)\u001b")).toBe("'it'\\''s $(x)\\u{1b}'");
    expect(shellWord('')).toBe("''");
  });

  it('doctor tells of gh and glab', () => {
    expect(forgeText(['gh'])).toBe('on PATH: gh');
    expect(forgeText([])).toContain('neither gh nor glab');
  });
});
