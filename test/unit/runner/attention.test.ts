import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFacts } from '../../../src/journal/factStore.ts';
import { attentionSchema } from '../../../src/model/attention.ts';
import { AttentionLog, attentionSums } from '../../../src/runner/attention.ts';
import { AttentiveTime } from '../../../src/runner/attentiveTime.ts';

describe('the time that a window can have had something before a person', () => {
  const window = () => {
    const clock = { now: 5_000_000 };
    return { clock, time: new AttentiveTime(() => clock.now) };
  };

  it('is what has passed since its last report, and a minute that may be older than the connection', () => {
    const { clock, time } = window();
    time.take(60);
    expect(() => time.take(1)).toThrow('1 s of attention were reported, and no more than 0 s have passed');
    clock.now += 30_000;
    time.take(30);
    expect(() => time.take(0.5)).toThrow('Report the seconds since the last report');
  });

  it('is shared by reviews side by side, and a refused report takes nothing', () => {
    const { clock, time } = window();
    time.take(60);
    clock.now += 20_000;
    expect(() => time.take(21)).toThrow();
    time.take(12);
    time.take(8);
    expect(() => time.take(1)).toThrow();
  });

  it('does not add up over a night', () => {
    const { clock, time } = window();
    clock.now += 40_000_000;
    time.take(3600);
    expect(() => time.take(61)).toThrow();
  });
});

describe('attention', () => {
  it('is summed up for an item, unknown where nobody reported any, and the same after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'loopwright-attention-'));
    const open = () => {
      const opened = openFacts(join(folder, 'attention.jsonl'), attentionSchema, attentionSums());
      if (!opened.ok) throw new Error(opened.error.message);
      return { log: new AttentionLog(opened.value), close: () => opened.value.close() };
    };
    const first = open();
    const fact = { at: 1, run: 'r', item: 'i', seconds: 45, by: 'Ada <ada@example.com>' };
    await first.log.append(fact);
    await first.log.append({ ...fact, seconds: 15 });
    await first.log.append({ ...fact, item: 'j', seconds: 30 });
    expect(first.log.minutesOf({ run: 'r', item: 'i' })).toBe(1);
    await first.close();
    const { log, close } = open();
    expect(log.minutesOf({ run: 'r', item: 'i' })).toBe(1);
    expect(log.minutesOf({ run: 'r', item: 'j' })).toBe(0.5);
    expect(log.minutesOf({ run: 'r', item: 'k' })).toBeNull();
    await close();
    rmSync(folder, { recursive: true });
  });
});
