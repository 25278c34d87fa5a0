import type { EditorModelName } from '../../model/modelAsk.ts';
import type { Unsubscribe } from '../listeners.ts';

/** A language model of the editor, as answering a question needs it. */
export interface EditorModel extends EditorModelName {
  /** In words for a person. */
  readonly title: string;
  /** Tokens of one request. */
  readonly maxInputTokens: number;
  /** Whether a request would be let through without a question to the person. */
  isAllowed(): boolean;
  /** Tokens by its own count. Rejects where it cannot count. */
  count(text: string, signal: AbortSignal): Promise<number>;
  /** Its answer, in pieces. Rejects with the editor's errors, which have a `code`. */
  send(prompt: string, justification: string, signal: AbortSignal): Promise<AsyncIterable<string>>;
}

/** The editor's language models. */
export interface EditorModels {
  /** Name and version of the editor. */
  readonly editor: string;
  /** All of them, the editor's first choice first. Never rejects. */
  all(): Promise<readonly EditorModel[]>;
  onChange(listener: () => void): Unsubscribe;
}
