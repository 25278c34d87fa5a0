import { describe, expect, it } from 'vitest';
import { type Durable, type StepHandlers, Stopped } from '../../../src/engine/durable.ts';
import type { JournalRun, RunCommand } from '../../../src/journal/engine.ts';
import type { RunEvent } from '../../../src/model/event.ts';
import { laneOf } from '../../../src/model/lane.ts';
import { MemoryDurable, quietWorld, silence, Waiting } from '../../support/memoryDurable.ts';
import { SimulatedClock } from '../../support/simulatedClock.ts';
import { checkInput, edited, passedCommand, rejected, runStart } from './events.ts';
import { FakeDisk } from './fakeDisk.ts';
import { openedRun, settled } from './openedRun.ts';
import { temporaryFolders } from './temporaryFolders.ts';

const folder = temporaryFolders();

/** A lane of an interpreter: does one thing after the other; when it is told of a stop it tidies up. */
async function lane(durable: Durable, name: string, asks: readonly string[]): Promise<string> {
  const story: string[] = [];
  for (const ask of asks) {
    const key = `${name}/${ask}`;
    try {
      if (!ask.startsWith('wait')) await durable.step(key, 'check', checkInput(key));
      else story.push(await heard(durable, key, ask));
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      story.push(`told at ${ask}`);
      await durable.step(`${name}/tidy`, 'check', checkInput('tidy'));
      break;
    }
  }
  return `${name}: ${story.join(', ')}`;
}

async function heard(durable: Durable, key: string, ask: string): Promise<string> {
  const said = await durable.signal(key, laneOf(key), ask === 'wait until 5' ? { deadline: 5 } : {});
  return said === 'expired' ? said : said.kind;
}

/** Five lanes that a stop finds in five places. */
async function interpret(durable: Durable): Promise<readonly string[]> {
  const running = lane(durable, 'running', ['1', 'command', '2']);
  const late = running.then(() => lane(durable, 'late', ['1', '2']));
  return Promise.all([
    lane(durable, 'through', ['1', 'wait', 'stubborn', '2', '3']),
    lane(durable, 'waiting', ['1', 'wait']),
    lane(durable, 'expired', ['1', 'wait until 5', '2', 'wait']),
    running,
    late,
  ]);
}

const stories = [
  'through: edited, told at 2',
  'waiting: told at wait',
  'expired: expired, told at wait',
  'running: told at command',
  'late: told at 1',
];

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });

const command: RunCommand = async (_directory, _specify, signal) => {
  await aborted(signal);
  return { ...passedCommand, ended: 'stopped', exitCode: null };
};

const check: StepHandlers['check'] = async ({ check: { id } }, context) => {
  if (id === 'through/stubborn') await aborted(context.signal);
  if (id !== 'running/command') return passedCommand;
  return { ...(await context.command(() => Promise.reject(new Error('none')))), passed: false };
};

const says = (event: RunEvent): string => ('key' in event ? `${event.type} ${event.key}` : event.type);

/** People and time: they answer to what is on disk, and do the same things again to whoever continues the run. */
function surround(run: JournalRun, clock: SimulatedClock): () => void {
  const react = (): void => {
    const has = (event: string): boolean => run.events.some((recorded) => says(recorded.event) === event);
    if (has('signal.awaited through/wait'))
      void run.deliver({ id: 'one', box: 'through', value: edited }).catch(() => {});
    if (has('signal.awaited expired/wait until 5')) void clock.pass(10);
    const places = ['step.started through/stubborn', 'signal.awaited waiting/wait', 'signal.awaited expired/wait'];
    if ([...places, 'step.started running/command'].every(has)) void run.requestStop('Ada').catch(() => {});
  };
  react();
  return run.onDurable(react);
}

async function life(disk: FakeDisk, directory: string): Promise<readonly string[]> {
  const clock = new SimulatedClock();
  const run = openedRun({ directory, files: disk, clock: clock.now, wake: clock.wake, check, command });
  await run.start(runStart);
  const letGo = surround(run, clock);
  const told = await interpret(run);
  letGo();
  await run.close();
  return told;
}

/** How often each lane was told, by the journal. */
function toldBy(disk: FakeDisk): ReadonlyMap<string, number> {
  const told = new Map<string, number>();
  for (const event of eventsOn(disk)) {
    const isTold =
      (event.type === 'step.finished' && event.outcome.status === 'stopped') ||
      (event.type === 'signal.taken' && event.id === null);
    if (isTold) told.set(laneOf(event.key), (told.get(laneOf(event.key)) ?? 0) + 1);
  }
  return told;
}

const linesOf = (bytes: Buffer): readonly string[] => bytes.toString().split(/(?<=\n)/);
const eventsOn = (disk: FakeDisk): readonly RunEvent[] =>
  linesOf(disk.written).flatMap((line) => (line === '' ? [] : [JSON.parse(line.slice(33)).event]));

describe('lanes that are stopped', () => {
  it('are told once each, wherever the stop finds them and wherever the runner is killed', async () => {
    const directory = folder();
    const whole = new FakeDisk();
    expect(await life(whole, directory)).toEqual(stories);
    const lines = linesOf(whole.written);
    expect(lines.length).toBeGreaterThan(35);
    for (let cut = 0; cut <= lines.length; cut += 1) {
      const disk = new FakeDisk();
      disk.written = Buffer.from(lines.slice(0, cut).join(''));
      expect(await life(disk, directory), `cut after ${cut}`).toEqual(stories);
      expect([...toldBy(disk)].sort(), `cut after ${cut}`).toEqual(
        ['expired', 'late', 'running', 'through', 'waiting'].map((name) => [name, 1]),
      );
      const done = eventsOn(disk)
        .filter((event) => event.type === 'step.finished')
        .map((event) => event.key);
      expect(new Set(done).size).toBe(done.length);
      const before = disk.written;
      expect(await life(disk, directory), `replay after ${cut}`).toEqual(stories);
      expect(disk.written.equals(before), `replay after ${cut} writes nothing`).toBe(true);
    }
  });

  it('go on side by side: one that waits holds up no other', async () => {
    const run = openedRun({ directory: folder() });
    void run.signal('a/wait', 'a');
    const others = Array.from({ length: 63 }, (_, number) => lane(run, `b${number}`, ['1', '2', '3']));
    await Promise.all(others);
    expect(run.events.filter(({ event }) => event.type === 'step.finished')).toHaveLength(63 * 3);
    await run.close();
  });
});

describe('the durable in memory', () => {
  const start = runStart;
  const world = quietWorld;

  it('keeps boxes apart, lets time pass in a silence, and stands still where nobody speaks', async () => {
    const says = { a: [edited, rejected], b: [silence(4), silence(4), edited], c: [] };
    const durable = new MemoryDurable({ world, start, says });
    const wait = (key: string, deadline?: number) =>
      durable.signal(key, laneOf(key), deadline === undefined ? {} : { deadline: start.startedAt + deadline });
    expect([await wait('a/1'), await wait('a/2')]).toEqual([edited, rejected]);
    expect([await wait('b/1', 7), await wait('b/2', 7)]).toEqual(['expired', edited]);
    const last = wait('c/2').catch((error: unknown) => error);
    const [timed, step] = await Promise.all([wait('c/1', 50), lane(durable, 'd', ['1'])]);
    expect([timed, step]).toEqual(['expired', 'd: ']);
    expect(await durable.now('e/now')).toBe(start.startedAt + 50);
    expect(await last).toBeInstanceOf(Waiting);
  });

  it('tells each lane of a stop once, and answers from an earlier life', async () => {
    const play = (options: Partial<ConstructorParameters<typeof MemoryDurable>[0]>) => {
      const durable = new MemoryDurable({ world, start, ...options });
      const told = Promise.all([
        lane(durable, 'a', ['wait', '1', '2']),
        lane(durable, 'b', ['wait']),
        lane(durable, 'c', ['1', 'wait until 5']),
      ]);
      return told.then((stories) => ({ stories, durable }));
    };
    const whole = await play({ says: { a: [edited] }, stopBefore: 'a/2' });
    expect(whole.stories).toEqual(['a: edited, told at 2', 'b: told at wait', 'c: told at wait until 5']);
    for (let cut = 0; cut <= whole.durable.events.length; cut += 1) {
      const earlier = whole.durable.events.slice(0, cut);
      const again = await play({ says: { a: [edited] }, stopBefore: 'a/2', earlier });
      expect(again.stories, `cut after ${cut}`).toEqual(whole.stories);
    }
    const replayed = await play({ earlier: whole.durable.events });
    expect([replayed.stories, replayed.durable.done]).toEqual([whole.stories, []]);
    await settled();
  });
});
