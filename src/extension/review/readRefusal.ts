import type { Refusal } from '../../protocol/runner.ts';

/** Codes of a runner that is older than this window: it has never heard of the request, or of its parts. */
const older: ReadonlySet<string> = new Set(['unknown-method', 'bad-request']);

/** A refusal in a review, with what to do where the runner is too old for it. */
export const readRefusal = (refusal: Refusal): Refusal =>
  older.has(refusal.code)
    ? {
        code: refusal.code,
        message: `The runner of this repository is of another version, and does not know how to do this. Run "Loopwright: Restart the Runner": the new one takes over what it runs. (${refusal.message})`,
      }
    : refusal;
