import { describe, expect, it } from 'vitest';
import { dryRun } from '../../../src/dryRun/dryRun.ts';
import { lifeOf } from '../../../src/dryRun/life.ts';
import { completionsAt } from '../../../src/language/completion.ts';
import { describe as words } from '../../../src/language/describe.ts';
import { fixedText } from '../../../src/language/fixes/fixAll.ts';
import { hoverAt } from '../../../src/language/hover.ts';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import { quickFixesFor } from '../../../src/language/quickFix.ts';
import { symbolsOf } from '../../../src/language/symbols.ts';
import { denseLoop } from './denseLoop.ts';
import { fullLoop } from './fullLoop.ts';

/** A small generator of numbers (mulberry32), so that a failure can be repeated from its seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const slowest = { milliseconds: 0, text: '' };

/** Time of this process, whatever else the machine does. */
function cpuMilliseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** What a validation may take at most, in milliseconds of this process. */
const mostMilliseconds = 200;

/** Time of a validation; measured again when it was slow, because the compiler or the collector may have been at work. */
function quickest(text: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5 && best > mostMilliseconds / 2; round++) {
    best = Math.min(
      best,
      cpuMilliseconds(() => parseLoop(text)),
    );
  }
  return best;
}

/** Validates, and holds every answer to its promises. Returns the number of problems. */
function survives(text: string): number {
  let parsed: ReturnType<typeof parseLoop> = { problems: [] };
  const first = cpuMilliseconds(() => {
    parsed = parseLoop(text, { path: 'x.loop.yaml' });
  });
  const { loop, problems } = parsed;
  const milliseconds = first > mostMilliseconds / 2 ? quickest(text) : first;
  if (milliseconds > slowest.milliseconds) Object.assign(slowest, { milliseconds, text });
  const lines = text.split(/\r\n|\r|\n/);
  for (const { range, ...problem } of problems) {
    const last = lines[range.end.line];
    if (last === undefined || range.end.character > last.length)
      throw new Error(`range outside: ${JSON.stringify(range)}`);
    const isForward =
      range.start.line < range.end.line ||
      (range.start.line === range.end.line && range.start.character <= range.end.character);
    if (!isForward) throw new Error(`range backwards: ${JSON.stringify(range)}`);
    if (/undefined|\[object/.test(words(problem))) throw new Error(words(problem));
  }
  if (!loop && problems.every(({ severity }) => severity !== 'error')) throw new Error('no loop and no error');
  return problems.length;
}

const noise = [
  ...'[]{}:,#&*!|>\'"%@`-?\\\t\n\r \0\uFEFF\uFFFD~<=',
  '${{',
  '}}',
  ': ',
  ' #',
  '\n- ',
  '- - ',
  '&a ',
  '*a',
  '!!',
  '---\n',
  '...\n',
  'null',
  '🦊',
  '\uD800',
  '\n\n',
  '  ',
  '"""',
];

/** The value below which 95 of 100 lie. */
const most = (counts: readonly number[]): number =>
  [...counts].sort((a, b) => a - b)[Math.floor(counts.length * 0.95)] ?? 0;

/** One mistake must not read as ten, wherever it is made. */
describe('noise', () => {
  it('is made in a text without a problem', () => {
    expect(parseLoop(denseLoop, { path: 'keep-green.loop.yaml' }).problems).toEqual([]);
  });

  it('truncation at every offset', () => {
    const counts = Array.from(denseLoop, (_, at) => survives(denseLoop.slice(0, at)));
    expect(most(counts)).toBeLessThan(10);
  }, 600_000);

  it('deletion of each character', () => {
    const counts = Array.from(denseLoop, (_, at) => survives(denseLoop.slice(0, at) + denseLoop.slice(at + 1)));
    expect(most(counts)).toBeLessThan(10);
  }, 600_000);

  it('3,000 insertions, and every feature at the place of each fiftieth', () => {
    const counts = insertions(3000, 20_261_121, [denseLoop], 50);
    expect(most(counts)).toBeLessThan(10);
  }, 600_000);

  it('17,000 insertions in some sections alone, whose neighbours are missing too', () => {
    const counts = insertions(17_000, 7, parts, 250);
    expect(most(counts)).toBeLessThan(10);
  }, 600_000);

  it('every field of the language, broken off and without a character, at a sample of places', () => {
    for (let at = 0; at < fullLoop.length; at += 61) {
      survives(fullLoop.slice(0, at));
      survives(fullLoop.slice(0, at) + fullLoop.slice(at + 1));
    }
  }, 600_000);

  it('never took longer than it may', () => {
    expect(slowest.milliseconds, JSON.stringify(slowest.text)).toBeLessThan(mostMilliseconds);
  });
});

/** The same text in eight, between sections: each takes an eighth of the time. */
const parts: readonly string[] = (() => {
  const sections = denseLoop.split(/^(?=\w)/m);
  const size = Math.ceil(sections.length / 8);
  return [0, 1, 2, 3, 4, 5, 6, 7].map((index) => sections.slice(index * size, (index + 1) * size).join(''));
})();

/** Puts noise into one text after the other; how many problems each then had. */
function insertions(count: number, seed: number, texts: readonly string[], every: number): readonly number[] {
  const pick = numbers(seed);
  return Array.from({ length: count }, (_, round) => {
    const whole = texts[round % texts.length] ?? '';
    const at = pick(whole.length + 1);
    const text = whole.slice(0, at) + (noise[pick(noise.length)] ?? '') + whole.slice(at);
    if (round % every === 0) everyFeature(text, at);
    return survives(text);
  });
}

/** What navigation and structure answer has tests of its own beside them. */
function everyFeature(text: string, at: number): void {
  completionsAt(text, at);
  hoverAt(text, at);
  symbolsOf(text);
  const { loop, problems } = parseLoop(text);
  for (const problem of problems) quickFixesFor(text, problem);
  const fixed = fixedText(text);
  if (fixed !== text && parseLoop(fixed).problems.length > problems.length + 9) throw new Error('fixed to the worse');
  if (loop !== undefined) lifeOf(dryRun(text, loop, { file: 'x.loop.yaml', now: 0, problems: [] }));
}

describe('bombs', () => {
  const kilobytes = (count: number, part: string): string => part.repeat(Math.floor((count * 1024) / part.length));
  const laughs = Array.from({ length: 9 }, (_, i) => {
    const names = Array.from({ length: 9 }, () => `*l${i - 1}`).join(', ');
    return `l${i}: &l${i} [${i === 0 ? 'lol' : names}]`;
  }).join('\n');

  const lines = (count: number, one: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => one(index)).join(', ');

  it.each([
    ['an empty file', '', 'LW004'],
    ['comments only', '\n# nothing\n', 'LW004'],
    ['1,000 nested brackets', '['.repeat(1000), 'LW002'],
    ['1,000 nested braces', '{a: '.repeat(1000), 'LW002'],
    ['1,000 entries on a line', '- '.repeat(1000), 'LW002'],
    ['1,000 explicit keys', '? '.repeat(1000), 'LW002'],
    ['1,000 keys on a line', 'a: '.repeat(1000), 'LW002'],
    ['100 levels of indentation', Array.from({ length: 100 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'LW002'],
    ['65 levels', `${'['.repeat(65)}${']'.repeat(65)}`, 'LW002'],
    ['a billion laughs', laughs, 'LW005'],
    ['1 MB of one line', 'x'.repeat(1 << 20), 'LW001'],
    ['5 MB', 'x: y # z\n'.repeat((5 << 20) / 9), 'LW001'],
    ['an alias and nothing else', '*a', 'LW005'],
    ['UTF-16 read as UTF-8', [...'name: a\n'].join('\0'), 'LW009'],
    ['a key written twice', 'name: a\nname: b\n', 'LW007'],
    ['a byte order mark in the middle', 'name: a\n\uFEFFon: manual\n', 'LW101'],
    ['1 MB of lines', 'a: b\n'.repeat((1 << 20) / 5), 'LW001'],
    ['a huge key', `${'k'.repeat(200_000)}: x\n`, 'LW003'],
    ['a long line', `goal: ${'checks.a.passed && '.repeat(10_000)}true\n`, 'LW109'],
    ['a flat list of 80,000', `a: [${'[],'.repeat(80_000)}`, 'LW001'],
    ['20,000 keys', Array.from({ length: 20_000 }, (_, i) => `k${i}:`).join('\n'), 'LW101'],
    ['100,000 wrong escapes', `a: "${kilobytes(200, '\\q')}"`, 'LW003'],
    ['80,000 open templates', `name: "${kilobytes(240, '${{')}"`, 'LW106'],
    ['spaces in an eaten line', `description: *${' '.repeat(200_000)}x\n`, 'LW104'],
    ['spaces at the end of an eaten line', `description: *x${' '.repeat(200_000)}\n`, 'LW104'],
    ['halves of tokens', `checks: { tests: '${kilobytes(200, 'eyJ-')}' }\n`, 'LW109'],
    ['alternatives without end', `checks:\n  tests: '${kilobytes(200, '||  ')}'\n`, 'LW109'],
    ['open templates in a branch', `isolation: { branch: '${kilobytes(200, '${{')}' }\n`, 'LW205'],
    ['4,000 parentheses', `goal: ${'('.repeat(4000)}`, 'LW201'],
    ['macros in macros', `goal: ${'checks.all(c, '.repeat(30)}true${')'.repeat(30)}`, 'LW204'],
    ['2,000 schedules', `on: { schedule: [${lines(2000, (i) => `{ cron: 0 ${i % 24} 31 2 * }`)}] }\n`, 'LW109'],
    ['4,000 gates', `gates: { ${lines(4000, (i) => `g${i}: { before: merge, approvals: 2 }`)} }\n`, 'LW109'],
    [
      'templates over inputs that are not there',
      `on: { manual: { inputs: { ${lines(2000, (i) => `input_number_${i}: {}`)} } } }
roles: { maker: { run: x, env: { ${lines(2000, (i) => `V${i}: '\${{ inputs.inputs_nmuber_${i} }}'`)} } } }\n`,
      'LW203',
    ],
    [
      'paths against paths',
      `policy: { allowed-paths: [${lines(9000, (i) => `a${i}`)}], protected-paths: [${lines(9000, (i) => `b${i}`)}] }\n`,
      'LW109',
    ],
    [
      'a template as long as a text',
      `roles: { maker: { run: x, prompt: '\${{ ${'item.a'.repeat(9000)} }}' } }\n`,
      'LW205',
    ],
    ['a NUL', 'name: a\0b\n', 'LW009'],
    ['what is left of broken bytes', 'name: a\uFFFDb\n', 'LW009'],
    ['text that runs backwards', 'name: a\u202Eb\n', 'LW009'],
    ['a tab as indentation', 'roles:\n\tmaker: {}\n', 'LW003'],
    ['two documents', 'name: a\n---\nname: b\n', 'LW008'],
    ['a directive', '%YAML 1.1\n---\nname: a\n', 'LW003'],
    ['a prototype', '__proto__: { polluted: 1 }\nconstructor: x\n', 'LW101'],
    ['a list', '- a\n', 'LW107'],
    ['a text', 'a\n', 'LW107'],
    ['a key that is a list', '? [a]\n: b\n', 'LW101'],
  ])('%s is a problem with a range', (_, text, code) => {
    survives(text);
    expect(quickest(text)).toBeLessThan(mostMilliseconds);
    const { problems } = parseLoop(text);
    expect(problems.map((problem) => problem.code)).toContain(code);
    expect(problems.length).toBeLessThanOrEqual(100);
    everyFeature(text, Math.floor(text.length / 2));
  });

  it.each([
    ['a byte order mark', `\uFEFF${denseLoop}`],
    ['line ends of Windows', denseLoop.replaceAll('\n', '\r\n')],
  ])('%s is no problem', (_, text) => {
    expect(parseLoop(text).problems).toEqual([]);
  });

  it('are offered nothing where they are too large to be read', () => {
    const five = `${'# a line\n'.repeat((5 << 20) / 9)}on: `;
    expect(completionsAt('on: ', 4)).not.toEqual([]);
    expect(completionsAt(five, five.length)).toEqual([]);
  });

  it('leave no mark on objects', () => {
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
