import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatEdits } from '../../../../src/language/format/format.ts';
import { LineIndex } from '../../../../src/language/lineIndex.ts';
import { parseLoop } from '../../../../src/language/parseLoop.ts';
import { commentLines } from '../../../../src/language/structure/commentLines.ts';
import { fullLoop, otherLoops } from '../fullLoop.ts';
import { applyEdits } from './applyEdits.ts';

const formatted = (text: string): string => applyEdits(text, formatEdits(text));

describe('formatEdits', () => {
  it('sets two spaces a level, one after a colon and none at the end of a line', () => {
    const loop = `
name:   x  
on :
      manual:
          inputs: {least:{type: number,default : 3},  where : {}   }
checks:
   tests:   npm test   # all of them  
roles:
 maker:
    skills:
    - tdd
    -   flaky
    env:
        A:  "1"
`;
    expect(formatted(loop)).toBe(`name: x
on:
  manual:
    inputs: { least: { type: number, default: 3 }, where: {} }
checks:
  tests: npm test   # all of them
roles:
  maker:
    skills:
      - tdd
      - flaky
    env:
      A: "1"
`);
  });

  it('moves block texts with their key and keeps what is in them', () => {
    const loop = `roles:
    maker:
        prompt: |
              First.

                  Deeper:   kept  
              # kept
        run: >-
            one
            two
    judge:
        prompt: |2
            Two in.
        agent:   codex
gates: {}
`;
    expect(formatted(loop)).toBe(`roles:
  maker:
    prompt: |
      First.

          Deeper:   kept  
      # kept
    run: >-
      one
      two
  judge:
    prompt: |2
        Two in.
    agent: codex
gates: {}
`);
  });

  it('keeps comments with what they stand with', () => {
    const loop = `# top
on:
    # about the schedule
    schedule:
    # first
    - cron: "0 6 * * *"   # at six
      # about the zone
      timezone:   UTC
    # last
# next
#  name: old
name: x

  # the end
`;
    expect(formatted(loop)).toBe(`# top
on:
  # about the schedule
  schedule:
    # first
    - cron: "0 6 * * *"   # at six
      # about the zone
      timezone: UTC
  # last
# next
#  name: old
name: x

# the end
`);
  });

  it('leaves at most one empty line, and a newline at the end', () => {
    expect(formatted('name: x\n\n\n\non: manual\n\n\n')).toBe('name: x\n\non: manual\n');
    expect(formatted('name: x')).toBe('name: x\n');
    expect(formatted('name: |+\n  x\n\n\n\non: manual')).toBe('name: |+\n  x\n\n\n\non: manual\n');
    expect(formatted('name: |\n   x\n   \n\n\non: manual\n')).toBe('name: |\n  x\n\non: manual\n');
    expect(formatted('\uFEFF\nname:  x\r\n\r\n\r\non:\r\n    manual: {}')).toBe(
      '\uFEFFname: x\r\n\r\non:\r\n  manual: {}\r\n',
    );
  });

  it('keeps brackets that fit, on one line or on several', () => {
    const loop = `policy: {
    oracles:  add,

    network: [
       a.example.com ,b.example.com
    ]   }
checks: { tests: npm test }
`;
    expect(formatted(loop)).toBe(`policy: {
    oracles: add,

    network: [
       a.example.com, b.example.com
    ] }
checks: { tests: npm test }
`);
    const inside = 'roles:\n      maker:   { agent: claude,\n                 effort:   high }\n';
    expect(formatted(inside)).toBe('roles:\n  maker: { agent: claude,\n             effort: high }\n');
  });

  it('opens brackets out that are wider than 120 columns, one level at a time', () => {
    const long = 'Report the cause, the file and the line, and nothing else whatever you find.';
    const loop = `roles: { explorer: { agent: claude, prompt: "${long}" }, maker: { agent: claude }, judge: { agent: codex } }
gates:
  g: { before: deliver, approvers: [ada@example.com, bob@example.com, cleo@example.com, dora@example.com, eve@example.com] }
on:
  schedule:
    - { cron: "0 6 * * 1-5", timezone: Europe/London, missed: run-once, unknown-key: "and something that is a good deal too long" }
`;
    expect(formatted(loop)).toBe(`roles:
  explorer: { agent: claude, prompt: "${long}" }
  maker: { agent: claude }
  judge: { agent: codex }
gates:
  g:
    before: deliver
    approvers: [ada@example.com, bob@example.com, cleo@example.com, dora@example.com, eve@example.com]
on:
  schedule:
    - cron: "0 6 * * 1-5"
      timezone: Europe/London
      missed: run-once
      unknown-key: "and something that is a good deal too long"
`);
    const paths = Array.from({ length: 12 }, (_, index) => `packages/number-${index}/**`);
    expect(formatted(`policy: { allowed-paths: [${paths.join(', ')}] }\n`)).toBe(
      `policy:\n  allowed-paths:\n${paths.map((path) => `    - ${path}\n`).join('')}`,
    );
    const commented = `roles: { explorer: { agent: claude, prompt: "${long}" }, maker: { agent: claude } } # why\n`;
    expect(formatEdits(commented)).toEqual([]);
  });

  it('leaves a text with an error alone', () => {
    for (const text of [
      'name:  x\n bad: [\n',
      'goal:  !checks.x\n',
      'a:  &x 1\nb: *x\n',
      'a:  1\n---\nb:  2\n',
      '['.repeat(1000),
    ]) {
      expect(formatEdits(text)).toEqual([]);
    }
    expect(formatEdits('')).toEqual([]);
    expect(formatEdits('? a\n:  b\n')).toEqual([]);
  });

  it('changes only the lines that were asked for', () => {
    const text = 'name:   x\nchecks:   {}\ngates:   {}\n';
    const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } };
    expect(applyEdits(text, formatEdits(text, range))).toBe('name:   x\nchecks: {}\ngates:   {}\n');
  });

  it('makes small edits', () => {
    const edits = formatEdits(`${fullLoop}\n\ncheck:   1\n`);
    expect(edits).toHaveLength(2);
    expect(edits.map(({ newText }) => newText)).toEqual(['', '']);
  });
});

const examples = resolve(import.meta.dirname, '../../../../examples');
const exampleLoops = readdirSync(examples, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.loop.yaml') && !file.includes('node_modules'))
  .map((file) => readFileSync(join(examples, file), 'utf8'));

const loops = [fullLoop, ...otherLoops, ...exampleLoops];

/** Comments that have a line of their own, in order. */
const commentsOf = (text: string): readonly string[] =>
  commentLines(text, new LineIndex(text)).map((each) => each.text.trimEnd());

/** Ways to write the same loop badly; some make another text, or none. */
const spoil: readonly ((text: string, seed: number) => string)[] = [
  (text, seed) => text.replace(/^ +/gm, (spaces) => spaces.repeat(1 + (seed % 3))),
  (text, seed) => text.replace(/: /g, `:${' '.repeat(1 + (seed % 4))}`),
  (text, seed) => text.replace(/\n/g, (newline, at: number) => ((at + seed) % 5 === 0 ? `${newline}\n\n` : newline)),
  (text, seed) => text.replace(/\n/g, (newline, at: number) => ((at + seed) % 3 === 0 ? `  ${newline}` : newline)),
  (text, seed) =>
    text.replace(/\n( *)/g, (all, spaces: string, at: number) =>
      (at + seed) % 7 === 0 ? `\n${spaces}# ${at}${all}` : all,
    ),
  (text, seed) => text.replace(/[{[,] /g, (sign, at: number) => ((at + seed) % 2 === 0 ? (sign[0] ?? '') : `${sign} `)),
  (text, seed) => text.replace(/, /g, (sign, at: number) => ((at + seed) % 6 === 0 ? ',\n            ' : sign)),
  (text) => text.replace(/\n/g, '\r\n'),
  (text, seed) => text.slice(0, seed % text.length),
  (text, seed) => text.slice(0, seed % text.length) + text.slice((seed % text.length) + 1),
  (text, seed) => `${text.slice(0, seed % text.length)}${' :-#\n|>{["'[seed % 10]}${text.slice(seed % text.length)}`,
];

const badly = fc
  .tuple(fc.constantFrom(...loops), fc.array(fc.tuple(fc.constantFrom(...spoil), fc.nat(9973)), { maxLength: 3 }))
  .map(([text, ways]) => ways.reduce((spoiled, [way, seed]) => (spoiled === '' ? spoiled : way(spoiled, seed)), text));

describe('a formatted loop', () => {
  it('is read as before, with all its comments, and is not changed again', () => {
    let changed = 0;
    fc.assert(
      fc.property(badly, (text) => {
        const after = formatted(text);
        if (after !== text) changed += 1;
        const [was, is] = [parseLoop(text), parseLoop(after)];
        expect(is.loop).toEqual(was.loop);
        expect(is.problems.map(({ code }) => code)).toEqual(was.problems.map(({ code }) => code));
        expect(commentsOf(after)).toEqual(commentsOf(text));
        expect(formatEdits(after)).toEqual([]);
      }),
      { numRuns: 50 },
    );
    expect(changed).toBeGreaterThan(10);
  });

  it.each([
    ['four spaces a level', (text: string) => text.replace(/^ +/gm, (spaces) => spaces.repeat(2))],
    ['three spaces a level', (text: string) => text.replace(/^ +/gm, (spaces) => ' '.repeat(spaces.length * 1.5))],
    ['lists on the column of their key', (text: string) => text.replace(/^ {2}- /gm, '- ')],
    ['much space after keys', (text: string) => text.replace(/^( *[a-z-]+:) (?=\S)/gm, '$1    ')],
    ['no space in braces', (text: string) => text.replace(/^( *(?:- )?[a-z_-]*:? ?)\{ (.*) \}$/gm, '$1{$2}')],
    ['empty lines before groups', (text: string) => text.replace(/\n(?=\w)/g, '\n\n\n\n').replace(/\n{4}/g, '\n')],
    ['space at the end of lines', (text: string) => text.replace(/([\]}])$/gm, '$1 \t ')],
  ])('comes back from %s', (_, spoiled) => {
    const text = spoiled(fullLoop);
    expect(formatted(text)).toBe(fullLoop);
  });

  it('is what we write ourselves', () => {
    for (const loop of [fullLoop, ...exampleLoops]) expect(formatted(loop)).toBe(loop);
  });
});
