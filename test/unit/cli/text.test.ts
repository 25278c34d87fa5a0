import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingsText } from '../../../src/cli/commands/doctor.ts';
import { nodeFinding } from '../../../src/cli/doctor/node.ts';
import { candidatesOnPath } from '../../../src/cli/doctor/onPath.ts';
import { worktreesText } from '../../../src/cli/doctor/worktrees.ts';
import { pickRun } from '../../../src/cli/findRun.ts';
import { diffText } from '../../../src/cli/text/diffText.ts';
import { inert, inertLines } from '../../../src/cli/text/inert.ts';
import { coloursWanted, paint } from '../../../src/cli/text/paint.ts';
import { problemText } from '../../../src/cli/text/problemText.ts';
import { howToAnswer, parseAnswer } from '../../../src/cli/text/promptText.ts';
import { agoText, secondsText } from '../../../src/cli/text/timeText.ts';
import type { Ask, Prompt } from '../../../src/model/prompt.ts';
import type { RunSummary } from '../../../src/model/shapes.ts';
import { promptAbout } from './fakeRunner.ts';

const plain = paint(false);

describe('inert', () => {
  it('shows what would move the cursor, hide or reorder text', () => {
    expect(inert('a\u001b[31mb\u202ec\u200bd\u0000e\rf\u009bg')).toBe(
      'a\\u{1b}[31mb\\u{202e}c\\u{200b}d\\u{0}e\\u{d}f\\u{9b}g',
    );
    expect(inert('\tgrün “ok” 日本')).toBe('\tgrün “ok” 日本');
  });

  it('leaves no control and no format character in any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[\p{Cf}\p{Cs}]|(?!\t)\p{Cc}/u.test(inert(text))));
  });

  it('keeps lines', () => expect(inertLines('a\r\nb\u0007\n')).toEqual(['a', 'b\\u{7}']));
});

describe('colours', () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ TERM: 'dumb' }, true, false],
  ])('%j on a terminal %s: %s', (env, isTerminal, wanted) => expect(coloursWanted(env, isTerminal)).toBe(wanted));

  it('are none when off', () => {
    expect(plain.red('x')).toBe('x');
    expect(paint(true).red('x')).toBe('\u001b[31mx\u001b[39m');
  });
});

describe('a diff', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}\n`);

  it('joins near differences and parts far ones, with numbers that fit', () => {
    const base = lines(30);
    const head = base.map((line, index) => (index === 4 || index === 8 || index === 25 ? line.toUpperCase() : line));
    const titles = diffText(base.join(''), head.join(''), plain).filter((line) => line.startsWith('@@'));
    expect(titles).toEqual(['@@ -2,11 +2,11 @@', '@@ -23,7 +23,7 @@']);
  });

  it('numbers the head after lines that came or went before', () => {
    const base = lines(20);
    const head = ['new\n', 'newer\n', ...base.slice(0, 14), ...base.slice(15)];
    const titles = diffText(base.join(''), head.join(''), plain).filter((line) => line.startsWith('@@'));
    expect(titles).toEqual(['@@ -1,3 +1,5 @@', '@@ -12,7 +14,6 @@']);
  });

  it('leads from the base to the head when it is applied', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 })
      .map((lines) => lines.map((line) => `${line}\n`).join(''));
    fc.assert(
      fc.property(text, text, (base, head) => {
        fc.pre(base !== head);
        expect(applied(diffText(base, head, plain), base)).toBe(head);
      }),
    );
  });

  it('tells a new and a deleted file', () => {
    expect(diffText('', 'a\nb\n', plain)).toEqual(['@@ -0,0 +1,2 @@', '+a', '+b']);
    expect(diffText('a\n', '', plain)).toEqual(['@@ -1,1 +0,0 @@', '-a']);
  });

  it('says when only line breaks differ', () => {
    for (const head of ['a\r\nb\n', 'a\nb']) {
      expect(diffText('a\nb\n', head, plain)).toEqual(['  (only line breaks differ)']);
    }
  });
});

/** What a patch program makes of a base. */
function applied(diff: readonly string[], base: string): string {
  const old = base.split('\n').slice(0, -1);
  const made: string[] = [];
  let next = 1;
  for (const line of diff) {
    const [, first, count, headFirst] = /^@@ -(\d+),(\d+) \+(\d+)/.exec(line) ?? [];
    if (first !== undefined) {
      const start = count === '0' ? Number(first) + 1 : Number(first);
      for (; next < start; next++) made.push(old[next - 1] ?? '');
      if (!/\+\d+,0 @@/.test(line)) expect(made.length + 1).toBe(Number(headFirst));
      continue;
    }
    if (line[0] !== '+') expect(old[next++ - 1]).toBe(line.slice(1));
    if (line[0] !== '-') made.push(line.slice(1));
  }
  made.push(...old.slice(next - 1));
  return made.map((line) => `${line}\n`).join('');
}

describe('a problem', () => {
  const at = (line: number, from: number, to: number) => ({
    file: 'x.yaml',
    code: 'LW101',
    severity: 'error' as const,
    message: 'Unknown key.',
    range: { start: { line, character: from }, end: { line, character: to } },
  });

  it('has its line and a caret below it', () => {
    expect(problemText(at(1, 2, 5), 'a\n\tfoo: 1\n', plain)).toEqual([
      'x.yaml:2:3 error LW101 Unknown key.',
      '    foo: 1',
      '     ^^^',
    ]);
  });

  it('of a long line shows a piece around it; of no line only the words', () => {
    const [, line, caret] = problemText(at(0, 500, 503), `${'x'.repeat(500)}BAD${'y'.repeat(500)}`, plain);
    expect(line?.slice(caret?.indexOf('^'), (caret?.lastIndexOf('^') ?? 0) + 1)).toBe('BAD');
    expect(line?.length).toBeLessThan(130);
    expect(problemText(at(7, 0, 0), 'a', plain)).toHaveLength(1);
  });
});

describe('a run is named by', () => {
  const run = (id: string, loop: string): RunSummary => ({
    id,
    loop,
    status: 'waiting',
    reason: '',
    startedAt: '',
    iterationCount: 1,
  });
  const runs = [run('abd2', 'second'), run('abc1', 'first'), run('abc0', 'second')];
  const picked = (named: string) => {
    const found = pickRun(runs, named);
    return found.ok ? found.value.id : found.error.code;
  };

  it.each([
    ['abc0', 'abc0'],
    ['abd', 'abd2'],
    ['first', 'abc1'],
    ['second', 'abd2'],
    ['latest', 'abd2'],
    ['abc', 'ambiguous-run'],
    ['', 'unknown-run'],
    ['frist', 'unknown-run'],
  ])('%s: %s', (named, expected) => expect(picked(named)).toBe(expected));

  it('suggests a near name', () => {
    const found = pickRun(runs, 'frist');
    expect(found.ok ? '' : found.error.message).toContain('Did you mean “first”?');
  });
});

describe('an answer', () => {
  const { prompt } = promptAbout('p1');
  const asking = (ask: Ask): Prompt => ({ ...prompt, ask });
  const several = asking({ by: 'several', options: ['a', 'b', 'c'] });
  const text = asking({ by: 'text', most: 5 });
  const words = asking({ by: 'words', least: 4, most: 9 });
  const said = (typed: string, of: Prompt) => parseAnswer(typed, of);

  it('is a number of an option where one is right', () => {
    expect(['1', ' 3 ', '2)'].map((typed) => said(typed, prompt))).toEqual([
      { by: 'one', option: 0 },
      { by: 'one', option: 2 },
      { by: 'one', option: 1 },
    ]);
    for (const typed of ['0', '4', '', 'x', '1 2', '-1', '1.5']) expect(said(typed, prompt), typed).toBeUndefined();
  });

  it('is numbers where several are, however they are set apart', () => {
    for (const typed of ['1,3', '1, 3', ' 1 3 ', '1;3.']) {
      expect(said(typed, several), typed).toEqual({ by: 'several', options: [0, 2] });
    }
    expect(said('2', several)).toEqual({ by: 'several', options: [1] });
    for (const typed of ['', '0,1', '1,4', '1,x', ',']) expect(said(typed, several), typed).toBeUndefined();
  });

  it('is what was typed where text or words are asked for, if it is neither too short nor too long', () => {
    expect(said(' a<b ', text)).toEqual({ by: 'text', text: 'a<b' });
    for (const typed of ['  ', 'abcdef']) expect(said(typed, text), typed).toBeUndefined();
    expect(said(' four ', words)).toEqual({ by: 'words', text: 'four' });
    for (const typed of ['two', 'more than nine']) expect(said(typed, words), typed).toBeUndefined();
  });

  it('is asked for in the words of what fits', () => {
    expect([prompt, several, text, words].map(howToAnswer)).toEqual([
      'a number from 1 to 3',
      'the numbers that are right, from 1 to 3, with commas',
      'what stands at ⋯',
      'at least 4 characters in your own words',
    ]);
  });
});

it('times are told in few words', () => {
  expect([0, 0.44, 9.96, 59.4, 185, 3600, 7800].map(secondsText)).toEqual([
    '0.0 s',
    '0.4 s',
    '10 s',
    '59 s',
    '3 min 05 s',
    '1 h 00 min',
    '2 h 10 min',
  ]);
  const minute = 60_000;
  expect([0, 5 * minute, 200 * minute, 1500 * minute, 3000 * minute].map((ago) => agoText(0, ago))).toEqual([
    'just now',
    '5 min ago',
    '3 h ago',
    '1 day ago',
    '2 days ago',
  ]);
});

describe('doctor', () => {
  it('knows which Node is old', () => {
    expect(['18.20.0', '20.18.9', '20.19.0', '24.1.0'].map((version) => nodeFinding(version).status)).toEqual([
      'error',
      'error',
      'ok',
      'ok',
    ]);
  });

  it('looks for programs as each system does', () => {
    expect(candidatesOnPath('codex', { PATH: '/a:/b' }, 'linux')).toEqual(['/a/codex', '/b/codex']);
    expect(candidatesOnPath('codex', { Path: 'C:\\a', PATHEXT: '.EXE;.CMD' }, 'win32')).toEqual([
      'C:\\a\\codex.EXE',
      'C:\\a\\codex.CMD',
    ]);
  });

  it('warns of worktrees of ours whose folder is gone, and leaves the others alone', () => {
    const ours = { path: '/w/1', locked: 'loopwright run 1', prunable: false };
    const theirs = { path: '/other', prunable: true };
    expect(worktreesText([theirs])).toMatchObject({ status: 'ok', message: 'none of ours' });
    expect(worktreesText([ours, theirs]).status).toBe('ok');
    expect(worktreesText([{ ...ours, prunable: true }])).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('loopwright clean'),
    });
  });

  it('ends with a verdict', () => {
    const [line, verdict] = findingsText([{ name: 'git', status: 'error', message: 'too old' }], plain);
    expect(line).toBe('✗ git  too old');
    expect(verdict).toBe('1 of 1 must be put right first.');
  });
});
