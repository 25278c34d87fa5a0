import { type CrashHook, crashPoints } from '../journal/crashPoint.ts';

/**
 * Kills this process at a named point, for tests: `LOOPWRIGHT_CRASH_AT=effect.after:3` at its third time. Undefined when
 * nothing was asked for.
 */
export function crashAt(asked: string | undefined): CrashHook | undefined {
  if (asked === undefined) return undefined;
  const [wanted = '', count = '1'] = asked.split(':');
  if (!crashPoints.some((point) => point === wanted)) throw new Error(`There is no crash point ${wanted}.`);
  let left = Number(count);
  return (point) => {
    if (point === wanted && --left === 0) process.kill(process.pid, 'SIGKILL');
  };
}
