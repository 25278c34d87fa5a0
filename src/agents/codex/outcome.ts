import type { FailureCause, ProcessEnd, TurnOutcome } from '../port.ts';
import { causeOfTurnError, causeOfWords, plainError } from './errors.ts';
import type { CodexTurn } from './turn.ts';

/** What is known at the end of a turn over the app-server. */
export interface EndOfTurn {
  /** Absent where no turn began. */
  readonly codex: CodexTurn | undefined;
  /** Whether it was aborted before it ended by itself. */
  readonly isAborted: boolean;
  /** How the app-server ended, where it ended by itself before the turn did. */
  readonly processEnd: ProcessEnd | undefined;
  readonly session: string | undefined;
  readonly denied: number;
  readonly wantsJson: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

type How = Pick<TurnOutcome, 'status' | 'cause' | 'detail'>;

/** How a turn went, from what the app-server said; that the process ended is a reason only where it said nothing. */
export function outcomeOfTurn(end: EndOfTurn): TurnOutcome {
  const how = howItWent(end);
  const text = end.codex?.text ?? '';
  const structured = end.wantsJson ? jsonIn(text) : undefined;
  const resetsAt = how.cause === 'rate' ? end.codex?.resetsAt : undefined;
  return {
    ...how,
    text,
    ...(structured === undefined ? {} : { structured }),
    ...(end.session === undefined ? {} : { session: end.session }),
    ...(resetsAt === undefined ? {} : { retryAfterMs: Math.max(0, resetsAt - end.now) }),
    usage: end.codex?.usage ?? null,
    denied: end.denied,
  };
}

function howItWent({ codex, isAborted, processEnd }: EndOfTurn): How {
  if (isAborted) return { status: 'aborted', detail: 'it was aborted' };
  if (codex?.end?.status === 'completed') return { status: 'completed', detail: 'it says it is done' };
  if (codex?.giveUp !== undefined) return failed(codex.giveUp.cause, codex.giveUp.detail);
  const error = codex?.end?.error;
  if (error !== undefined) return failed(causeOfTurnError(error), plainError(error));
  if (codex?.end !== undefined)
    return failed(
      'crash',
      `the turn ${codex.end.status === 'failed' ? 'failed' : 'was interrupted'} and it does not say why`,
    );
  return processEnd === undefined ? failed('crash', 'it did not say how the turn ended') : ended(processEnd);
}

const failed = (cause: FailureCause, detail: string): How =>
  cause === 'budget' ? { status: 'limit', cause, detail } : { status: 'failed', cause, detail };

/** The process was over before the turn was. */
export function ended({ error, exitCode, signal, stderr }: ProcessEnd): How {
  if (error !== undefined) return failed('missing', error);
  const words = stderr.trim().split('\n').at(-1) ?? '';
  const how = signal === null ? `exit code ${exitCode}` : signal;
  return failed('crash', `it ended with ${how}${words === '' ? '' : `: ${words.slice(0, 500)}`}`);
}

const nothing = { text: '', usage: null, denied: 0 } as const;

/** The outcome of a process that ended before there was a turn. */
export const endedOutcome = (end: ProcessEnd): TurnOutcome => ({ ...ended(end), ...nothing });

/** Nobody needs to be asked to know that it would be refused. */
export const loggedOut: TurnOutcome = {
  ...failed('auth', 'codex is not logged in: run `codex login`, or set OPENAI_API_KEY for the loop'),
  ...nothing,
};

/** The outcome of a turn that did not begin. */
export const failedOutcome = (detail: string, cause = causeOfWords(detail)): TurnOutcome => ({
  ...failed(cause, detail),
  ...nothing,
});

/** Its last words as JSON; undefined where they are none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
