import type { DryRun } from '../model/dryRun.ts';
import type { Station } from '../model/life.ts';
import { counted, timeWords } from './amounts.ts';
import { code, list, words } from './facts.ts';

/** What a run does before and after its items. */
export function runStations(dry: DryRun): { readonly before: readonly Station[]; readonly after: readonly Station[] } {
  return { before: [startStation(dry), ...precheckStations(dry), ...itemsStations(dry)], after: [memoryStation(dry)] };
}

const missedWords = {
  skip: 'missed firings are left out',
  'run-once': 'one run for all that were missed',
  'run-all': 'a run for each that was missed, 24 at most',
} as const;

function startStation({ start, loop }: DryRun): Station {
  const { schedules, triggers, next, inputs } = start;
  const isAutomatic = schedules.length + triggers.length > 0;
  return {
    id: 'start',
    kind: 'start',
    title: 'Start',
    summary: next[0]?.words ?? triggers[0] ?? 'by a person',
    line: start.line,
    within: 'run',
    facts: [
      ...schedules.flatMap(({ cron, timezone, words: said, missed }) => [
        ...words('schedule', `${said} (${cron}, ${timezone}); ${missedWords[missed]}`),
      ]),
      ...next.flatMap(({ words: said }, index) => words(index === 0 ? 'next' : 'then', said)),
      ...triggers.flatMap((trigger, index) => words(index + schedules.length === 0 ? 'on' : 'also on', trigger)),
      ...(isAutomatic
        ? words('by itself', `only once a person has allowed it: loopwright enable ${loop}`)
        : words('by', 'a person')),
      ...inputs.flatMap(({ name, value, given }) => words('input', inputWords(name, value, given))),
      ...words('overlap', start.overlap),
      ...words('base', baseWords(start)),
    ],
  };
}

function inputWords(name: string, value: unknown, given: boolean): string {
  if (value === null) return `${name}: no value and no default; give one with --input ${name}=…`;
  return `${name} = ${String(value)}${given ? '' : ' (default)'}`;
}

function baseWords({ base, commit }: DryRun['start']): string {
  const named = base ?? 'what is checked out when the run begins';
  return commit === null ? named : `${named}, now ${commit.slice(0, 12)}`;
}

function precheckStations({ precheck }: DryRun): readonly Station[] {
  if (precheck === null) return [];
  const { line, run, timeoutSeconds } = precheck;
  return [
    {
      id: 'precheck',
      kind: 'precheck',
      title: 'Precheck',
      summary: 'no tokens',
      line,
      within: 'run',
      facts: [
        ...code('command', run),
        ...words('time-out', timeWords(timeoutSeconds)),
        ...words('means', 'exit code 0: there is nothing to do, and the run ends'),
      ],
    },
  ];
}

const sourceNames = { command: 'command', file: 'file', findings: 'findings of' } as const;

function itemsStations({ items }: DryRun): readonly Station[] {
  if (items === null) return [];
  const { line, source, from, timeoutSeconds, count, max, parallel, key, where, left } = items;
  return [
    {
      id: 'items',
      kind: 'items',
      title: 'Items',
      summary: count === null ? `at most ${max}` : `${counted(count, 'item')}, at most ${max} taken up`,
      line,
      within: 'run',
      facts: [
        ...(source === 'command' ? code(sourceNames[source], from) : words(sourceNames[source], from)),
        ...words('time-out', timeoutSeconds === null ? null : timeWords(timeoutSeconds)),
        ...words('known', items.words),
        ...code('key', key),
        ...code('where', where),
        ...words('at once', counted(parallel, 'item')),
        ...left.slice(0, mostLeft).flatMap((one) => words('left out', `${one.key}: ${one.why}`)),
        ...words('left out', left.length > mostLeft ? `… and ${left.length - mostLeft} more` : null),
      ],
    },
  ];
}

/** Items left out that are told. */
const mostLeft = 5;

function memoryStation({ memory }: DryRun): Station {
  const { line, carry, decisionsFrom } = memory;
  return {
    id: 'memory',
    kind: 'memory',
    title: 'Memory',
    summary: carry.length === 0 ? 'nothing is told on' : `${counted(carry.length, 'part')} told to the next run`,
    line,
    within: 'run',
    facts: [
      ...list('told on', carry),
      ...code('decisions', decisionsFrom?.run ?? null),
      ...words('inbox', 'told only if somebody is needed'),
    ],
  };
}
