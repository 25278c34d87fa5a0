import { describe, expect, it } from 'vitest';
import { loopWith, Machine, openTriggers } from './simulated.ts';

const a = 'a'.repeat(40);
const b = 'b'.repeat(40);
const gained = (...commits: { loop?: string; paths: string[] }[]) => ({
  commits: commits.map((commit, i) => ({ commit: String(i).repeat(40), ...commit })),
  more: false,
});

async function listening(on: Record<string, unknown>, rest: Record<string, unknown> = {}) {
  const machine = new Machine('2026-06-01T00:00Z');
  machine.enable(loopWith({ on, ...rest }));
  return { machine, triggers: await openTriggers(machine) };
}
const abouts = (machine: Machine) => machine.disk.receipts.map(({ became, trigger }) => `${became} ${trigger.about}`);

describe('a push', () => {
  it('starts a run once, however often it is told', async () => {
    const { machine, triggers } = await listening({ push: { branches: ['main'], paths: ['src/**'] } });
    const move = { from: a, to: b };
    await triggers.pushed('refs/heads/main', move, gained({ paths: ['docs/x.md'] }));
    expect(machine.disk.receipts).toEqual([]);
    await triggers.pushed('refs/heads/main', move, gained({ paths: ['src/x.ts'] }));
    await triggers.pushed('refs/heads/main', move, gained({ paths: ['src/x.ts'] }));
    expect(abouts(machine)).toEqual(['queued main aaaaaaaa → bbbbbbbb', 'started main aaaaaaaa → bbbbbbbb']);
    await triggers.close();
  });

  it('of its own landing starts none, with a receipt, unless it asks for it', async () => {
    const own = gained({ loop: 'nightly', paths: ['src/x.ts'] });
    const without = await listening({ push: { branches: ['main'] } });
    await without.triggers.pushed('refs/heads/main', { from: a, to: b }, own);
    expect(without.machine.disk.receipts.map(({ became }) => became)).toEqual(['skipped']);
    await without.triggers.pushed('refs/heads/main', { from: b, to: a }, gained({ loop: 'other', paths: ['x'] }));
    expect(without.machine.disk.runs.size).toBe(1);
    await without.triggers.close();
    const asked = await listening({ push: { branches: ['main'], own: true } });
    await asked.triggers.pushed('refs/heads/main', { from: a, to: b }, own);
    expect(asked.machine.disk.runs.size).toBe(1);
    await asked.triggers.close();
  });
});

describe('changes of files', () => {
  it('start one run once it is quiet', async () => {
    const { machine, triggers } = await listening({ files: { paths: ['test/**'], debounce: '30s' } });
    for (let second = 0; second < 50; second += 10) {
      await machine.until(Date.parse('2026-06-01T00:00Z') + second * 1000, triggers);
      triggers.changed([`test/${second}.ts`, 'src/x.ts', 'test/node_modules/y.ts']);
    }
    await machine.until('2026-06-01T00:01:09Z', triggers);
    expect(machine.disk.runs.size).toBe(0);
    await machine.until('2026-06-01T00:01:11Z', triggers);
    expect(abouts(machine)).toContain('started test/0.ts and 4 more');
    await machine.until('2026-06-01T01:00Z', triggers);
    expect(machine.disk.runs.size).toBe(1);
    await triggers.close();
  });

  it('that the loop landed itself start none; those of others do', async () => {
    const { machine, triggers } = await listening({ files: { paths: ['**'], debounce: '5s' } });
    triggers.landing('nightly', ['a.ts']);
    triggers.changed(['a.ts']);
    await machine.until('2026-06-01T00:01Z', triggers);
    expect(machine.disk.receipts.map(({ became }) => became)).toEqual(['skipped']);
    triggers.landing('other', ['a.ts']);
    triggers.changed(['a.ts']);
    await machine.until('2026-06-01T00:02Z', triggers);
    expect(machine.disk.runs.size).toBe(1);
    await triggers.close();
  });

  it('are not forgotten when the clock is put back', async () => {
    const { machine, triggers } = await listening({ files: { paths: ['**'], debounce: '30s' } });
    triggers.changed(['a.ts']);
    machine.setClock('2026-05-01T00:00Z');
    await machine.until('2026-05-01T00:02Z', triggers);
    expect(machine.disk.runs.size).toBe(1);
    await triggers.close();
  });
});

describe('a CI run', () => {
  const run = (id: string, at: string, conclusion = 'failure') => ({
    id,
    workflow: 'ci',
    branch: 'main',
    conclusion,
    finishedAt: Date.parse(at),
  });

  it('starts a run once, also when it is polled and told, and again when it was repeated', async () => {
    const { machine, triggers } = await listening({ workflow_run: { workflows: ['ci'], branches: ['main'] } });
    await triggers.ciFinished([run('1', '2026-06-01T01:00Z'), run('2', '2026-06-01T01:01Z', 'success')]);
    await triggers.ciFinished([run('1', '2026-06-01T01:00Z')], 'nightly');
    expect(machine.disk.runs.size).toBe(1);
    expect(triggers.newestCiRun('nightly')).toBe(Date.parse('2026-06-01T01:00Z'));
    await triggers.ciFinished([run('1', '2026-06-01T01:30Z')]);
    expect(machine.disk.runs.size).toBe(2);
    await triggers.close();
  });

  it('of before the loop was enabled is no news', async () => {
    const { machine, triggers } = await listening({ workflow_run: { workflows: ['ci'] } });
    await triggers.ciFinished([run('1', '2026-05-31T23:00Z')]);
    expect(machine.disk.receipts).toEqual([]);
    await triggers.close();
  });
});

describe('the end of a run', () => {
  it.each([
    ['success', 'delivered', 0, true],
    ['success', 'nothing-found', 0, true],
    ['success', 'gave-up', 0, false],
    ['failure', 'gave-up', 0, true],
    ['failure', 'failed', 0, true],
    ['failure', 'stopped', 0, false],
    ['failure', 'rejected', 0, false],
    ['finding', 'delivered', 0, false],
    ['finding', 'delivered', 2, true],
    ['any', 'stopped', 0, true],
    ['any', 'waiting', 0, false],
  ] as const)('for `%s`: %s with %i findings: %s', async (conclusion, status, findings, starts) => {
    const { machine, triggers } = await listening({ loop: { name: 'triage', conclusion } });
    await triggers.ended({ id: 'r1', loop: 'triage', status }, findings);
    await triggers.ended({ id: 'r1', loop: 'triage', status }, findings);
    await triggers.ended({ id: 'r2', loop: 'another', status }, findings);
    expect(machine.disk.runs.size).toBe(starts ? 1 : 0);
    await triggers.close();
  });
});
