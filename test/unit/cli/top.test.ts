import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { fitted } from '../../../src/cli/text/fitted.ts';
import { plain } from '../../../src/cli/text/paint.ts';
import type { Key, Screen } from '../../../src/cli/top/screen.ts';
import { type TopRow, topRow } from '../../../src/cli/top/topRow.ts';
import { frameLines, tableLines } from '../../../src/cli/top/topText.ts';
import { firstView, pressed, shownRows, type TopView } from '../../../src/cli/top/topView.ts';
import type { RunSummary } from '../../../src/model/shapes.ts';
import { FakeRunner } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';
import { runStart } from './journal.ts';

const now = Date.parse('2026-11-21T06:10:00.000Z');
const summary = (id: string, more: Partial<RunSummary> = {}): RunSummary => ({
  id,
  loop: 'triage',
  status: 'running',
  reason: 'Doing: make (claude).',
  startedAt: '2026-11-21T06:00:00.000Z',
  iterationCount: 1,
  ...more,
});
const row = (id: string, more: Partial<RunSummary> = {}): TopRow => topRow(summary(id, more), undefined);
const ended = { finishedAt: '2026-11-21T06:05:00.000Z' } as const;

const frame = (rows: readonly TopRow[], view: TopView = firstView) => ({
  repository: 'shop',
  all: rows,
  rows: shownRows(rows, view),
  view,
  message: '',
  now,
});

describe('a frame of top', () => {
  const rows = [
    row('run-1', { status: 'waiting', reason: 'Proven; waits for a person.' }),
    row('run-2', { spend: { tokens: 12_000, costUsd: 0.42 } }),
    row('run-3', {
      status: 'failed',
      reason: '\u001b[2J測試測試測試測試測試測試測試測試測試測試 broke',
      loop: '循環',
      ...ended,
    }),
  ];

  it.each([20, 40, 60, 80, 100, 200])('is no wider and no higher than a window of %i columns', (columns) => {
    for (const height of [8, 24]) {
      const lines = frameLines(frame(rows), { columns, rows: height }, plain);
      expect(lines.length).toBeLessThan(height);
      for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
      expect(lines.join('')).not.toContain('\u001b');
    }
  });

  it('tells each state by a sign and a word, what is done, what it used, and how long', () => {
    const [, counts, , waiting, running, failed] = frameLines(frame(rows), { columns: 120, rows: 24 }, plain);
    expect(counts).toBe('1 running · 1 waiting for you');
    expect(waiting).toMatch(/^> \? waiting for you +triage +Proven; waits for a person\. +10 min 00 s$/);
    expect(running).toMatch(/^ {2}● running +triage +Doing: make \(claude\)\. +\$0\.42 +10 min 00 s$/);
    expect(failed).toMatch(/^ {2}✗ failed +循環 +\\u\{1b\}\[2J測試.*… +5 min 00 s$/);
  });

  it('keeps the chosen row in sight among thousands', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => row(`run-${index}`, { loop: `loop-${index}` }));
    const view = { ...firstView, chosen: 'run-7000' };
    const lines = frameLines(frame(many, view), { columns: 80, rows: 24 }, plain);
    expect(lines.filter((line) => line.startsWith('>'))).toEqual([expect.stringContaining('loop-7000')]);
    expect(lines).toHaveLength(23);
  });

  it('says what to do where there is nothing', () => {
    expect(frameLines(frame([]), { columns: 80, rows: 24 }, plain)[2]).toContain('loopwright run <loop>');
    const none = { ...firstView, filter: 'zzz' };
    expect(frameLines(frame(rows, none), { columns: 80, rows: 24 }, plain)[2]).toContain('Escape');
  });

  it('is a table alone for a pipe', () => {
    const lines = tableLines(rows, now, 120, plain);
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^state +loop +doing +spend +time$/);
    expect(lines[1]).toMatch(/^\? waiting for you/);
  });
});

describe('the keys of top', () => {
  const rows = [row('a'), row('b', { status: 'waiting' }), row('c', { ...ended, status: 'delivered', loop: 'docs' })];
  const press = (view: TopView, ...keys: readonly Key[]) =>
    keys.reduce<TopView>((at, key) => pressed(at, key, { rows: shownRows(rows, at), page: 10, lines: 40 })[0], view);
  const wish = (view: TopView, key: Key) => pressed(view, key, { rows: shownRows(rows, view), page: 10, lines: 40 })[1];

  it('move the choice, and no further than the ends', () => {
    expect(press(firstView, 'down').chosen).toBe('b');
    expect(press(firstView, 'down', 'down', 'down', 'j').chosen).toBe('c');
    expect(press(firstView, 'end', 'up').chosen).toBe('b');
    expect(press(firstView, 'pagedown', 'home').chosen).toBe('a');
  });

  it('filter by what is typed, also by letters that are keys elsewhere', () => {
    const typed = press(firstView, '/', 'd', 'q', 'backspace', 'o', 'c', 'return');
    expect(typed).toMatchObject({ mode: 'list', filter: 'doc' });
    expect(shownRows(rows, typed).map(({ summary: { id } }) => id)).toEqual(['c']);
    expect(press(typed, 'escape').filter).toBe('');
    expect(shownRows(rows, press(firstView, 'w')).map(({ summary: { id } }) => id)).toEqual(['b']);
  });

  it('stop only what goes on, and only after a yes', () => {
    const asks = press(firstView, 's');
    expect(asks.mode).toBe('stop');
    expect(wish(asks, 'y')).toBe('stop');
    expect(wish(asks, 'n')).toBeUndefined();
    expect(wish(asks, 'return')).toBeUndefined();
    expect(press(firstView, 'end', 's').mode).toBe('list');
    expect(wish(firstView, 'p')).toBe('pause');
    expect(wish(press(firstView, 'end'), 'p')).toBeUndefined();
  });

  it('open details, scroll them and come back to the same run', () => {
    const open = press(firstView, 'down', 'return');
    expect(open).toMatchObject({ mode: 'details', chosen: 'b' });
    expect(press(open, 'down', 'pagedown').top).toBe(11);
    expect(press(open, 'end').top).toBe(30);
    expect(press(open, 'end', 'escape')).toMatchObject({ mode: 'list', chosen: 'b', top: 0 });
    expect(wish(open, 'q')).toBe('quit');
    expect(wish(press(firstView, '?'), 'ctrl+c')).toBe('quit');
  });
});

it('a text is fitted to columns as a terminal counts them', () => {
  expect(fitted('abc', 5)).toBe('abc  ');
  expect(fitted('abc', 5, 'right')).toBe('  abc');
  expect(fitted('abcdef', 4)).toBe('abc…');
  expect(fitted('測試測試', 4)).toBe('測… ');
  expect(fitted('👨‍👩‍👧‍👦x', 3)).toBe('👨‍👩‍👧‍👦x');
  expect(fitted('abc', 0)).toBe('');
});

/** A window whose person types the next key once what it waits for is on it. */
class FakeScreen implements Screen {
  readonly columns = 100;
  readonly rows = 24;
  readonly frames: string[] = [];
  isClosed = false;
  #listener: (key: Key) => void = () => {};
  readonly #typed: (readonly [seen: RegExp, key: Key])[];

  constructor(...typed: readonly (readonly [seen: RegExp, key: Key])[]) {
    this.#typed = [...typed];
  }

  draw(lines: readonly string[]): void {
    const text = lines.join('\n');
    this.frames.push(text);
    const next = this.#typed[0];
    if (next === undefined || !next[0].test(text)) return;
    this.#typed.shift();
    setImmediate(() => this.#listener(next[1]));
  }

  onKey(listener: (key: Key) => void): void {
    this.#listener = listener;
  }

  onResize(): void {}

  close(): void {
    this.isClosed = true;
  }
}

describe('loopwright top', () => {
  it('shows what happens while it is looked at, stops a run, and leaves the terminal', async () => {
    const runner = new FakeRunner();
    runner.addWaiting('run-1');
    runner.record('run-2', { type: 'run.started', start: runStart('run-2') });
    const screen = new FakeScreen(
      [/1 running · 1 waiting/, 'down'],
      [/> ● running/, 's'],
      [/Stop run run-2 .*\?/, 'y'],
      [/■ stopped/, 'return'],
      [/Stopped by Ada/, 'q'],
    );
    expect(await call(runner, ['top'], { window: screen })).toEqual({ exit: 0, out: '', err: '' });
    expect(runner.asked).toContain('stop');
    expect(screen.isClosed).toBe(true);
  });

  it('asks for no more runs than it shows, and goes on over another runner', async () => {
    const runner = new FakeRunner();
    for (let at = 1; at <= 20; at++) {
      runner.addWaiting(`run-${at}`);
      if (at < 20) runner.finish(`run-${at}`, { status: 'delivered', reason: 'Landed.' });
    }
    const screen = new FakeScreen([/\d waiting/, 'w'], [/1 of 3 shown/, 'escape'], [/2 waiting for you/, 'q']);
    let hasDied = false;
    const seen = screen.draw.bind(screen);
    screen.draw = (lines) => {
      seen(lines);
      if (!hasDied) {
        hasDied = true;
        setImmediate(() => {
          runner.die();
          runner.addWaiting('run-99');
        });
      }
    };
    expect(await call(runner, ['top', '--limit', '3'], { window: screen })).toMatchObject({ exit: 0, err: '' });
    expect(runner.connections).toBe(2);
    expect(runner.asked.filter((method) => method === 'events')).toHaveLength(3);
  });

  it('prints one table without a terminal, and the runs with --json --once', async () => {
    const runner = new FakeRunner();
    expect((await call(runner, ['top'])).out).toContain('Nothing has run here yet');
    runner.addWaiting('run-1');
    const { out } = await call(runner, ['top', '--once']);
    expect(out.split('\n')).toHaveLength(3);
    expect(out).toContain('? waiting for you');
    const lines = await call(runner, ['top', '--json', '--once']);
    expect(JSON.parse(lines.out)).toMatchObject({ id: 'run-1', status: 'waiting' });
    expect((await call(runner, ['top', '--limit', 'x'])).exit).toBe(2);
  });

  it('streams a run again when it changes, with --json, until Ctrl-C', async () => {
    const runner = new FakeRunner();
    runner.addWaiting('run-1');
    const stop = new AbortController();
    setTimeout(() => runner.finish('run-1', { status: 'rejected', reason: 'No.' }), 50);
    setTimeout(() => stop.abort(), 700);
    const { out, exit } = await call(runner, ['top', '--json'], { signal: stop.signal });
    expect(exit).toBe(130);
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).status),
    ).toEqual(['waiting', 'rejected']);
  });
});

describe('loopwright watch and tail', () => {
  it('watches the newest run from its beginning and exits as it stands', async () => {
    const runner = new FakeRunner();
    runner.addWaiting('run-1');
    const { out, exit } = await call(runner, ['watch']);
    expect(exit).toBe(3);
    expect(out).toContain('run run-1');
    expect(out).toContain('next: loopwright');
    expect((await call(runner, ['watch', 'nothing'])).exit).toBe(2);
  });

  it('tails only what is said from now on', async () => {
    const runner = new FakeRunner();
    runner.record('run-1', { type: 'run.started', start: runStart('run-1') });
    runner.journals.delete('run-1');
    runner.addWaiting('run-1');
    for (const { event } of runner.journals.get('run-1') ?? []) {
      if (event.type === 'step.started') runner.logs.set(event.key, `said by ${event.key}\n`);
    }
    setTimeout(() => runner.finish('run-1', { status: 'stopped', reason: 'Stopped.' }), 50);
    const tailed = await call(runner, ['tail']);
    expect(tailed).toMatchObject({ exit: 0, out: '' });
    expect((await call(runner, ['logs', 'run-1'])).out).toContain('said by');
  });
});
