import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/memory/decide.ts';
import { renderState } from '../../../src/memory/document.ts';
import { takeIn } from '../../../src/memory/merge.ts';
import { DOCUMENT_BYTES, mergeEdits, wordsOf } from '../../../src/memory/mergeEdits.ts';
import { readEdits } from '../../../src/memory/readEdits.ts';
import { findingOf } from '../../../src/memory/standing.ts';
import { emptyMemory, type LoopMemory, loopMemorySchema } from '../../../src/model/memory.ts';
import { must, problem } from '../git/must.ts';
import { arbitraryMemory, arbitraryRecord, DAY, finding, idOf, item, record, T0 } from './arbitraries.ts';

const now = T0 + 5 * DAY;
const by = 'Ada <ada@example.com>';
const memory = takeIn(
  emptyMemory('triage'),
  record('r1', 1, {
    findings: [finding(1, { severity: 'high' }), finding(2), finding(3)],
    items: [item('a')],
    lessons: [{ text: 'Tests need a database.' }, { text: 'Old advice.' }],
  }),
);
const base = renderState(memory, now);

const block = (number: number) => `### \`${idOf(number)}\``;
/** The document with `text` in place of the empty decision of a finding. */
function decided(document: string, number: number, text: string): string {
  const at = document.indexOf('- decision: ', document.indexOf(block(number)));
  return `${document.slice(0, at)}- decision: ${text}${document.slice(at + '- decision: '.length)}`;
}
const merged = (edited: string, onto: LoopMemory = memory, from = base) =>
  must(mergeEdits(onto, { base: from, edited, now, by }));
const decisionOf = (of: LoopMemory, number: number) => findingOf(of, idOf(number))?.decision;

describe('edits of people', () => {
  it('that are none change nothing', () => {
    expect(merged(base)).toEqual(memory);
    expect(merged(base.replaceAll(' \n', '\n').replaceAll('\n', '\r\n'))).toEqual(memory);
  });

  it('decide, each under its finding', () => {
    const after = merged(decided(decided(base, 2, 'never, the page is going away'), 3, 'later until 2026-12-24'));
    expect(decisionOf(after, 1)).toBeUndefined();
    expect(decisionOf(after, 2)).toEqual({
      finding: idOf(2),
      what: 'never',
      note: 'the page is going away',
      by,
      at: now,
    });
    expect(decisionOf(after, 3)).toMatchObject({ what: 'later', until: Date.UTC(2026, 11, 24) });
    expect(after.notes).toBe('');
    const [open = '', put = ''] = renderState(after, now).split('## Decisions');
    expect(open).not.toContain(block(2));
    expect(put).toContain(
      '- decision: never, the page is going away\n- decided by: Ada &lt;ada@example.com>, 2026-11-25',
    );
  });

  it('decide below the empty line as well, and where blocks were moved', () => {
    expect(decisionOf(merged(decided(base, 1, '\n* Decision: do it')), 1)?.what).toBe('do');
    const [from, to] = [base.indexOf(block(1)), base.indexOf(block(2))];
    const end = base.indexOf(block(3));
    const moved = base.slice(0, from) + base.slice(to, end) + base.slice(from, to) + base.slice(end);
    const after = merged(decided(moved, 1, 'not now'));
    expect([1, 2, 3].map((n) => decisionOf(after, n)?.what)).toEqual(['not-now', undefined, undefined]);
    expect(after.notes).toBe('');
  });

  it('do not put one finding’s decision on another when a heading is deleted', () => {
    const chosen = merged(decided(base, 2, 'do it'));
    const document = renderState(chosen, now);
    const without = document.replace(/^### `a1b2c302`.*\n/m, '');
    expect(without).not.toBe(document);
    expect(merged(without, chosen, document)).toEqual(chosen);
  });

  it('take a decision back when it is emptied, and not when its block is gone', () => {
    const put = merged(decided(base, 2, 'never, gone'));
    const document = renderState(put, now);
    const emptied = merged(document.replace('- decision: never, gone', '- decision:'), put, document);
    expect(decisionOf(emptied, 2)).toBeUndefined();
    expect(emptied.decisions).toHaveLength(1);
    const cut = document.slice(0, document.indexOf('## Decisions')) + document.slice(document.indexOf('## Notes'));
    expect(decisionOf(merged(cut, put, document), 2)?.what).toBe('never');
  });

  it('that are no clear decision are kept in the notes, which say so', () => {
    const after = merged(decided(base, 1, 'never mind, I looked'));
    expect(decisionOf(after, 1)).toBeUndefined();
    expect(after.notes).toBe(
      'Written by Ada <ada@example.com> on 2026-11-25 under the finding a1b2c301; it was not understood there, so it is kept as it is:\n\n- decision: never mind, I looked',
    );
  });

  it('add lessons and take them out for good', () => {
    const edited = base
      .replace('- Old advice.\n', '')
      .replace(
        '### By people\n\nNone.\n',
        '### By people\n\n- Never touch vendored code,\n  not even its docs.\n* And ask first.\n',
      );
    const after = merged(edited);
    expect(after.lessons.filter((lesson) => lesson.by !== undefined).map(({ text }) => text)).toEqual([
      'Never touch vendored code, not even its docs.',
      'And ask first.',
    ]);
    expect(after.notes).toBe('');
    const again = takeIn(after, record('r2', 6, { lessons: [{ text: 'Old advice.' }] }));
    expect(renderState(again, now)).not.toContain('Old advice');
    const back = renderState(again, now).replace('- And ask first.', '- And ask first.\n- Old advice.');
    expect(renderState(merged(back, again, renderState(again, now)), now)).toContain('Old advice');
  });

  it('keep notes as they were written, markdown and all', () => {
    const notes = '# Mine\n\n- decision: do it\n\n    code <b>\n## Open findings\n### `a1b2c301` x\n- decision: never';
    const after = merged(`${base}\n${notes}\n`);
    expect(after.notes).toBe(notes);
    expect(decisionOf(after, 1)).toBeUndefined();
    const document = renderState(after, now);
    expect(document.endsWith(`## Notes from people\n\n${notes}\n`)).toBe(true);
    const shorter = merged(document.replace('    code <b>\n', ''), after, document);
    expect(shorter.notes).toBe(notes.replace('    code <b>\n', ''));
    expect(decisionOf(shorter, 1)).toBeUndefined();
  });

  it('put words at odd places into the notes', () => {
    const edited = base
      .replace('### By runs', '## My own heading\n\n- not a lesson\n\n### By runs')
      .replace('Title of 1', 'A better title of 1');
    const after = merged(edited);
    expect(after.lessons).toEqual(memory.lessons);
    expect(after.notes).toContain('outside of its sections; it was not understood there');
    expect(after.notes).toContain('## My own heading');
    expect(after.notes).toContain('- not a lesson');
    expect(after.notes).toContain('A better title of 1');
  });

  it('of two people at once are both there', () => {
    const first = merged(`${decided(base, 1, 'never, says Ada')}\nAda was here\n`);
    const second = must(
      mergeEdits(first, {
        base,
        edited: `${decided(base, 1, 'do it, says Bob')}\nBob was here\n`,
        now: now + 1,
        by: 'Bob',
      }),
    );
    expect(decisionOf(second, 1)).toMatchObject({ what: 'do', by: 'Bob' });
    const text = renderState(second, now);
    expect(text).toContain('- before: never, says Ada (Ada');
    expect(text).toMatch(/Bob was here\n+Ada was here|Ada was here\n+Bob was here/);
  });

  it('on what is gone meanwhile are decisions all the same, and their words stay', () => {
    const gone = takeIn(memory, record('r2', 4, { complete: true }));
    const after = merged(decided(base, 1, 'do it, customers ask'), gone);
    expect(decisionOf(after, 1)).toMatchObject({ what: 'do', note: 'customers ask' });
    expect(after.notes).toContain('- decision: do it, customers ask');
  });

  it('that are too long are refused whole', () => {
    const edited = `${base}${'é'.repeat(DOCUMENT_BYTES / 2)}`;
    expect(problem(mergeEdits(memory, { base, edited, now, by }))).toMatchObject({ code: 'document-too-long' });
  });

  it('of a thousand changed lines are read in time', () => {
    const lines = Array.from({ length: 9000 }, (_, n) => `line ${n}`);
    expect(merged(`${base}\n${lines.join('\n')}\n`).notes.split('\n')).toHaveLength(9000);
    expect(merged(lines.join('\n')).notes).toContain('line 8999');
  });
});

/** What a random person writes in a line. */
const word = fc.integer({ min: 0, max: 99_999 }).map((n) => `w${n}`);
const sentence = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));
const writtenLine = fc.oneof(
  sentence,
  fc
    .tuple(
      fc.constantFrom(
        '- ',
        '  ',
        '# ',
        '## ',
        '- decision: ',
        '- decision: never, ',
        'decision: do it, ',
        '- decision: later until 2026-12-01, ',
        '- decision: later until soon ',
        '### `a1b2c301` ',
        '> <b>',
        '\t',
      ),
      sentence,
    )
    .map((parts) => parts.join('')),
  fc.constantFrom('## Notes from people', '## Lessons', '### By people', '## Decisions', '', '- decision: not now'),
);
const edit = fc.record({
  kind: fc.constantFrom('insert', 'insert', 'insert', 'decide', 'delete', 'change', 'copy', 'append'),
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
  to: fc.double({ min: 0, max: 0.999, noNaN: true }),
  line: writtenLine,
});

function applied(document: string, edits: readonly (typeof edit extends fc.Arbitrary<infer T> ? T : never)[]): string {
  const lines = document.split('\n');
  for (const { kind, at, to, line } of edits) {
    const index = Math.floor(at * lines.length);
    if (kind === 'insert') lines.splice(index, 0, line);
    else if (kind === 'delete') lines.splice(index, 1);
    else if (kind === 'decide') {
      const open = lines.indexOf('- decision: ', Math.floor(at * 40));
      if (open >= 0) lines[open] = `- decision: ${['never', 'do it', 'not now', 'later'][index % 4]}, ${line}`;
    } else if (kind === 'change') lines.splice(index, 1, line);
    else if (kind === 'append') lines.splice(index, 1, `${lines[index] ?? ''} ${line}`);
    else lines.splice(Math.floor(to * lines.length), 0, lines[index] ?? '');
  }
  return lines.join('\n');
}

function expectAllWords(document: string, edited: string, after: LoopMemory): void {
  const old = new Set(document.split('\n').map((line) => line.trim()));
  const written = edited.split('\n').filter((line) => !old.has(line.trim()));
  const shown = new Set(wordsOf(renderState(after, now)));
  expect(written.flatMap(wordsOf).filter((one) => !shown.has(one))).toEqual([]);
}

describe('whatever people do to the document', () => {
  const someDecided = fc
    .tuple(arbitraryMemory, fc.constantFrom('do', 'never', 'not-now', 'later', undefined))
    .map(([all, what]) => {
      const [first] = all.findings;
      if (first === undefined || what === undefined) return { ...all, notes: 'kept note w1\n\n## Lessons\n- w2' };
      return must(decide(all, { finding: first.id, what, by: 'Bob', at: T0 + 4 * DAY, note: 'because w3' }));
    });

  it('every word that they wrote is in the next one', () => {
    let understood = 0;
    fc.assert(
      fc.property(someDecided, fc.array(edit, { minLength: 1, maxLength: 12 }), (of, edits) => {
        const document = renderState(of, now);
        const edited = applied(document, edits);
        const after = merged(edited, of, document);
        expectAllWords(document, edited, after);
        expect(loopMemorySchema.safeParse(after).success).toBe(true);
        understood += readEdits(document, edited).decisions.length;
        // A second time nothing is left to do.
        const next = renderState(after, now);
        expect(merged(next, after, next)).toEqual(after);
      }),
      { numRuns: 500 },
    );
    expect(understood).toBeGreaterThan(50);
  });

  it('also where a run or another person was first', () => {
    fc.assert(
      fc.property(
        someDecided,
        arbitraryRecord('r8', 8),
        fc.array(edit, { maxLength: 6 }),
        fc.array(edit, { minLength: 1, maxLength: 8 }),
        (of, next, theirs, ours) => {
          const document = renderState(of, now);
          const first = applied(document, theirs);
          const second = applied(document, ours);
          const moved = takeIn(merged(first, of, document), next);
          expectAllWords(document, second, merged(second, moved, document));
        },
      ),
      { numRuns: 300 },
    );
  });
});
