import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/memory/decide.ts';
import { takeIn } from '../../../src/memory/merge.ts';
import { findingOf, itemOf, standingOf } from '../../../src/memory/standing.ts';
import { emptyMemory, type LoopMemory, loopMemorySchema, memoryLimits } from '../../../src/model/memory.ts';
import { must } from '../git/must.ts';
import { arbitraryMemory, arbitraryRecord, DAY, finding, idOf, item, record, T0 } from './arbitraries.ts';

const empty = emptyMemory('triage');
const ada = 'Ada <ada@example.com>';

describe('taking in a run', () => {
  it('is done once, however often it is asked', () => {
    fc.assert(
      fc.property(arbitraryMemory, arbitraryRecord('r9', 9), (memory, next) => {
        const once = takeIn(memory, next);
        expect(takeIn(once, next)).toEqual(once);
        expect(once.runs.map(({ run }) => run)).toContain('r9');
      }),
    );
  });

  it('comes to the same whichever of two runs is first', () => {
    const sorted = (memory: LoopMemory) => ({
      ...memory,
      items: memory.items.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
      findings: memory.findings.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      lessons: memory.lessons.toSorted((a, b) => (a.text < b.text ? -1 : 1)),
    });
    fc.assert(
      fc.property(arbitraryRecord('r1', 1), arbitraryRecord('r2', 2), (first, second) => {
        const inOrder = takeIn(takeIn(empty, first), second);
        expect(sorted(takeIn(takeIn(empty, second), first))).toEqual(sorted(inOrder));
      }),
    );
  });

  it('gives a memory that can be read back', () => {
    fc.assert(
      fc.property(arbitraryMemory, (memory) => {
        expect(loopMemorySchema.parse(JSON.parse(JSON.stringify(memory)))).toEqual(memory);
      }),
    );
  });

  it('takes a run again that had waited for a person, with what it came to', () => {
    const waits = takeIn(empty, record('r1', 1, { items: [item('a', { status: 'waiting', outcome: 'review' })] }));
    const ended = takeIn(waits, record('r1', 3, { sequence: 1, items: [item('a', { status: 'declined' })] }));
    expect(itemOf(ended, 'a')).toMatchObject({ status: 'declined', attempts: [{ run: 'r1', outcome: 'gave-up' }] });
    expect(ended.runs).toHaveLength(1);
    expect(takeIn(ended, record('r1', 1, { items: [item('a', { status: 'waiting' })] }))).toBe(ended);
  });

  it('does not let an old run change what a newer one said', () => {
    const newer = takeIn(empty, record('r2', 2, { items: [item('a', { status: 'done', outcome: 'delivered' })] }));
    const both = takeIn(newer, record('r1', 1, { items: [item('a')] }));
    expect(itemOf(both, 'a')).toMatchObject({ status: 'done', attempts: [{ run: 'r1' }, { run: 'r2' }] });
  });

  it('keeps items whose keys are names of the language', () => {
    const memory = takeIn(empty, record('r1', 1, { items: [item('__proto__'), item('constructor')] }));
    expect(itemOf(loopMemorySchema.parse(JSON.parse(JSON.stringify(memory))), '__proto__')?.status).toBe('tried');
    expect(itemOf(memory, 'toString')).toBeUndefined();
  });
});

describe('a finding', () => {
  const found = takeIn(empty, record('r1', 1, { findings: [finding(1)] }));
  const now = T0 + 5 * DAY;

  it('that a run which looked everywhere does not see is closed, and opened when it is seen again', () => {
    expect(findingOf(takeIn(found, record('r2', 2)), idOf(1))?.status).toBe('open');
    const gone = takeIn(found, record('r2', 2, { complete: true }));
    expect(findingOf(gone, idOf(1))).toMatchObject({ status: 'closed', closedWhy: 'no longer found by run r2' });
    const back = findingOf(takeIn(gone, record('r3', 3, { findings: [finding(1)] })), idOf(1));
    expect(back).toMatchObject({ status: 'open', foundAt: T0 + DAY, seenAt: T0 + 3 * DAY, reopenedAt: T0 + 3 * DAY });
    expect(back?.closedWhy).toBeUndefined();
    const seen = takeIn(
      takeIn(gone, record('r3', 3, { findings: [finding(1)] })),
      record('r4', 4, { findings: [finding(1)] }),
    );
    expect(findingOf(seen, idOf(1))).toMatchObject({ seenAt: T0 + 4 * DAY, reopenedAt: T0 + 3 * DAY });
    expect(findingOf(found, idOf(1))?.reopenedAt).toBeUndefined();
  });

  it('that came up in an item is not closed by a run that looked around, only by name', () => {
    const inItem = takeIn(empty, record('r1', 1, { findings: [finding(1, { item: 'a' })] }));
    const later = takeIn(inItem, record('r2', 2, { complete: true }));
    expect(findingOf(later, idOf(1))?.status).toBe('open');
    const closed = takeIn(later, record('r3', 3, { closedFindings: [{ finding: idOf(1), why: 'fixed\nby hand' }] }));
    expect(findingOf(closed, idOf(1))).toMatchObject({ status: 'closed', closedWhy: 'fixed by hand' });
  });

  it('keeps a "not now" until what it says changes, and a "never" for ever', () => {
    const at = T0 + 1.5 * DAY;
    const notNow = must(decide(found, { finding: idOf(1), what: 'not-now', by: ada, at }));
    const moved = takeIn(notNow, record('r2', 2, { findings: [finding(1, { line: 9 })] }));
    const one = (memory: LoopMemory) => findingOf(memory, idOf(1)) ?? expect.fail('no such finding');
    expect(standingOf(one(moved), now)).toBe('declined');
    const worse = takeIn(moved, record('r3', 3, { findings: [finding(1, { severity: 'critical' })] }));
    expect(standingOf(one(worse), now)).toBe('open');
    const never = must(decide(worse, { finding: idOf(1), what: 'never', by: ada, at: T0 + 4 * DAY }));
    const again = takeIn(
      takeIn(never, record('r4', 5, { complete: true })),
      record('r5', 6, { findings: [finding(1, { title: 'Other' })] }),
    );
    expect(standingOf(one(again), T0 + 9 * DAY)).toBe('declined');
    expect(again.decisions.map(({ what }) => what)).toEqual(['not-now', 'never']);
  });

  it('that was put off comes back, after a week where no day was named', () => {
    const at = T0 + 2 * DAY;
    const named = must(decide(found, { finding: idOf(1), what: 'later', until: T0 + 4 * DAY, by: ada, at }));
    const [one] = named.findings;
    if (one === undefined) expect.fail('lost');
    expect([3, 4].map((day) => standingOf(one, T0 + day * DAY))).toEqual(['later', 'open']);
    const [other] = must(decide(found, { finding: idOf(1), what: 'later', by: ada, at })).findings;
    expect(other?.decision?.until).toBe(at + 7 * DAY);
  });

  it('takes the newest decision, whatever the order, and each only once', () => {
    const early = { finding: idOf(1), what: 'never', by: ada, at: T0 + 2 * DAY } as const;
    const late = { finding: idOf(1), what: 'do', by: ada, at: T0 + 3 * DAY } as const;
    const memory = must(decide(must(decide(found, late)), early));
    expect(memory.findings[0]?.decision?.what).toBe('do');
    expect(must(decide(memory, early))).toBe(memory);
    expect(decide(found, { ...early, finding: 'ffffffff' }).ok).toBe(false);
  });
});

describe('the bounds', () => {
  it('keep a memory of many hostile runs writable, and what people decided in it', () => {
    const long = 'é'.repeat(5000);
    let memory = takeIn(empty, record('r0', 0, { findings: [finding(0)] }));
    memory = must(decide(memory, { finding: idOf(0), what: 'never', by: ada, at: T0 + 1, note: 'goes away' }));
    for (let run = 1; run <= 4; run += 1) {
      const each = Array.from({ length: 300 }, (_, index) => run * 1000 + index);
      memory = takeIn(
        memory,
        record(`r${run}`, run, {
          findings: each.map((n) =>
            finding(0, {
              id: n.toString(16).padStart(8, '0'),
              key: `${n}${long}`,
              title: long,
              body: long,
              severity: 'critical',
            }),
          ),
          items: each.flatMap((n) => [item(`${n}`, { reason: long }), item(`${n} done`, { status: 'done' })]),
          lessons: each.map((n) => ({ text: `${n}${long}` })),
          verdicts: each.map((n) => ({ item: `${n}`, by: 'judge', text: long })),
        }),
      );
    }
    expect(Buffer.byteLength(JSON.stringify(memory))).toBeLessThan(1_000_000);
    expect(findingOf(memory, idOf(0))?.decision?.note).toBe('goes away');
    expect(itemOf(memory, '4000 done')?.status).toBe('done');
    expect(loopMemorySchema.safeParse(memory).success).toBe(true);
  });

  it('keep five attempts of an item', () => {
    const runs = Array.from({ length: 9 }, (_, index) => record(`r${index}`, index, { items: [item('a')] }));
    const memory = runs.reduce(takeIn, empty);
    expect(itemOf(memory, 'a')?.attempts.map(({ run }) => run)).toEqual(['r4', 'r5', 'r6', 'r7', 'r8']);
    expect(memoryLimits.attempts).toBe(5);
  });
});
