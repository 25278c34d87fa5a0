import type { Given, Graded, Prompt } from '../../model/prompt.ts';
import { promptTitles } from '../../model/promptTitles.ts';
import type { PromptPageOf } from '../../protocol/promptView.ts';
import { plainLine } from '../plainText.ts';

/** A prompt in a diff as plain data. Its texts are shown as they are, and are no markup. */
export interface PromptThread {
  readonly label: string;
  readonly path: string;
  readonly side: Prompt['side'];
  /** First and last line that it is about, from 1. */
  readonly first: number;
  readonly last: number;
  readonly said: readonly { readonly author: string; readonly text: string }[];
  readonly context: string;
}

/** Who speaks in these threads. */
const us = 'Loopwright';

/** The question, and how it is answered. */
export function askedThread({ prompt, progress }: PromptPageOf<'question'>): PromptThread {
  const { question, ask } = prompt;
  const shown = prompt.shown.length === 0 ? [] : ['', ...prompt.shown];
  const options = 'options' in ask ? ['', ...ask.options.map((text, index) => `${index + 1}) ${text}`)] : [];
  return {
    ...placeOf(prompt),
    label: `${promptTitles[prompt.kind]} ${progress}`,
    said: [{ author: us, text: [question, ...shown, ...options].map(shownLine).join('\n') }],
    context: 'prompt+answer',
  };
}

/** The question with what came of its answer. */
export function gradedThread(page: PromptPageOf<'graded'>): PromptThread {
  const { prompt, given, graded, standing } = page;
  const asked = askedThread({ show: 'question', prompt, progress: '', looked: false });
  const next = standing.about === 'change' && standing.canAnswer ? ['next'] : [];
  return {
    ...asked,
    label: `${promptTitles[prompt.kind]} ${graded.correct ? 'Right' : 'Missed'}`,
    said: [
      ...asked.said,
      { author: 'You', text: answerWords(prompt, given) },
      { author: us, text: gradedWords(prompt, graded, standing) },
    ],
    context: ['prompt', ...next].join('+'),
  };
}

function gradedWords(prompt: Prompt, graded: Graded, standing: PromptPageOf<'graded'>['standing']): string {
  const verdict = graded.correct ? 'Right.' : `Missed. Right is: ${answerWords(prompt, graded.key)}`;
  const line = `${graded.path}:${graded.line}: ${graded.lineText.trim()}`;
  const gate =
    standing.about === 'change' ? `The gate is ${standing.holds ? 'open' : 'closed'}. ${standing.reason}` : '';
  return [verdict, line, graded.explanation, gate].filter(Boolean).map(shownLine).join('\n');
}

/** An answer as the options say it, or as it was written. */
export function answerWords({ ask }: Prompt, given: Given): string {
  if (given.by === 'text' || given.by === 'words') return given.text;
  const chosen = given.by === 'one' ? [given.option] : given.options;
  const options = 'options' in ask ? ask.options : [];
  return chosen.map((index) => options[index]?.trim() ?? '').join(', ');
}

function placeOf({ path, side, line, shown }: Prompt): Pick<PromptThread, 'path' | 'side' | 'first' | 'last'> {
  return { path, side, first: line, last: line + Math.max(1, shown.length) - 1 };
}

/** Longer than any line that people read. */
const mostInLine = 400;

/** Without what could hide or reorder it; what it is indented by stays. */
const shownLine = (text: string): string => {
  const indent = /^[ \t]*/.exec(text)?.[0] ?? '';
  return indent + plainLine(text, mostInLine);
};
