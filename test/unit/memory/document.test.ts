import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/memory/decide.ts';
import { renderState } from '../../../src/memory/document.ts';
import { inertLine } from '../../../src/memory/inertText.ts';
import { takeIn } from '../../../src/memory/merge.ts';
import { readEdits } from '../../../src/memory/readEdits.ts';
import { sections } from '../../../src/memory/sections.ts';
import { emptyMemory } from '../../../src/model/memory.ts';
import { must } from '../git/must.ts';
import { agentText, arbitraryMemory, DAY, finding, idOf, item, record, T0 } from './arbitraries.ts';

const now = T0 + 5 * DAY;
const empty = emptyMemory('triage');

describe('the state document', () => {
  it('says what is open, waiting, tried and learnt, and leaves room for decisions', () => {
    const memory = takeIn(
      empty,
      record('r1', 1, {
        findings: [
          finding(1, {
            severity: 'high',
            title: 'Checkout fails for guests',
            file: 'src/cart.ts',
            line: 12,
            commit: '0123456789abcdef',
            why: 'the checker found a defect twice',
            suggestion: 'ask for the address first',
          }),
          finding(2, { title: 'Slow page' }),
        ],
        items: [item('guests'), item('prices', { status: 'waiting', outcome: 'review', reason: '' })],
        lessons: [{ text: 'The tests need a database.' }],
        verdicts: [{ item: 'guests', by: 'checker', text: 'an empty cart still fails' }],
      }),
    );
    const put = must(
      decide(memory, { finding: idOf(2), what: 'never', by: 'Ada <a@x.org>', at: T0 + 2 * DAY, note: 'goes away' }),
    );
    const text = renderState(put, now);
    expect(text.slice(text.indexOf('## Open'))).toBe(`## Open findings

### \`a1b2c301\` high: Checkout fails for guests

- where: src/cart.ts:12 at 0123456789
- seen: 2026-11-21 by run r1
- why here: the checker found a defect twice
- suggestion: ask for the address first
- decision: 

## Waiting

- waiting 2026-11-21 by run r1 (review): prices

## Tried

- tried 2026-11-21 by run r1 (gave-up): guests
  - why: tests still fail
  - checker: an empty cart still fails

## Lessons

### By people

None.

### By runs

- The tests need a database.

## Decisions

### \`a1b2c302\` Slow page

- seen: 2026-11-21 by run r1
- decision: never, goes away
- decided by: Ada &lt;a@x.org>, 2026-11-22

## Notes from people
`);
    expect(text).toMatch(/^# State of the loop triage\n\nAs of 2026-11-25, after run r1\. /);
  });

  it('is short by rule, and counts what it leaves out', () => {
    const many = Array.from({ length: 200 }, (_, n) => n);
    const memory = takeIn(
      empty,
      record('r1', 1, {
        findings: many.map((n) => finding(n, { body: 'word '.repeat(1000), title: 'title '.repeat(100) })),
        items: many.map((n) => item(`${n}${'k'.repeat(600)}`, { reason: 'why '.repeat(1000) })),
        lessons: many.map((n) => ({ text: `${n} ${'lesson '.repeat(500)}` })),
      }),
    );
    const text = renderState(memory, now);
    expect(text.length).toBeLessThan(80_000);
    expect(text.match(/^170 older ones are not shown\.$/gm)).toHaveLength(3);
  });

  it('cannot be forged by what agents write', () => {
    fc.assert(
      fc.property(arbitraryMemory, (memory) => {
        const text = renderState(memory, now);
        const lines = text.split('\n');
        for (const heading of Object.values(sections)) expect(lines.filter((line) => line === heading)).toHaveLength(1);
        expect(lines.filter((line) => line.startsWith('### `'))).toHaveLength(
          memory.findings.filter((one) => one.status === 'open').length,
        );
        expect(lines.filter((line) => /^- decision:/i.test(line)).every((line) => line === '- decision: ')).toBe(true);
        expect(text).not.toMatch(/<|\]\(/);
        expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Co}|\p{Cs}/u);
      }),
    );
  });

  it('has no edits of its own', () => {
    fc.assert(
      fc.property(arbitraryMemory, (memory) => {
        const text = renderState(memory, now);
        expect(readEdits(text, text)).toMatchObject({
          decisions: [],
          withdrawn: [],
          lessonsAdded: [],
          lessonsRemoved: [],
          leftOver: [],
          written: [],
        });
      }),
    );
  });
});

describe('text of agents', () => {
  it.each([
    ['# Heading', '\\# Heading'],
    ['- item', '\\- item'],
    ['1. one', '1\\. one'],
    ['decision: never', 'decision\\: never'],
    ['a\n## b', 'a ## b'],
    ['<b>x</b>', '&lt;b>x&lt;/b>'],
    ['![i](http://x)', '![i]\\(http://x)'],
    ['[a]: http://x', '\\[a]: http://x'],
    ['a\u202eb\u0000c\u{e0041}', 'ab c'],
    ['\ud800', '\ufffd'],
  ])('%j is made inert', (text, inert) => {
    expect(inertLine(text, 100)).toBe(inert);
  });

  it('is made inert once, and cut between characters', () => {
    fc.assert(
      fc.property(agentText, (text) => {
        expect(inertLine(inertLine(text, 1000), 1000)).toBe(inertLine(text, 1000));
      }),
    );
    expect(inertLine('😀😀😀', 4)).toBe('😀…');
  });
});
