import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Asked, Owing, type OwingOf } from '../../../../src/comprehension/debt/owing.ts';
import type { LedgerRow, ReadersRow } from '../../../../src/model/ledger.ts';
import { ada, answered, bob, dayMs, edited, landed, landedUnit, of, read, standing } from './ledgerRows.ts';

const unit = 'src/a.ts#f';

type Question = OwingOf & Asked;
const owedUnits = (question: Question) => new Owing(question).units(question);
const debtOf = (question: Question) => new Owing(question).sum(question);
const owes = (rows: readonly ReadersRow[], more: Partial<Question> = {}): number =>
  debtOf({ rows, standing: [standing(unit)], reader: ada, now: 0, ...more }).owed;
const landing = of(ada, landed([landedUnit(unit)]));

describe('the worked examples of the definition', () => {
  it('120 lines with three callers owe 180, which are 36 minutes', () => {
    const asked = { rows: landing, standing: [standing(unit)], reader: ada, now: 0 };
    const units = owedUnits(asked);
    expect(debtOf(asked)).toEqual({ owed: 180, minutes: 36 });
    expect(units).toMatchObject([{ path: 'src/a.ts', name: 'f', line: 1, lines: 120, weight: 1.5, evidence: 0 }]);
  });

  it('skimmed they owe 144', () => {
    expect(owes([...landing, ...of(ada, read(unit))])).toBeCloseTo(144, 9);
  });

  it('a correct prediction leaves 36, and 84 thirty days later', () => {
    const rows = [...landing, ...of(ada, answered(unit))];
    expect(owes(rows)).toBeCloseTo(36, 9);
    expect(Math.round(owes(rows, { now: 30 * dayMs }))).toBe(84);
  });

  it('regenerated they owe 0, and 37 thirty days later', () => {
    const rows = [...landing, ...of(ada, answered(unit, { credit: 1, rating: 'easy' }))];
    expect(owes(rows)).toBeCloseTo(0, 9);
    expect(Math.round(owes(rows, { now: 30 * dayMs }))).toBe(37);
  });

  it('half written by hand counts as regenerated, less than half as nothing', () => {
    const by = (share: number) =>
      of(ada, { v: 1, at: 0, row: 'written', unit, body: `${unit}:1`, share } satisfies LedgerRow);
    expect(owes([...landing, ...by(0.5)])).toBeCloseTo(0, 9);
    expect(Math.round(owes([...landing, ...by(0.5)], { now: 30 * dayMs }))).toBe(37);
    expect(owes([...landing, ...by(0.49)])).toBe(180);
  });
});

describe('memory', () => {
  it('lasts longer with every proof that is given after a while, and not for looking again', () => {
    const once = owes([...landing, ...of(ada, answered(unit))], { now: 40 * dayMs });
    const again = of(ada, answered(unit), answered(unit, { at: 10 * dayMs, credit: 0.5 }));
    // By hand: stability 2.3065 grows to what FSRS-6 makes of it after ten days, and the best evidence stays 0.8.
    const twice = owes([...landing, ...again], { now: 40 * dayMs });
    expect(twice).toBeLessThan(once);
    const looked = owes([...landing, ...of(ada, answered(unit), read(unit, 10 * dayMs))], { now: 40 * dayMs });
    expect(looked).toBe(once);
  });

  it('of a proof is worth at least what it is to who was never asked', () => {
    const late = answered(unit, { at: dayMs, credit: 1, rating: 'easy' });
    const alone = owes([...landing, ...of(ada, late)], { now: 60 * dayMs });
    const after = owes([...landing, ...of(ada, answered(unit, { at: dayMs - 60_000 }), late)], { now: 60 * dayMs });
    expect(after).toBeLessThanOrEqual(alone);
  });
});

describe('what is owed for a unit', () => {
  it('is the sum over its landings, and at most its size or what the newest brought', () => {
    const second = landed([landedUnit(unit, { lines: 30, body: `${unit}:2`, callers: 0 })], { run: 'run-2', at: 5 });
    const rows = [...landing, ...of(ada, second)];
    const of120 = owedUnits({ rows, standing: [standing(unit, { size: 200 })], reader: ada, now: 5 });
    expect(of120).toMatchObject([{ lines: 150, weight: 1, landings: [{ run: 'run-2' }, { run: 'run-1' }] }]);
    const [smaller] = owedUnits({ rows, standing: [standing(unit, { size: 40 })], reader: ada, now: 5 });
    expect(smaller?.lines).toBe(40);
    const [tiny] = owedUnits({ rows, standing: [standing(unit, { size: 4 })], reader: ada, now: 5 });
    expect(tiny?.lines).toBe(30);
  });

  it('weighs double where any landing was risky, and half for tests', () => {
    const risky = of(ada, landed([landedUnit(unit, { weight: 2, callers: 0, lines: 10 })]));
    const after = of(ada, landed([landedUnit(unit, { weight: 1, callers: 0, lines: 10 })], { run: 'run-2', at: 1 }));
    expect(owes(risky)).toBe(20);
    expect(owes([...risky, ...after], { now: 1 })).toBe(40);
    expect(owes(of(ada, landed([landedUnit(unit, { weight: 0.5, callers: 0 })])))).toBe(60);
  });

  it('is nothing once the unit is gone, was taken back, or a landing took it away', () => {
    expect(owes(landing, { standing: [] })).toBe(0);
    expect(owes(landing, { isTakenBack: ({ run }) => run === 'run-1' })).toBe(0);
    const away = landed([], { run: 'run-2', at: 5, gone: [unit] });
    expect(owes([...landing, ...of(ada, away)], { now: 5 })).toBe(0);
    const back = landed([landedUnit(unit, { lines: 7, callers: 0 })], { run: 'run-3', at: 6 });
    expect(owes([...landing, ...of(ada, away, back)], { now: 6 })).toBe(7);
  });

  it('goes with a unit that moved, and so does what is known of it', () => {
    const moved = [standing('src/b.ts#f', { body: `${unit}:1` })];
    expect(owes(landing, { standing: moved })).toBe(180);
    expect(owes([...landing, ...of(ada, answered(unit))], { standing: moved })).toBeCloseTo(36, 9);
  });

  it('starts again when something else than a person changed it', () => {
    const other = [standing(unit, { body: `${unit}:2` })];
    const rows = [...landing, ...of(ada, answered(unit))];
    expect(owes(rows, { standing: other })).toBe(180);
    expect(owedUnits({ rows, standing: other, reader: ada, now: 0 })[0]?.why).toMatch(/changed since you/);
  });

  it('is carried over an edit of a person by the share that stays, and not over a decisive one', () => {
    const other = [standing(unit, { body: `${unit}:2` })];
    const rows = [...landing, ...of(ada, answered(unit))];
    expect(owes([...rows, ...of(bob, edited(unit))], { standing: other })).toBeCloseTo(180 * (1 - 0.8 * 0.75), 9);
    expect(owes([...rows, ...of(bob, edited(unit, { decisive: true }))], { standing: other })).toBe(180);
    const third = [standing(unit, { body: `${unit}:3` })];
    const twice = of(bob, edited(unit), edited(unit, { from: `${unit}:2`, to: `${unit}:3`, kept: 0.5 }));
    expect(owes([...rows, ...twice], { standing: third })).toBeCloseTo(180 * (1 - 0.8 * 0.375), 9);
  });

  it('comes back with a content that comes back', () => {
    const back = of(bob, edited(unit), edited(unit, { from: `${unit}:2`, to: `${unit}:1`, kept: 0.5 }));
    expect(owes([...landing, ...of(ada, answered(unit)), ...back])).toBeCloseTo(36, 9);
  });

  it('is taken as it landed where its language is not read', () => {
    const unread = [{ unit }];
    expect(owes([...landing, ...of(ada, answered(unit))], { standing: unread })).toBeCloseTo(36, 9);
  });
});

describe('whose debt it is', () => {
  it('a person owes for what they let land; the repository for all, less what its best reader knows', () => {
    const rows = [...landing, ...of(bob, answered(unit), read(unit))];
    expect(owes(rows)).toBe(180);
    expect(owes(rows, { reader: bob })).toBe(0);
    expect(debtOf({ rows, standing: [standing(unit)], now: 0 }).owed).toBeCloseTo(36, 9);
  });

  it('counts a landing once that stands in the files of two people, and of it the row that tells more', () => {
    const rows = [...landing, ...of(bob, landed([landedUnit(unit)], { misses: 2 }))];
    expect(debtOf({ rows, standing: [standing(unit)], now: 0 }).owed).toBe(180);
    expect(owes(rows, { reader: bob })).toBe(180);
  });
});

describe('whatever the rows are', () => {
  const units = ['a.ts#f', 'a.ts#g', 'b.py#h'];
  const anyUnit = fc.constantFrom(...units);
  const anyBody = fc.constantFrom('1', '2', '3').chain((n) => anyUnit.map((one) => `${one}:${n}`));
  const at = fc.integer({ min: 0, max: 100 }).map((days) => days * dayMs);
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const anyRow: fc.Arbitrary<LedgerRow> = fc.oneof(
    fc
      .record({
        unit: anyUnit,
        body: anyBody,
        lines: fc.nat(300),
        size: fc.nat(300),
        callers: fc.nat(40),
        at,
        run: fc.constantFrom('r1', 'r2', 'r3'),
      })
      .chain(({ at: when, run, ...one }) =>
        fc
          .constantFrom(0.5 as const, 1 as const, 2 as const)
          .map((weight) => landed([{ ...one, weight }], { at: when, run })),
      ),
    fc.record({ unit: anyUnit, body: anyBody, at }).map((row): LedgerRow => ({ v: 1, row: 'read', ...row })),
    fc
      .record({
        unit: anyUnit,
        body: anyBody,
        at,
        credit: share,
        rating: fc.constantFrom('good' as const, 'easy' as const),
      })
      .map((row): LedgerRow => ({ v: 1, row: 'answered', ...row })),
    fc.record({ unit: anyUnit, body: anyBody, at, share }).map((row): LedgerRow => ({ v: 1, row: 'written', ...row })),
    fc
      .record({ unit: anyUnit, from: anyBody, to: anyBody, at, kept: share, decisive: fc.boolean() })
      .map((row): LedgerRow => ({ v: 1, row: 'edited', ...row })),
  );
  const anyRows = fc.array(fc.record({ reader: fc.constantFrom(ada, bob), row: anyRow }), { maxLength: 25 });
  const anyStanding = fc
    .array(fc.record({ unit: anyUnit, body: anyBody, size: fc.nat(300) }), { maxLength: 4 })
    .map((all) => [...new Map(all.map((one) => [one.unit, one])).values()]);
  const now = 101 * dayMs;

  it('nothing is owed below zero or above ℓ·w, and E and R are shares', () => {
    fc.assert(
      fc.property(anyRows, anyStanding, fc.constantFrom(ada, bob, undefined), (rows, there, reader) => {
        for (const one of owedUnits({ rows, standing: there, now, ...(reader && { reader }) })) {
          expect(one.owed).toBeGreaterThanOrEqual(0);
          expect(one.owed).toBeLessThanOrEqual(one.lines * one.weight);
          for (const figure of [one.evidence, one.recall]) expect(figure >= 0 && figure <= 1).toBe(true);
        }
      }),
    );
  });

  it('neither the order of rows nor rows that come twice matter', () => {
    fc.assert(
      fc.property(
        anyRows.chain((rows) =>
          fc.tuple(fc.constant(rows), fc.shuffledSubarray([...rows, ...rows], { minLength: rows.length * 2 })),
        ),
        anyStanding,
        ([rows, mixed], there) => {
          for (const whose of [{ reader: ada }, {}]) {
            const asked = { standing: there, now, ...whose };
            expect(owedUnits({ rows: mixed, ...asked })).toEqual(owedUnits({ rows, ...asked }));
          }
        },
      ),
    );
  });

  it('more evidence never owes more', () => {
    fc.assert(
      fc.property(anyRows, anyStanding, fc.nat(24), share, (rows, there, which, credit) => {
        const more = rows.map((one, index) =>
          index === which && one.row.row === 'answered' && one.row.credit > 0
            ? { ...one, row: { ...one.row, credit: Math.max(one.row.credit, credit) } }
            : one,
        );
        for (const reader of [ada, bob]) {
          const owed = (all: readonly ReadersRow[]) => debtOf({ rows: all, standing: there, reader, now }).owed;
          expect(owed(more)).toBeLessThanOrEqual(owed(rows) + 1e-9);
        }
      }),
    );
  });

  it('the repository owes at most what each person owes for the same landings', () => {
    fc.assert(
      fc.property(anyRows, anyStanding, (rows, there) => {
        // Both let everything land.
        const all = rows.flatMap((one) =>
          one.row.row === 'landed' ? [ada, bob].map((reader) => ({ ...one, reader })) : [one],
        );
        const repository = new Map(owedUnits({ rows: all, standing: there, now }).map((one) => [one.unit, one.owed]));
        for (const reader of [ada, bob]) {
          for (const one of owedUnits({ rows: all, standing: there, reader, now })) {
            expect(repository.get(one.unit) ?? Number.NaN).toBeLessThanOrEqual(one.owed + 1e-9);
          }
        }
      }),
    );
  });
});
