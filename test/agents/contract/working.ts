import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Scenario } from './cell.ts';
import { requireFailure, requireStatus, requireUsage, silence } from './expectations.ts';

/** What a model may do in a turn. */
export const working: readonly Scenario[] = [
  {
    name: 'edit',
    async play(cell) {
      const { world } = cell;
      cell.plan([
        { do: 'write', path: world.path('new.txt'), content: 'written by the model\n' },
        { do: 'read', path: world.path('README.md') },
        {
          do: 'edit',
          path: cell.agent === 'codex' ? 'README.md' : world.path('README.md'),
          find: 'hello',
          replace: 'bye',
        },
        { do: 'say', text: 'Both files are as you want them.' },
      ]);
      const done = await cell.turn();
      requireStatus(done, 'completed');
      expect(await world.changes()).toEqual([' M README.md', '?? new.txt']);
      expect(await world.read('new.txt')).toBe('written by the model\n');
      expect(done.outcome.text).toContain('Both files are as you want them.');
      expect(done.outcome.session).toBeTruthy();
      const kinds = new Set(done.events.map((event) => event.type));
      expect([...kinds]).toEqual(expect.arrayContaining(['session', 'text', 'tool-start', 'tool-end']));
      return 'pass';
    },
  },
  {
    name: 'usage and cost are what was served',
    async play(cell) {
      cell.plan([
        { do: 'shell', command: 'echo counted' },
        { do: 'say', text: 'Counted.' },
      ]);
      const done = await cell.turn();
      requireStatus(done, 'completed');
      return requireUsage(cell, done);
    },
  },
  {
    name: 'denied (a reading role writes)',
    async play(cell) {
      const { world } = cell;
      cell.plan([
        { do: 'write', path: world.path('forbidden.txt'), content: 'x\n' },
        { do: 'say', text: 'Done, the file is written.' },
      ]);
      const done = await cell.turn({ readOnly: true });
      expect(await world.changes()).toEqual([]);
      const wasOffered = !done.events.some(
        (event) => event.type === 'text' && event.text.includes('There is no tool to'),
      );
      if (!wasOffered) return 'pass';
      if (!cell.can.denialsVisible) return 'cannot: does not say that it was denied';
      expect(done.outcome.denied, JSON.stringify(done.outcome)).toBeGreaterThan(0);
      expect(done.events.some((event) => event.type === 'denied')).toBe(true);
      return 'pass';
    },
  },
  {
    name: 'lie ("all done" without an edit)',
    async play(cell) {
      cell.plan([{ do: 'say', text: 'All done, every test passes.' }]);
      const done = await cell.turn();
      requireStatus(done, 'completed');
      expect(done.outcome.text).toContain('All done');
      expect(done.events.filter((event) => event.type === 'file')).toEqual([]);
      expect(await cell.world.changes()).toEqual([]);
      return 'pass';
    },
  },
  {
    name: 'slow answer',
    async play(cell) {
      cell.plan([{ do: 'slow', words: 20, everyMs: 100 }]);
      const done = await cell.turn();
      requireStatus(done, 'completed');
      expect(done.outcome.text).toContain('word19');
      return 'pass';
    },
  },
  {
    name: 'endless tool loop',
    async play(cell) {
      cell.plan([{ do: 'shell', command: 'echo again' }]);
      const abortOn = cell.can.maxTurns ? sleep(60_000) : cell.mock.called('cell', 6);
      const done = await cell.turn({ maxTurns: 3 }, { abortOn });
      if (cell.can.maxTurns) {
        requireStatus(done, 'limit');
        expect(done.outcome.cause).toBe('turns');
        expect(cell.totals().calls).toBeLessThanOrEqual(4);
        return 'pass';
      }
      requireStatus(done, 'aborted');
      const before = cell.totals().calls;
      await sleep(1000);
      expect(cell.totals().calls, 'model calls after the turn was ended').toBe(before);
      return 'cannot: has no limit of its own, ended by ours';
    },
  },
];

/** What a model server may do to an agent. */
export const refusals: readonly Scenario[] = [
  { name: '401', ...refused(401, 'auth') },
  { name: '429', ...refused(429, 'rate') },
  { name: '500', ...refused(500, 'server') },
  {
    name: 'dropped stream',
    async play(cell) {
      cell.plan([{ do: 'drop', text: 'I will begin' }]);
      const done = await cell.turn({}, { abortOn: silence(cell) });
      if (done.outcome.status === 'failed') {
        if (cell.can.errorsTyped) expect(['network', 'server']).toContain(done.outcome.cause);
        return 'pass';
      }
      expect(cell.can.errorsTyped, JSON.stringify(done.outcome)).toBe(false);
      return done.outcome.status === 'aborted'
        ? 'cannot: silent, ended by the idle watchdog'
        : 'cannot: tells no errors, ended as if all were well';
    },
  },
];

function refused(status: number, cause: 'auth' | 'rate' | 'server'): Pick<Scenario, 'play'> {
  return {
    play(cell) {
      cell.plan([{ do: 'refuse', status }]);
      return requireFailure(cell, cause);
    },
  };
}
