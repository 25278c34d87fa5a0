import type { Result } from '../../../src/model/result.ts';

/** The value, or a failed test that shows the problem. */
export function must<T, E>(result: Result<T, E>): T {
  if (result.ok) return result.value;
  throw new Error(`unexpected problem: ${JSON.stringify(result.error)}`);
}

/** The problem, or a failed test. */
export function problem<T, E>(result: Result<T, E>): E {
  if (!result.ok) return result.error;
  throw new Error(`expected a problem, got ${JSON.stringify(result.value)}`);
}

export const AUTHORSHIP = {
  author: { name: 'Loop', email: 'loop@example.com' },
  date: '1700000000 +0000',
} as const;

export const BRANCH = 'refs/heads/loops/fix/r1/one';
