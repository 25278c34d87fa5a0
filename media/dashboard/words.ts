/** Numbers for people. Unknown is said by whoever calls: nothing here takes it for zero. */

/** `$1.20`; `$0.0042` where it is less than a cent, `$1,234` where cents say nothing. */
export function usd(amount: number): string {
  if (amount > 0 && amount < 0.01) return `$${amount.toFixed(4)}`;
  return amount < 1000 ? `$${amount.toFixed(2)}` : `$${Math.round(amount).toLocaleString('en')}`;
}

/** `0.4 min`, `12 min`, `3 h 05 min` */
export function minutesWords(minutes: number): string {
  if (minutes < 10) return `${Number(minutes.toFixed(1))} min`;
  const whole = Math.round(minutes);
  return whole < 60 ? `${whole} min` : `${Math.floor(whole / 60)} h ${String(whole % 60).padStart(2, '0')} min`;
}

export const percent = (part: number): string => `${Math.round(part * 100)}%`;

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** `a`, `a and b`, `a, b and c` */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
