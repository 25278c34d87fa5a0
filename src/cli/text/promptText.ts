import type { AnswerReply, Prompt } from '../../protocol/runner.ts';
import { inert } from './inert.ts';
import type { Paint } from './paint.ts';

/** A prompt for people: where, the lines around with the asked line left out, and the options, numbered from 1. */
export function promptText(prompt: Prompt, paint: Paint): readonly string[] {
  const width = String(prompt.line + prompt.after.length).length;
  const row = (line: number, text: string) => `  ${paint.dim(String(line).padStart(width))}  ${text}`;
  const first = prompt.line - prompt.before.length;
  return [
    `${paint.bold('Which did it write?')}  ${inert(prompt.path)}, line ${prompt.line}`,
    '',
    ...prompt.before.map((text, index) => row(first + index, paint.dim(inert(text)))),
    row(prompt.line, paint.yellow('?')),
    ...prompt.after.map((text, index) => row(prompt.line + 1 + index, paint.dim(inert(text)))),
    '',
    ...prompt.options.map((option, index) => `  ${paint.bold(`${index + 1})`)} ${inert(option.trim())}`),
    '',
  ];
}

/** What a person reads after an answer: right or wrong, the line as it was written, and why. */
export function answerText(answer: AnswerReply, prompt: Prompt, paint: Paint): readonly string[] {
  const written = prompt.options[answer.written] ?? '';
  return [
    answer.correct ? paint.green('Right.') : paint.red('Not that one.'),
    `  ${paint.dim(`${inert(answer.path)}:${answer.line}`)}  ${inert(written.trim())}`,
    `  ${inert(answer.explanation)}`,
  ];
}

/** The option that a person typed, from 0; undefined when it is none of `count`. */
export function parseAnswer(typed: string, count: number): number | undefined {
  const number = /^\s*(\d{1,3})[\s.)]*$/.exec(typed)?.[1];
  if (number === undefined) return undefined;
  const option = Number(number) - 1;
  return option >= 0 && option < count ? option : undefined;
}
