import type { Refusal } from '../protocol/runner.ts';

/** One thing to choose; its texts may come from anywhere. */
export interface Choice<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly value: T;
}

/** A text to be written. */
export interface Wanted {
  readonly title: string;
  readonly prompt: string;
  readonly placeHolder?: string;
  readonly value?: string;
  /** What is wrong with a text, trimmed; undefined where nothing is. */
  readonly problem?: (text: string) => string | undefined;
}

/** What is asked of and told to the person at this window. A question that is left is answered with undefined. */
export interface Dialogs {
  pick<T>(ask: string, choices: readonly Choice<T>[]): Promise<T | undefined>;
  /** Nothing picked and left are the same: an empty list. */
  pickMany<T>(ask: string, choices: readonly Choice<T>[], picked?: (value: T) => boolean): Promise<readonly T[]>;
  /** The text, trimmed. */
  write(wanted: Wanted): Promise<string | undefined>;
  /** Asks once more before something that cannot be undone. */
  isSure(message: string, detail: string, button: string): Promise<boolean>;
  /** Shows something that is to be read before it goes on. */
  show(message: string, detail: string): Promise<void>;
  say(message: string): void;
  refused(refusal: Refusal): void;
}

/** Longest text of a note, an answer or a reason that the runner takes. */
const mostCharacters = 8192;

/** What is wrong with a text of a person. */
export function textProblem(text: string, isNeeded: string | undefined): string | undefined {
  if (text === '') return isNeeded;
  return text.length > mostCharacters ? `At most ${mostCharacters} characters.` : undefined;
}
