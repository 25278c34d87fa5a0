import { type Given, type Graded, gap, type Prompt } from '../../model/prompt.ts';
import { inert } from './inert.ts';
import type { Paint } from './paint.ts';

/** A prompt for people: where, the lines around what it is about, the question, and the options, numbered from 1. */
export function promptText(prompt: Prompt, paint: Paint): readonly string[] {
  const { before, after, line, ask } = prompt;
  const shown = prompt.shown.length === 0 ? [gap] : prompt.shown;
  const first = line - before.length;
  const width = String(line + shown.length + after.length).length;
  const row = (number: number, text: string) => `  ${paint.dim(String(number).padStart(width))}  ${text}`;
  return [
    `${paint.bold(titleOf(prompt))}  ${inert(prompt.path)}, line ${line}`,
    '',
    ...before.map((text, index) => row(first + index, paint.dim(inert(text)))),
    ...shown.map((text, index) => row(line + index, paint.yellow(inert(text)))),
    ...after.map((text, index) => row(line + shown.length + index, paint.dim(inert(text)))),
    '',
    inert(prompt.question),
    ...('options' in ask
      ? ask.options.map((text, index) => `  ${paint.bold(`${index + 1})`)} ${inert(text.trim())}`)
      : []),
    '',
  ];
}

const titles: Readonly<Record<Prompt['kind'], string>> = {
  'which-did-it-write': 'Which did it write?',
  'predict-failing-tests': 'Which tests fail?',
  cloze: 'What stands here?',
  'removed-behaviour': 'What is gone?',
  'callers-affected': 'What calls it?',
  'explain-then-regenerate': 'Explain it',
  'one-claim-is-false': 'Which is false?',
};

const titleOf = ({ kind }: Prompt): string => titles[kind];

/** What a person reads after an answer: right or wrong, the right one, and why. */
export function answerText(graded: Graded, prompt: Prompt, paint: Paint): readonly string[] {
  return [
    graded.correct ? paint.green('Right.') : paint.red('Not that one.'),
    `  ${paint.dim(`${inert(graded.path)}:${graded.line}`)}  ${inert(keyText(graded, prompt))}`,
    `  ${inert(graded.explanation)}`,
  ];
}

function keyText({ key, lineText }: Graded, { ask }: Prompt): string {
  if (!('options' in ask)) return lineText.trim();
  const right = key.by === 'one' ? [key.option] : key.by === 'several' ? key.options : [];
  return right.map((option) => ask.options[option]?.trim() ?? '').join(', ');
}

/** How a prompt is to be answered, for the line that asks. */
export function howToAnswer({ ask }: Prompt): string {
  if (ask.by === 'one') return `a number from 1 to ${ask.options.length}`;
  if (ask.by === 'several') return `the numbers that are right, from 1 to ${ask.options.length}, with commas`;
  return ask.by === 'text' ? `what stands at ${gap}` : `at least ${ask.least} characters in your own words`;
}

/** What a person typed, as an answer to a prompt; undefined where it is none. */
export function parseAnswer(typed: string, { ask }: Prompt): Given | undefined {
  const text = typed.trim();
  if (ask.by === 'text') return text === '' || text.length > ask.most ? undefined : { by: 'text', text };
  if (ask.by === 'words') return text.length < ask.least || text.length > ask.most ? undefined : { by: 'words', text };
  const numbers = text.replace(/[.)]+$/, '').split(/[\s,;]+/);
  if (!numbers.every((number) => /^\d{1,3}$/.test(number))) return undefined;
  const options = numbers.map((number) => Number(number) - 1);
  if (options.some((option) => option < 0 || option >= ask.options.length)) return undefined;
  const [option, ...more] = options;
  if (option === undefined || (ask.by === 'one' && more.length > 0)) return undefined;
  return ask.by === 'one' ? { by: 'one', option } : { by: 'several', options };
}
