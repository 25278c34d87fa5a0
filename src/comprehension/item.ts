import { type Confidence, creditOf, type Given, type Graded, type Prompt } from '../model/prompt.ts';

/** A prompt with its key. It lives in memory only: what leaves the program is its `prompt`, and `gradedOf` once it is answered. */
export interface Item {
  readonly prompt: Prompt;
  /** Hash of the body of its unit, as the ledger names it; absent where no grammar tells. */
  readonly body?: string;
  /** How likely somebody is right who knows nothing: 1/3 for one of three options. */
  readonly chance: number;
  /** The right answer, as it is shown afterwards. */
  readonly key: Given;
  /** The line as it was written, with its indentation, and its number where it is another than the prompt's. */
  readonly lineText: string;
  readonly keyLine?: number;
  /** Shown with every answer: what tells right from wrong. */
  readonly explanation: string;
  /** Where an answer can be right that is not `key` itself. Only asked of answers that fit; never rejects. */
  readonly isRight?: (given: Given) => boolean | Promise<boolean>;
}

/** An answer and how it was given. */
export interface Answer {
  readonly given: Given;
  readonly confidence: Confidence;
  readonly looked: boolean;
}

/** Whether an answer has the form that its prompt asks for, and names only options that are there. */
export function fits({ ask }: Prompt, given: Given): boolean {
  switch (given.by) {
    case 'one':
      return ask.by === 'one' && ask.options[given.option] !== undefined;
    case 'several':
      return ask.by === 'several' && given.options.every((option) => ask.options[option] !== undefined);
    case 'text':
      return ask.by === 'text' && given.text.trim() !== '' && given.text.length <= ask.most;
    case 'words':
      return ask.by === 'words' && given.text.trim().length >= ask.least && given.text.length <= ask.most;
  }
}

/** Whether a fitting answer is right. */
export async function isRight(item: Item, given: Given): Promise<boolean> {
  return item.isRight === undefined ? isSame(item.key, given) : item.isRight(given);
}

function isSame(key: Given, given: Given): boolean {
  if (key.by === 'one') return given.by === 'one' && given.option === key.option;
  if (key.by !== 'several') return given.by === key.by && 'text' in given && given.text.trim() === key.text.trim();
  const [own, other] = [new Set(key.options), new Set(given.by === 'several' ? given.options : [])];
  return own.size === other.size && [...own].every((option) => other.has(option));
}

/** What may be told once the prompt is answered. */
export function gradedOf(item: Item, correct: boolean, how: Answer): Graded {
  const { prompt, key, lineText, keyLine: line = prompt.line, explanation } = item;
  const { path, side } = prompt;
  return { correct, credit: correct ? creditOf(prompt, how) : 0, key, path, side, line, lineText, explanation };
}
