import { describe, expect, it } from 'vitest';
import { crashPoints } from '../../../src/journal/crashPoint.ts';
import type { RunDetail } from '../../../src/model/shapes.ts';
import { conformanceFiles, landThree } from '../../support/conformanceLoops.ts';
import { proveAll } from '../../support/conformanceProof.ts';
import { livesScenes } from '../../support/livesScene.ts';
import { PatientPerson } from '../../support/patientPerson.ts';
import { spread } from '../../support/resumed.ts';

// In the cage, as on a machine of somebody's: the project switches it off for the others.
delete process.env['LOOPWRIGHT_SANDBOX'];

const scene = livesScenes();

/** Whether all of its three items wait: at the gate, or for somebody to land them. */
const allWait =
  (kind: 'gate' | undefined) =>
  ({ items }: RunDetail): boolean =>
    items.length === 3 && items.every((item) => item.status === 'waiting' && item.waitsFor?.kind === kind);

/**
 * How often the point is passed before the kill. A step is begun and done once in each, a record is made durable several
 * times: at a landing a step's second time is `land` itself, and a record's seventh is that the commit is on main.
 */
function countsAt(point: string): { start: number; gate: number; items: number; landing: number; moved: number } {
  const isStep = point.startsWith('intent') || point.startsWith('effect');
  return isStep
    ? { start: 2, gate: 1, items: 5, landing: 2, moved: 4 }
    : { start: 1, gate: 2, items: 9, landing: 7, moved: 12 };
}

describe.runIf(process.platform !== 'win32')('the runner kills itself at a named point', () => {
  it.each(crashPoints)(
    '%s: in the survey, at the gate, in the items, in the landings',
    { timeout: 180_000 },
    async (point) => {
      const { loop, runners, person, before } = await scene((outside) => conformanceFiles(outside, [landThree]));
      const counts = countsAt(point);

      /** A runner that dies at the point while this goes on, and a successor that does not. */
      const dieAt = async (count: number, work: () => Promise<unknown>): Promise<void> => {
        await Promise.all(runners.all.map((life) => runners.kill(life)));
        const doomed = await runners.begin(`${point}:${count}`);
        const done = work();
        expect(await doomed.over, `${point}:${count}`).toEqual({ code: null, signal: 'SIGKILL' });
        await runners.begin();
        await done;
      };

      let run = '';
      await dieAt(counts.start, async () => {
        run = await person.start(landThree.file);
      });
      const yes = (detail: RunDetail, items: readonly RunDetail['items'][number][]) =>
        Promise.all(items.map((item) => new PatientPerson(loop).sayYes(detail, item)));
      let detail = await person.until(run, allWait('gate'));
      await dieAt(counts.gate, () => yes(detail, detail.items.slice(0, 1)));
      await dieAt(counts.items, () => yes(detail, detail.items.slice(1)));
      while (!allWait(undefined)(detail)) {
        detail = await person.until(run, ({ items }) => items.some(({ status }) => status === 'waiting'));
        await yes(
          detail,
          detail.items.filter((item) => item.waitsFor?.kind === 'gate'),
        );
      }
      await dieAt(counts.landing, () => yes(detail, detail.items.slice(0, 1)));
      // main has moved now, or does when the first one is landed again.
      detail = await person.until(run, ({ items }) => items.slice(1).every(({ status }) => status === 'waiting'));
      await dieAt(counts.moved, () => yes(detail, detail.items.slice(1, 2)));
      await person.seeThrough(run);

      expect(await runners.leaveQuietly(person)).toEqual([]);
      const { resumed, ...figures } = await proveAll({ repository: loop, lives: runners, before }, [
        { loop: landThree, run },
      ]);
      console.log(`${point}: ${JSON.stringify(figures)}; respawn to first event: ${spread(resumed)}`);
      expect(figures.kills).toBeGreaterThanOrEqual(5);
      expect(figures).toMatchObject({ items: 3, completed: 3, missing: 0 });
    },
  );
});
