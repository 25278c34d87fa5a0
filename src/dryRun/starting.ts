import cronstrue from 'cronstrue';
import type { DryRun } from '../model/dryRun.ts';
import type { Loop } from '../model/loopFile.ts';
import { automaticKinds } from '../triggers/automatic.ts';
import { inputsOf } from '../triggers/inputs.ts';
import { nextFirings } from '../triggers/nextFirings.ts';
import { triggerWords } from '../triggers/triggerWords.ts';
import type { LineOf } from './lines.ts';
import { unknown } from './unknown.ts';
import type { DryRunWorld } from './world.ts';

const mostFirings = 3;

/** What starts a run, and with what. */
export function starting(loop: Loop, world: DryRunWorld, lineOf: LineOf): DryRun['start'] {
  const { schedule = [], ...others } = loop.on;
  return {
    line: lineOf('on'),
    triggers: [...triggerWords(others)],
    schedules: schedule.map(({ cron, timezone, missed }) => ({ cron, timezone, missed, words: cronWords(cron) })),
    next: nextFirings(loop.on, world.now, mostFirings).map(({ at, timezone }) => ({
      at: new Date(at).toISOString(),
      words: momentWords(at, timezone),
    })),
    inputs: inputValues(loop, world),
    overlap: overlapWords(loop),
    base: loop.isolation.base ?? null,
    commit: world.commit ?? null,
  };
}

/** A cron expression in words; as it is where nobody can say it. */
function cronWords(cron: string): string {
  try {
    return cronstrue.toString(cron, { use24HourTimeFormat: true, verbose: true });
  } catch {
    return cron;
  }
}

/** `Mon 23 Nov 2026, 06:00 (Europe/London)` */
function momentWords(at: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const { weekday, day, month, year, hour, minute } = part;
  return `${weekday} ${day} ${month} ${year}, ${hour}:${minute} (${timeZone})`;
}

function overlapWords({ concurrency }: Loop): string {
  const { group, 'cancel-in-progress': cancels } = concurrency;
  const whom = group === undefined ? 'itself' : `any loop of the group ${group}`;
  return `never beside ${whom}; a new firing ${cancels ? 'stops the run that works' : 'waits'}`;
}

type Inputs = DryRun['start']['inputs'];

function inputValues({ on }: Loop, { inputs: given = {} }: DryRunWorld): Inputs {
  return Object.entries(on.manual?.inputs ?? {}).map(([name, declared]) => {
    const own = given[name];
    const read = inputsOf({ [name]: declared }, own === undefined ? {} : { [name]: own });
    return { name, value: read.ok ? (read.value[name] ?? null) : null, given: own !== undefined };
  });
}

/** What is wrong with the inputs that were given or not given, a sentence each. */
export function inputProblems({ on }: Loop, { inputs = {} }: DryRunWorld): readonly string[] {
  const read = inputsOf(on.manual?.inputs ?? {}, inputs);
  return read.ok ? [] : read.error;
}

/** What templates are filled in with: the values that are known. */
export const filledInputs = (inputs: Inputs): Readonly<Record<string, string | number | boolean>> =>
  Object.fromEntries(inputs.map(({ name, value }) => [name, value ?? unknown(`inputs.${name}`)]));

/** What `${{ trigger… }}` is filled in with. A loop that nothing starts by itself is started by a person. */
export const filledTrigger = ({ on }: Loop) =>
  automaticKinds(on).length === 0
    ? { kind: 'manual' as const, about: 'a person' }
    : { kind: unknown('trigger.kind'), about: unknown('trigger.about') };
