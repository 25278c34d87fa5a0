import { describe, expect, it } from 'vitest';
import { changedPaths, changedSince } from '../../../src/extension/review/changedPaths.ts';
import { isWhatWasKept } from '../../../src/extension/review/isWhatWasKept.ts';
import { originAt, originWords } from '../../../src/extension/review/originWords.ts';
import { pendingOf, pendingWords } from '../../../src/extension/review/pending.ts';
import { progressOf, progressWords } from '../../../src/extension/review/progress.ts';
import { remarkThreads } from '../../../src/extension/review/remarkThreads.ts';
import { answeredWords } from '../../../src/extension/review/sendWords.ts';
import { pauseWords, Sitting } from '../../../src/extension/review/sitting.ts';
import { takenOutSpans } from '../../../src/extension/review/takenOutSpans.ts';
import { besides, nextNotViewed, pieceAt, placeToRead, unitAt } from '../../../src/extension/review/unitOrder.ts';
import { UnitWalk } from '../../../src/extension/review/unitWalk.ts';
import { foldAll } from '../../../src/model/runState.ts';
import { changeOf, fileChange, RecordedRun } from './recordedRun.ts';
import { decisionOn, marksOf, me, other, outlined, outlineOf, pieceAtLine, remarkOn, unitOf } from './reviewScene.ts';

const parse = unitOf('src/a.js', 'Parser.parse', [pieceAtLine('a1', 10), pieceAtLine('a2', 14)]);
const parser = unitOf('src/a.js', 'Parser', [pieceAtLine('a0', 2)], {
  kind: 'class',
  head: { first: 1, count: 40 },
  base: { first: 1, count: 40 },
});
const price = unitOf('src/b.js', 'price', [pieceAtLine('b1', 5, { head: { first: 5, count: 0 } })]);
const lock = unitOf('package-lock.json', '', [pieceAtLine('l1', 1)], { kind: 'rest', lines: 0 });
const outline = outlineOf([
  outlined('src/a.js', [parse, parser]),
  outlined('src/b.js', [price]),
  outlined('package-lock.json', [lock], { folded: 'lockfile', lines: 0 }),
]);
const ids = { parse: parse.id, parser: parser.id, price: price.id, lock: lock.id };
const idOf = (place: { readonly unit: { readonly id: string } } | undefined) => place?.unit.id;

describe('going from unit to unit', () => {
  it('keeps to the order of reading and stops at both ends', () => {
    expect(idOf(besides(outline, ids.parse, 1))).toBe(ids.parser);
    expect(idOf(besides(outline, ids.price, 1))).toBe(ids.lock);
    expect(besides(outline, ids.lock, 1)).toBeUndefined();
    expect(idOf(besides(outline, ids.price, -1))).toBe(ids.parser);
    expect(besides(outline, ids.parse, -1)).toBeUndefined();
    expect(idOf(besides(outline, undefined, 1))).toBe(ids.parse);
  });

  it('skips what is viewed and what needs no reading, and begins again at the top', () => {
    expect(idOf(nextNotViewed(outline, ids.parse, [parser.digest]))).toBe(ids.price);
    expect(idOf(nextNotViewed(outline, ids.price, [parser.digest]))).toBe(ids.parse);
    expect(nextNotViewed(outline, ids.price, [parse.digest, parser.digest])).toBeUndefined();
  });

  it('opens where its reader stopped, else at what is not viewed, else at the top', () => {
    expect(idOf(placeToRead(outline, { viewed: [], place: ids.price }))).toBe(ids.price);
    expect(idOf(placeToRead(outline, { viewed: [parse.digest], place: 'gone#unit' }))).toBe(ids.parser);
    const all = [parse, parser, price].map(({ digest }) => digest);
    expect(idOf(placeToRead(outline, { viewed: all }))).toBe(ids.parse);
    expect(placeToRead(outlineOf([]), { viewed: [] })).toBeUndefined();
  });

  it('knows the innermost unit at a line, and beyond all units the nearest', () => {
    const [a, b] = outline.files;
    expect(a && unitAt(a, 'head', 12)?.name).toBe('Parser.parse');
    expect(a && unitAt(a, 'head', 3)?.name).toBe('Parser');
    expect(a && unitAt(a, 'head', 99)?.name).toBe('Parser.parse');
    expect(b && unitAt(b, 'head', 1)?.name).toBe('price');
  });

  it('finds the piece at the cursor, and that of removed lines from both lines beside it', () => {
    const [a, b] = outline.files;
    expect(a && pieceAt(a, 'head', 14)?.id).toBe('a2');
    expect(a && pieceAt(a, 'head', 12)).toBeUndefined();
    expect(b && [4, 5].map((line) => pieceAt(b, 'head', line)?.id)).toEqual(['b1', 'b1']);
    expect(b && [3, 6].map((line) => pieceAt(b, 'head', line))).toEqual([undefined, undefined]);
    expect(b && pieceAt(b, 'base', 5)?.id).toBe('b1');
    const whole = outlined('logo.png', [
      unitOf('logo.png', '', [pieceAtLine('f', 1, { kind: 'file', head: { first: 1, count: 0 } })], { kind: 'file' }),
    ]);
    expect(pieceAt(whole, 'head', 7)?.id).toBe('f');
  });

  it('is at the unit that was opened until the cursor goes elsewhere', () => {
    const walk = new UnitWalk();
    const [, b] = outline.files;
    if (b !== undefined) walk.opened({ file: b, unit: price });
    const at = (line: number, path = 'src/b.js') => walk.at(outline, { path, side: 'head', line }, ids.parse)?.unit.id;
    expect(at(5)).toBe(ids.price);
    expect(at(12, 'src/a.js')).toBe(ids.parse);
    expect(at(1, 'not/there.js')).toBe(ids.parse);
    expect(walk.at(outline, undefined)?.unit.id).toBe(ids.price);
    expect(new UnitWalk().at(outline, undefined, ids.parser)?.unit.id).toBe(ids.parser);
  });
});

describe('how far reading has come', () => {
  it('counts the lines of viewed units, and not those that need no reading', () => {
    expect(progressOf(outline, [])).toEqual({ read: 0, of: 7 });
    expect(progressOf(outline, [parse.digest, lock.digest])).toEqual({ read: 4, of: 7 });
  });

  it('is said in lines, and in minutes at 400 lines an hour', () => {
    expect(progressWords({ read: 120, of: 410 })).toBe('120 of 410 lines read · about 44 minutes left');
    expect(progressWords({ read: 0, of: 1 })).toBe('0 of 1 line read · about 1 minute left');
    expect(progressWords({ read: 7, of: 7 })).toBe('All 7 lines are read');
    expect(progressWords({ read: 0, of: 0 })).toBe('Nothing in it has to be read line by line');
  });
});

describe('a sitting', () => {
  const minute = 60_000;
  const sittingAt = () => {
    let now = 0;
    const sitting = new Sitting(() => now);
    return { sitting, pass: (minutes: number) => (now += minutes * minute) };
  };

  it('proposes a pause once after 400 lines', () => {
    const { sitting } = sittingAt();
    sitting.look(true);
    sitting.read(399);
    expect(sitting.due()).toBeUndefined();
    sitting.read(-50);
    sitting.read(51);
    expect(sitting.due()).toEqual({ lines: 400, minutes: 0 });
    sitting.read(400);
    expect(sitting.due()).toBeUndefined();
  });

  it('proposes one after an hour of reading, without the time that nobody looked', () => {
    const { sitting, pass } = sittingAt();
    sitting.look(true);
    pass(50);
    sitting.look(false);
    pass(14);
    sitting.look(true);
    pass(9);
    expect(sitting.due()).toBeUndefined();
    pass(1);
    expect(sitting.due()).toEqual({ lines: 0, minutes: 60 });
    expect(pauseWords({ lines: 0, minutes: 60 })).toMatch(/60 minutes in one sitting.*place is kept/);
    expect(pauseWords({ lines: 412, minutes: 20 })).toMatch(/412 lines/);
  });

  it('begins anew after a break', () => {
    const { sitting, pass } = sittingAt();
    sitting.look(true);
    sitting.read(400);
    expect(sitting.due()).toBeDefined();
    sitting.look(false);
    pass(15);
    sitting.look(true);
    expect(sitting.due()).toBeUndefined();
    sitting.read(400);
    expect(sitting.due()).toBeDefined();
  });
});

describe('what is taken out', () => {
  it('is shown on the head where it goes, and on the base where it stays', () => {
    const [a, b] = outline.files;
    const spans = a && takenOutSpans(a, [decisionOn('src/a.js', 'a2', 'too clever')]);
    expect(spans).toMatchObject([
      { side: 'head', first: 14, last: 14, words: 'taken out: too clever' },
      { side: 'base', first: 14, last: 14, words: 'stays' },
    ]);
    expect(b && takenOutSpans(b, [decisionOn('src/b.js', 'b1')]).map(({ side }) => side)).toEqual(['base']);
    expect(a && takenOutSpans(a, [])).toEqual([]);
  });

  it('leaves exactly what was kept, or it is not landed', () => {
    const out = [decisionOn('src/a.js', 'a2')];
    const without = { ...parse, pieces: parse.pieces.slice(0, 1) };
    const files = (unit: typeof parse) => [outlined('src/a.js', [unit, parser]), ...outline.files.slice(1)];
    expect(isWhatWasKept(outline, out, outlineOf(files(without)))).toBe(true);
    expect(isWhatWasKept(outline, out, outline)).toBe(false);
    const edited = { ...without, pieces: [...without.pieces, pieceAtLine('by hand', 20)] };
    expect(isWhatWasKept(outline, out, outlineOf(files(edited)))).toBe(false);
    const swapped = { ...without, pieces: [pieceAtLine('by hand', 20)] };
    expect(isWhatWasKept(outline, out, outlineOf(files(swapped)))).toBe(false);
    expect(isWhatWasKept(outline, out, outlineOf(files(without), { base: 'f'.repeat(40) }))).toBe(false);
  });
});

describe('who made a line', () => {
  const iterations = [{ number: 2, maker: { agent: 'claude', summary: 'I cached it. ' } }];

  it('is told, and the words of the agent only once the unit was viewed', () => {
    const origin = { head: { first: 3, count: 2 }, iteration: 2 };
    expect(originAt([origin], 4)).toBe(origin);
    expect(originAt([origin], 5)).toBeUndefined();
    const before = originWords(origin, { iterations }, false);
    expect(before).toMatchObject({ made: 'Iteration 2 made this line.' });
    expect(JSON.stringify(before)).not.toContain('cached');
    expect(originWords(origin, { iterations }, true).story).toEqual({ agent: 'claude', summary: 'I cached it.' });
    expect(originWords({ ...origin, iteration: 1 }, { iterations }, true).story).toBeUndefined();
  });

  it('is the person for an edit by hand, and nobody for what was there', () => {
    const head = { first: 1, count: 1 };
    expect(originWords({ head, iteration: 2, by: me }, { iterations }, true).made).toBe(
      'Ada edited this line by hand.',
    );
    expect(originWords({ head }, { iterations }, true).made).toMatch(/as it was in the base/);
  });
});

describe('threads of remarks', () => {
  const threads = (canAnswer = true, ...remarks: ReturnType<typeof remarkOn>[]) =>
    remarkThreads(marksOf({ remarks }), canAnswer);

  it('say where each stands on its way to an answer', () => {
    const at = { by: other, at: 0 };
    const answer = { status: 'answered' as const, iteration: 3, path: 'src/a.js', head: { first: 4, count: 2 } };
    const labels = threads(
      true,
      remarkOn('src/a.js', 3, 'one'),
      remarkOn('src/a.js', 3, 'two', { sent: 2 }),
      remarkOn('src/a.js', 3, 'three', { sent: 2, answer }),
      remarkOn('src/a.js', 3, 'four', { sent: 2, answer: { status: 'unanswered', iteration: 3 } }),
      remarkOn('src/a.js', 3, 'five', { sent: 2, answer, resolved: at }),
    ).map(({ label, context }) => [label, context]);
    expect(labels).toEqual([
      ['Pending: nobody is told before you request changes', 'remark+resolve'],
      ['Sent after iteration 2', 'remark+resolve'],
      ['Answered in iteration 3', 'remark+resolve+answer'],
      ['Not answered: iteration 3 changed nothing near it', 'remark+resolve'],
      ['Resolved by Ben', 'remark+reopen+answer'],
    ]);
  });

  it('stand at the file with their quote where the lines are gone', () => {
    const { now: _now, ...gone } = remarkOn('src/a.js', 3, 'one', { quote: ['if (a)', '  b();'] });
    const [thread] = threads(true, gone);
    expect(thread?.lines).toBeUndefined();
    expect(thread?.label).toContain('its lines are gone');
    expect(thread?.said[0]?.quote).toEqual(['if (a)', '  b();']);
  });

  it('let one reword what one said last, while nobody was sent it and the change waits', () => {
    const said = [
      { text: 'first', by: me, at: 0 },
      { text: 'second', by: me, at: 1 },
      { text: 'third', by: other, at: 2 },
    ];
    const contexts = (canAnswer: boolean, more: object) =>
      threads(canAnswer, remarkOn('src/a.js', 3, 'x', { said, ...more }))[0]?.said.map(({ context }) => context);
    expect(contexts(true, {})).toEqual(['said', 'said+edit', 'said']);
    expect(contexts(true, { sent: 2 })).toEqual(['said', 'said', 'said']);
    expect(contexts(false, {})).toEqual(['said', 'said', 'said']);
    expect(threads(false, remarkOn('src/a.js', 3, 'x'))[0]).toMatchObject({ canReply: false, context: 'remark' });
  });
});

describe('what is pending', () => {
  it('is what was neither sent nor resolved, in words', () => {
    const remarks = [
      remarkOn('src/a.js', 3, 'one'),
      remarkOn('src/a.js', 3, 'two', { sent: 1 }),
      remarkOn('src/a.js', 3, 'three', { resolved: { by: me, at: 0 } }),
    ];
    const pending = pendingOf(marksOf({ remarks, decisions: [decisionOn('src/a.js', 'a1')] }));
    expect(pendingWords(pending)).toBe('1 remark and 1 piece taken out');
    expect(pendingWords(pendingOf(undefined))).toBe('');
  });

  it('comes back with how much of it was answered', () => {
    const answered = { status: 'answered' as const, iteration: 3, path: 'src/a.js', head: { first: 4, count: 2 } };
    const remarks = [
      remarkOn('src/a.js', 3, 'one', { sent: 2, answer: answered }),
      remarkOn('src/a.js', 3, 'two', { sent: 2, answer: { status: 'unanswered', iteration: 3 } }),
    ];
    expect(answeredWords(remarks, 3)).toBe('1 of 2 remarks were answered.');
    expect(answeredWords(remarks.slice(0, 1), 3)).toBe('The remark was answered.');
    expect(answeredWords(remarks, 2)).toBe('');
  });
});

describe('what changed since somebody looked', () => {
  it('are the paths with other content, those that are no longer changed too', () => {
    const first = changeOf([fileChange('a.js', 'one'), fileChange('b.js', 'same'), fileChange('c.js', 'gone')]);
    const now = changeOf([fileChange('a.js', 'two'), fileChange('b.js', 'same'), fileChange('d.js', 'new')]);
    const recorded = new RecordedRun('r1').start().pass(first).await().commit(2, now);
    const steps = foldAll(recorded.events)?.items.get('default')?.steps ?? [];
    expect(changedSince(steps, first.head, now)).toEqual(['a.js', 'd.js', 'c.js']);
    expect(changedSince(steps, now.head, now)).toEqual([]);
    expect(changedSince(steps, 'f'.repeat(40), now)).toBeUndefined();
    expect(changedPaths(steps)).toEqual(['a.js', 'b.js', 'c.js', 'd.js']);
  });
});
