import type { Receipt } from '../../model/firing.ts';
import type { ScheduledLoop } from '../../protocol/runner.ts';
import { firstLine } from './cut.ts';
import { inert } from './inert.ts';
import { localTime } from './localTime.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';

const brushes = { on: 'green', off: 'dim', held: 'yellow' } as const;

/** Loops that start by themselves: whether they do and why, what starts them, and when next. */
export function scheduledText(loops: readonly ScheduledLoop[], paint: Paint, timeZone?: string): readonly string[] {
  if (loops.length === 0) return ['No loop here starts by itself.'];
  return loops.flatMap((loop, index) => [...(index === 0 ? [] : ['']), ...loopText(loop, paint, timeZone)]);
}

function loopText(loop: ScheduledLoop, paint: Paint, timeZone?: string): readonly string[] {
  const { state } = loop;
  return [
    `${paint.bold(inert(loop.loop))}  ${paint[brushes[state]](state)}${loop.why === '' ? '' : `  ${paint.dim(inert(loop.why))}`}`,
    ...startsText(loop, timeZone),
  ];
}

/** What starts a loop, its next times and its webhook. */
export function startsText(
  { triggers, next, webhook }: Pick<ScheduledLoop, 'triggers' | 'next' | 'webhook'>,
  timeZone?: string,
): readonly string[] {
  return [
    ...triggers.map((trigger) => `  ${inert(trigger)}`),
    ...next.map((at, index) => `  ${index === 0 ? 'next ' : '     '} ${localTime(Date.parse(at), timeZone)}`),
    ...(webhook === undefined ? [] : [`  webhook ${inert(webhook)}`]),
  ];
}

const became = {
  started: 'green',
  queued: 'cyan',
  replaced: 'dim',
  skipped: 'dim',
  missed: 'yellow',
  held: 'yellow',
  refused: 'red',
} as const;

/** What became of firings, a line each. */
export function receiptsText(receipts: readonly Receipt[], paint: Paint, timeZone?: string): readonly string[] {
  return table(
    receipts.map((receipt) => {
      const { trigger, run } = receipt;
      const words = [run === undefined ? '' : `run ${run}`, firstLine(receipt.why, 120)].filter((one) => one !== '');
      const about = firstLine(trigger.about, 40);
      return [
        { text: localTime(receipt.at, timeZone) },
        { text: inert(receipt.loop) },
        { text: `${trigger.kind}${about === '' ? '' : ` ${about}`}` },
        { text: receipt.became, shown: paint[became[receipt.became]](receipt.became) },
        { text: words.join('  ') },
      ];
    }),
  );
}
