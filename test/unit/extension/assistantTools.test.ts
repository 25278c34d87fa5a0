import { describe, expect, it } from 'vitest';
import { requestAll } from '../../../src/extension/tools/requestAll.ts';
import { Journey } from '../../../src/extension/walkthrough/journey.ts';
import { err, ok } from '../../../src/model/result.ts';
import type { RunSummary } from '../../../src/model/shapes.ts';
import type { RunnerClient } from '../../../src/protocol/client.ts';

const summary = (id: string, more: Partial<RunSummary> = {}): RunSummary => ({
  id,
  loop: 'triage',
  status: 'running',
  reason: 'Doing: make (claude).',
  startedAt: `2026-11-21T06:00:0${id}.000Z`,
  iterationCount: 1,
  ...more,
});

/** A repository with these runs; it knows no others. */
function repository(name: string, ids: readonly string[]) {
  const request = async (method: string, params: { run?: string; limit?: number }) => {
    if (method === 'runs') return ok({ runs: ids.map((id) => summary(id)).slice(0, params.limit), more: false });
    return ids.includes(params.run ?? '')
      ? ok({ ...summary(params.run ?? ''), loop: name })
      : err({ code: 'unknown-run', message: `There is no run ${params.run}.` });
  };
  return { name, link: { request: request as unknown as RunnerClient['request'] } };
}

describe('the runners of a window as one', () => {
  const one = repository('one', ['4', '1']);
  const two = repository('two', ['3', '2']);

  it('list the runs of all, newest first, and no more than are asked for', async () => {
    const request = requestAll(async () => [one, two]);
    const all = await request('runs', {});
    expect(all.ok && all.value.runs.map(({ id }) => id)).toEqual(['4', '3', '2', '1']);
    const some = await request('runs', { limit: 2 });
    expect(some).toMatchObject({ ok: true, value: { more: true, runs: [{ id: '4' }, { id: '3' }] } });
  });

  it('answer about a run from where it is', async () => {
    const request = requestAll(async () => [one, two]);
    expect(await request('show', { run: '2' })).toMatchObject({ ok: true, value: { loop: 'two' } });
    expect(await request('show', { run: '9' })).toMatchObject({ ok: false, error: { code: 'unknown-run' } });
    expect(await requestAll(async () => [])('runs', {})).toMatchObject({ ok: false, error: { code: 'no-folder' } });
  });
});

describe('how far a person is on the way', () => {
  it('is told by what turned, once', () => {
    const journey = new Journey();
    expect(journey.turned(0)).toEqual([
      ['loopwright.hasLoops', false],
      ['loopwright.hasRuns', false],
      ['loopwright.waits', false],
      ['loopwright.hasDelivered', false],
    ]);
    expect(journey.turned(1)).toEqual([['loopwright.hasLoops', true]]);
    journey.see(summary('1'));
    expect(journey.turned(1)).toEqual([['loopwright.hasRuns', true]]);
    journey.see(summary('1', { status: 'waiting' }));
    journey.see(summary('2', { waitingCount: 1 }));
    expect(journey.turned(1)).toEqual([['loopwright.waits', true]]);
    journey.see(summary('1', { status: 'delivered', finishedAt: '2026-11-21T07:00:00.000Z' }));
    expect(journey.turned(1)).toEqual([['loopwright.hasDelivered', true]]);
    journey.see(summary('2', { status: 'stopped', waitingCount: 1, finishedAt: '2026-11-21T07:00:00.000Z' }));
    expect(journey.turned(0)).toEqual([
      ['loopwright.hasLoops', false],
      ['loopwright.waits', false],
    ]);
  });
});
