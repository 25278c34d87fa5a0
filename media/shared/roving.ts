const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/**
 * Which of `count` things has the focus after a key, where one of them is a tab stop and arrows, Home and End go between
 * them; undefined for every other key. It does not go round: the end of a list is felt.
 * @param at the one that has it now, from 0
 */
export function rove(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = steps[key];
  return step === undefined ? undefined : Math.min(count - 1, Math.max(0, at + step));
}
