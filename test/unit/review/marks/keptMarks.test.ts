import { describe, expect, it } from 'vitest';
import type { Mark } from '../../../../src/model/reviewMarks.ts';
import { type KeptMarks, noMarks, withFact } from '../../../../src/review/marks/keptMarks.ts';
import { refusedMark } from '../../../../src/review/marks/refusedMark.ts';

const ada = 'Ada <ada@example.com>';
const bob = 'Bob <bob@example.com>';
const commit = 'a'.repeat(40);
const anchor = { path: 'src/a.ts', side: 'head', commit, first: 3, last: 4 } as const;
const remark = (id: string, text = 'why?'): Mark => ({ kind: 'remark', id, anchor, text });
const out = (piece: string, why?: string): Mark => ({
  kind: 'take-out',
  pieces: [{ piece, path: 'src/a.ts' }],
  ...(why === undefined ? {} : { why }),
});

/** Each with the person who makes it; the time is their number. */
const marksOf = (...said: readonly (readonly [by: string, mark: Mark])[]): KeptMarks =>
  said.reduce((kept, [by, mark], at) => withFact(kept, { at, by, marks: [mark], quotes: { r: ['3', '4'] } }), noMarks);

describe('decisions', () => {
  it('are everybody’s: the last word counts, with its name and reason', () => {
    const kept = marksOf([ada, out('p', 'ugly')], [bob, out('q')], [bob, out('p', 'slow')]);
    expect([...kept.decisions.values()]).toEqual([
      { piece: 'p', path: 'src/a.ts', why: 'slow', by: bob, at: 2 },
      { piece: 'q', path: 'src/a.ts', by: bob, at: 1 },
    ]);
  });

  it('are taken back by anybody who keeps the piece', () => {
    const kept = marksOf([ada, out('p')], [ada, out('q')], [bob, { kind: 'keep', pieces: ['p', 'unknown'] }]);
    expect([...kept.decisions.keys()]).toEqual(['q']);
  });
});

describe('what is each person’s own', () => {
  it('viewed units, the head that was looked at, the place', () => {
    const kept = marksOf(
      [ada, { kind: 'viewed', digests: ['1', '2'], on: true }],
      [bob, { kind: 'viewed', digests: ['3'], on: true }],
      [ada, { kind: 'viewed', digests: ['1'], on: false }],
      [ada, { kind: 'looked', head: commit }],
      [bob, { kind: 'place', unit: 'src/a.ts#f' }],
    );
    expect([...(kept.viewed.get(ada) ?? [])]).toEqual(['2']);
    expect([...(kept.viewed.get(bob) ?? [])]).toEqual(['3']);
    expect([...kept.looked]).toEqual([[ada, commit]]);
    expect([...kept.place]).toEqual([[bob, 'src/a.ts#f']]);
  });
});

describe('a thread', () => {
  it('keeps the lines it was made on, and what was said in order', () => {
    const kept = marksOf([ada, remark('r')], [bob, { kind: 'reply', remark: 'r', text: 'because' }]);
    expect(kept.remarks.get('r')).toEqual({
      id: 'r',
      anchor,
      quote: ['3', '4'],
      said: [
        { text: 'why?', by: ada, at: 0 },
        { text: 'because', by: bob, at: 1 },
      ],
    });
  });

  it('is made once, and answered once, however often that is asked', () => {
    const reply: Mark = { kind: 'reply', remark: 'r', text: 'because' };
    const kept = marksOf([ada, remark('r')], [ada, remark('r', 'another')], [bob, reply], [bob, reply]);
    expect(kept.remarks.get('r')?.said.map(({ text }) => text)).toEqual(['why?', 'because']);
  });

  it('is resolved, opened again, and opened by a reply', () => {
    const on: Mark = { kind: 'resolve', remark: 'r', on: true };
    expect(marksOf([ada, remark('r')], [bob, on]).remarks.get('r')?.resolved).toEqual({ by: bob, at: 1 });
    const off: Mark = { ...on, on: false };
    expect(marksOf([ada, remark('r')], [bob, on], [ada, off]).remarks.get('r')?.resolved).toBeUndefined();
    const reply: Mark = { kind: 'reply', remark: 'r', text: 'not yet' };
    expect(marksOf([ada, remark('r')], [bob, on], [ada, reply]).remarks.get('r')?.resolved).toBeUndefined();
  });

  it('each rewords and withdraws what they said last; without words it is gone', () => {
    const reply: Mark = { kind: 'reply', remark: 'r', text: 'because' };
    const reworded = marksOf([ada, remark('r')], [bob, reply], [ada, { kind: 'reword', remark: 'r', text: 'why so?' }]);
    expect(reworded.remarks.get('r')?.said.map(({ text }) => text)).toEqual(['why so?', 'because']);
    const withdraw: Mark = { kind: 'withdraw', remark: 'r' };
    expect(marksOf([ada, remark('r')], [bob, reply], [ada, withdraw]).remarks.get('r')?.said).toHaveLength(1);
    expect(marksOf([ada, remark('r')], [ada, withdraw]).remarks.size).toBe(0);
    expect(marksOf([ada, remark('r')], [ada, withdraw], [bob, reply]).remarks.size).toBe(0);
  });
});

describe('what is refused', () => {
  const kept = marksOf([ada, remark('r')], [bob, { kind: 'reply', remark: 'r', text: 'because' }]);
  const codeFor = (mark: Mark, by: string, sent: number) => refusedMark(kept, mark, { by, sentOf: () => sent })?.code;

  it.each(['reword', 'withdraw'] as const)('to %s what another said, or what was sent', (kind) => {
    const mark: Mark = kind === 'reword' ? { kind, remark: 'r', text: 'x' } : { kind, remark: 'r' };
    expect(codeFor(mark, 'Eve <eve@example.com>', 0)).toBe('not-yours');
    expect(codeFor(mark, ada, 0)).toBeUndefined();
    expect(codeFor(mark, ada, 1)).toBe('already-sent');
    expect(codeFor(mark, bob, 1)).toBeUndefined();
    expect(codeFor(mark, bob, 2)).toBe('already-sent');
  });

  it('a word about a remark that is not there', () => {
    expect(codeFor({ kind: 'reply', remark: 'gone', text: 'x' }, ada, 0)).toBe('unknown-remark');
    expect(codeFor({ kind: 'resolve', remark: 'r', on: true }, bob, 2)).toBeUndefined();
  });

  it('the remark after the thousandth, but not one of them again', () => {
    const many = marksOf(...Array.from({ length: 1000 }, (_, n) => [ada, remark(`r${n}`)] as const));
    const isRefused = (id: string) => refusedMark(many, remark(id), { by: ada, sentOf: () => 0 })?.code;
    expect(isRefused('another')).toBe('too-many-remarks');
    expect(isRefused('r5')).toBeUndefined();
  });
});
