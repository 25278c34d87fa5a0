import { parseDate } from '../../model/localDate.ts';
import type { Choice, Dialogs } from '../dialogs.ts';

const morning = 9;
const monday = 1;

/** Moments to put something off to, in local time: epoch milliseconds. */
export function snoozeChoices(now: number): readonly Choice<number>[] {
  const shown = (at: number): string =>
    new Date(at).toLocaleString(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
  const choice = (label: string, value: number) => ({ label, description: shown(value), value });
  return [
    choice('1 hour', now + 3_600_000),
    choice('Tomorrow morning', morningIn(now, 1)),
    choice('Next week', morningIn(now, ((monday + 6 - new Date(now).getDay()) % 7) + 1)),
  ];
}

/** Nine in the morning, so many days from now; the clock may be put forward or back in between. */
function morningIn(now: number, days: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, morning).getTime();
}

/** Asks until when. Undefined where the person left. */
export async function askUntil(dialogs: Dialogs, ask: string, now: number): Promise<number | undefined> {
  const choices: readonly Choice<number | 'date'>[] = [
    ...snoozeChoices(now),
    { label: 'Until a date…', value: 'date' },
  ];
  const chosen = await dialogs.pick(ask, choices);
  if (chosen !== 'date') return chosen;
  const text = await dialogs.write({
    title: ask,
    prompt: 'A day, or a day and a time, in local time',
    placeHolder: '2026-12-01 or 2026-12-01 09:30',
    problem: (given) => dateProblem(given, now),
  });
  return text === undefined ? undefined : parseDate(text);
}

function dateProblem(text: string, now: number): string | undefined {
  const at = parseDate(text);
  if (at === undefined) return 'Write a date like 2026-12-01 or 2026-12-01 09:30.';
  return at > now ? undefined : 'That is over already. Name a time to come.';
}
