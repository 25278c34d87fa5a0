import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/model/event.ts';
import { conformanceFiles, landThree } from '../../support/conformanceLoops.ts';
import { proveAll } from '../../support/conformanceProof.ts';
import { livesScenes } from '../../support/livesScene.ts';
import { PatientPerson } from '../../support/patientPerson.ts';

// In the cage, as on a machine of somebody's: the project switches it off for the others.
delete process.env['LOOPWRIGHT_SANDBOX'];

const scene = livesScenes();

const turn = /\/(prepare|explore\/\d+|make|verify)$/;

/** Turns that were begun while the journal says that nobody may, and how many holds there were. */
function begunWhilePaused(events: readonly RunEvent[]): { readonly begun: readonly string[]; readonly holds: number } {
  const begun: string[] = [];
  let isPaused = false;
  let holds = 0;
  for (const event of events) {
    if (event.type === 'pause.requested') isPaused = true;
    if (event.type === 'resume.requested') isPaused = false;
    if (event.type === 'hold.begun') holds += 1;
    if (isPaused && event.type === 'step.started' && turn.test(event.key)) begun.push(event.key);
  }
  return { begun, holds };
}

describe.runIf(process.platform !== 'win32')('a run whose runner is killed again and again', () => {
  it('keeps every pause, note and raise, and completes every item once', { timeout: 300_000 }, async () => {
    const { loop, runners, person, before } = await scene((outside) => conformanceFiles(outside, [landThree]));
    let life = await runners.begin();
    const run = await person.start(landThree.file);
    const seen = new PatientPerson(loop).seeThrough(run);
    seen.catch(() => undefined);
    const again = async (): Promise<void> => {
      await runners.kill(life);
      life = await runners.begin();
    };
    await person.askOnce('note', { run, text: 'the first note' });
    for (const milliseconds of [30, 250, 600]) {
      const paused = await person.askOnce('pause', { run });
      if (paused !== undefined && 'refused' in paused) break;
      await again();
      await person.until(
        run,
        ({ status, paused: pause }) => status === 'paused' || status === 'waiting' || pause === undefined,
      );
      await person.askOnce('note', { run, text: `note after ${milliseconds}` });
      await person.askOnce('raise', { run, minutes: 100 + milliseconds, iterations: 10 + milliseconds });
      await again();
      await person.askOnce('resume', { run });
      await delay(milliseconds);
      await again();
      // A kill that was faster than the answer leaves it open whether it is resumed.
      await person.askOnce('resume', { run });
    }
    await seen;
    const events = (await person.ask('events', { run, from: 0 })).map(({ event }) => event);
    const { begun, holds } = begunWhilePaused(events);
    expect(begun).toEqual([]);
    expect(holds).toBeGreaterThan(0);
    const detail = await person.ask('show', { run });
    expect(detail.raised).toEqual({ minutes: 700, iterations: 610 });
    // Whoever began an iteration after a note was told it, once.
    for (const { notes = [] } of detail.items) {
      expect(notes[0]).toMatchObject({ text: 'the first note', iteration: 1 });
    }
    expect(await runners.leaveQuietly(person)).toEqual([]);
    const { resumed: _, ...figures } = await proveAll({ repository: loop, lives: runners, before }, [
      { loop: landThree, run },
    ]);
    expect(figures).toMatchObject({ items: 3, completed: 3, missing: 0 });
  });
});
