import type { InboxEntry, InboxKind } from '../../model/inbox.ts';
import { onlyItem } from '../../model/lane.ts';
import { firstLine } from './cut.ts';
import { inert, inertLines } from './inert.ts';
import type { Paint } from './paint.ts';
import { shellWord } from './shellWord.ts';
import { agoText } from './timeText.ts';

/** A sign and a word for each kind. */
const kinds: { readonly [K in InboxKind]: readonly [sign: string, word: string] } = {
  gate: ['?', 'decide'],
  finding: ['*', 'finding'],
  question: ['?', 'question'],
  escalation: ['!', 'stalled'],
  failure: ['✗', 'failure'],
  conflict: ['!', 'conflict'],
  missed: ['-', 'missed'],
  held: ['-', 'held'],
};

const brushes = { critical: 'red', high: 'red', medium: 'yellow', low: 'dim' } as const;

/** What waits for a person: for each entry what and since when, why, the command to act with, and its id. */
export function inboxText(entries: readonly InboxEntry[], now: number, paint: Paint): readonly string[] {
  if (entries.length === 0) return ['Nothing waits for you.'];
  return [
    ...entries.flatMap((entry) => [...entryText(entry, now, paint), '']),
    `Done with: ${paint.cyan('loopwright inbox dismiss <id>')}  later: ${paint.cyan('loopwright inbox snooze <id> --for 2d')}  whole: ${paint.cyan('loopwright inbox <id>')}`,
  ];
}

function entryText(entry: InboxEntry, now: number, paint: Paint): readonly string[] {
  const [command] = commandsOf(entry);
  return [
    headline(entry, now, paint),
    `    ${firstLine(entry.why, 160)}`,
    ...(command === undefined ? [] : [`    ${paint.cyan(command)}`]),
    paint.dim(`    id ${inert(entry.id)}`),
  ];
}

function headline({ kind, severity, title, at }: InboxEntry, now: number, paint: Paint): string {
  const [sign, word] = kinds[kind];
  const mark = paint[brushes[severity]](`${sign} ${word.padEnd(8)}`);
  return `${mark}  ${paint.bold(firstLine(title, 120))}  ${paint.dim(agoText(at, now))}`;
}

/** One entry whole, with all that can be done about it. */
export function wholeEntryText(entry: InboxEntry, now: number, paint: Paint): readonly string[] {
  const { loop, run, item } = entry;
  const place = [`loop ${loop}`, ...(run === undefined ? [] : [`run ${run}`]), ...(item === undefined ? [] : [item])];
  return [
    headline(entry, now, paint),
    paint.dim(inert(`${place.join('  ')}  severity ${entry.severity}`)),
    '',
    ...inertLines(entry.why).map((line) => `  ${line}`),
    '',
    ...commandsOf(entry).map((command) => paint.cyan(command)),
    paint.dim(`id ${inert(entry.id)}`),
  ];
}

/** The commands to act with, the one to begin with first. */
export function commandsOf(entry: InboxEntry): readonly string[] {
  return entry.actions.flatMap((action) => commandOf(entry, action) ?? []);
}

function commandOf(entry: InboxEntry, action: InboxEntry['actions'][number]): string | undefined {
  const id = shellWord(entry.id);
  const loop = shellWord(entry.loop);
  const of = runWords(entry);
  switch (action) {
    // A change is read before it lands.
    case 'land':
      return of && `loopwright review ${of}`;
    case 'reject':
      return of && `loopwright reject ${of} --reason "…"`;
    case 'approve':
      return of && `loopwright approve ${of}`;
    case 'continue':
      return of && `loopwright continue ${of} "…"`;
    case 'answer':
      return `loopwright reply ${id} "…"`;
    case 'decide':
      return entry.about && `loopwright decide ${shellWord(entry.about)} do    (or not-now, never, later --for 2w)`;
    case 'enable':
      return `loopwright enable ${loop}`;
    case 'run':
      return `loopwright run ${loop}`;
    case 'dismiss':
      return `loopwright inbox dismiss ${id}`;
    case 'snooze':
      return `loopwright inbox snooze ${id} --for 2d`;
  }
}

function runWords({ run, item }: InboxEntry): string | undefined {
  if (run === undefined) return undefined;
  const flag = item === undefined || item === onlyItem ? '' : ` --item ${shellWord(item)}`;
  return `${shellWord(run)}${flag}`;
}
