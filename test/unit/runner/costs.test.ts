import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openFacts } from '../../../src/journal/factStore.ts';
import { type Cost, costSchema } from '../../../src/model/spend.ts';
import { Costs, keptCosts } from '../../../src/runner/costs.ts';

const folder = mkdtempSync(join(tmpdir(), 'loopwright-costs-'));
const path = join(folder, 'costs.jsonl');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const runId = (n: number): string => `20260714-${String(n).padStart(6, '0')}-abcd`;
const cost = (n: number, step: number): Cost => ({
  at: n * 10 + step,
  loop: 'nightly',
  run: runId(n),
  item: 'default',
  key: `default/${step}/make`,
  role: 'maker',
  agent: 'command',
  tokens: 100 * n + step,
  costUsd: null,
  source: 'reported',
  seconds: 1,
});

function open(): { readonly costs: Costs; readonly close: () => Promise<void> } {
  const opened = openFacts(path, costSchema, keptCosts());
  if (!opened.ok) throw new Error(opened.error.message);
  return { costs: new Costs(opened.value), close: () => opened.value.close() };
}

describe('the cost log of a repository', () => {
  it('has every cost, though only the newest runs are in memory, and after a restart just the same', async () => {
    const first = open();
    const all = Array.from({ length: 25 }, (_, n) => [cost(n, 1), cost(n, 2)]).flat();
    await Promise.all(all.map((one) => first.costs.append(one)));
    // A run of long ago that still works: the memory has not got it back with a part of its costs.
    await first.costs.append(cost(3, 3));
    await first.close();
    const { costs, close } = open();
    // Another write is under way.
    appendFileSync(path, '{"at":1,');
    expect([...costs.all()]).toEqual([...all, cost(3, 3)]);
    expect(costs.since(cost(24, 1).at)).toEqual([cost(24, 1), cost(24, 2)]);
    expect([...(costs.newest.get('nightly')?.keys() ?? [])]).toEqual(
      Array.from({ length: 20 }, (_, n) => runId(n + 5)),
    );
    expect(costs.ofRun({ loop: 'nightly', run: runId(24) })).toEqual([cost(24, 1), cost(24, 2)]);
    expect(costs.ofRun({ loop: 'nightly', run: runId(3) })).toEqual([cost(3, 1), cost(3, 2), cost(3, 3)]);
    expect(costs.ofRun({ loop: 'nightly', run: runId(99) })).toEqual([]);
    expect(costs.ofRun({ loop: 'other', run: runId(24) })).toEqual([]);
    await close();
  });
});
