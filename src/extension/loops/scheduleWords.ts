import type { ScheduledLoop } from '../../protocol/runner.ts';
import type { Fact } from '../runs/row.ts';
import { factOf } from '../runs/row.ts';

/** How a loop that starts by itself stands, for its row: `on, next Mon 23 Nov, 06:00`, `off`, `held`. */
export function scheduleWords({ state, next }: ScheduledLoop, now: number): string {
  const due = next.find((at) => Date.parse(at) > now);
  return state === 'on' && due !== undefined ? `on, next ${shortTime(due)}` : state;
}

/** The same for its tooltip. */
export function scheduleFacts({ state, why, triggers, next, webhook }: ScheduledLoop, now: number): readonly Fact[] {
  const due = next.filter((at) => Date.parse(at) > now);
  return [
    { name: 'Starts by itself', text: `${state}. ${why}` },
    ...factOf('On', triggers.join('; ')),
    ...factOf('Next', due.map(shortTime).join(', ')),
    ...factOf('Webhook', webhook),
  ];
}

/** In the time zone of whoever looks. */
const shortTime = (at: string): string =>
  new Date(at).toLocaleString(undefined, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
