import { mostExpectationText, type Surprises } from '../model/expectation.ts';
import { ok, type Result } from '../model/result.ts';
import type { RunnerClient } from '../protocol/client.ts';
import { type Failure, refused } from './ending.ts';
import type { Meant } from './findItem.ts';
import { inert } from './text/inert.ts';
import { type Paint, paint } from './text/paint.ts';
import type { Invocation } from './world.ts';

/**
 * Asks what a person expects of a change before it is shown, and tells what is other. Nothing is graded, and nothing is told
 * before both questions are answered; an empty answer to the first leaves it at that.
 */
export async function askWhatIsExpected(
  client: RunnerClient,
  { terminal, signal }: Invocation,
  { run, item }: Meant,
): Promise<Result<undefined, Failure>> {
  const of = { run: run.id, item: item.id };
  const choices = await client.request('expectChoices', of, signal);
  if (!choices.ok) return refused(choices.error);
  const { paths } = choices.value;
  const brush = paint(terminal.colours);
  terminal.print(brush.bold('Which of these files do you expect it to touch?'));
  for (const [index, path] of paths.entries()) terminal.print(`  ${brush.bold(`${index + 1})`)} ${inert(path)}`);
  const chosen = await askNumbers({ terminal, signal }, paths.length);
  if (chosen === undefined) return ok(undefined);
  const words = (await terminal.ask('In a line, what do you expect it to do? ', signal)) ?? '';
  const expected = chosen.flatMap((number) => paths[number - 1] ?? []);
  const told = await client.request('expect', { ...of, paths: expected, words: words.slice(0, mostExpectationText) });
  if (!told.ok) return refused(told.error);
  for (const line of [...surprisesText(told.value, brush), '']) terminal.print(line);
  return ok(undefined);
}

/** Undefined where nothing is typed. */
async function askNumbers(
  { terminal, signal }: Pick<Invocation, 'terminal' | 'signal'>,
  most: number,
): Promise<readonly number[] | undefined> {
  for (;;) {
    const typed = (await terminal.ask(`The numbers, with commas (nothing: skip this): `, signal))?.trim() ?? '';
    if (typed === '') return undefined;
    const numbers = typed.split(/[\s,;]+/).map(Number);
    if (numbers.every((number) => Number.isInteger(number) && number >= 1 && number <= most)) return numbers;
    terminal.print(`Type numbers from 1 to ${most}, with commas.`);
  }
}

function surprisesText({ unexpected, untouched, foreseen }: Surprises, brush: Paint): readonly string[] {
  const part = (title: string, paths: readonly string[]) =>
    paths.length === 0 ? [] : [brush.bold(title), ...paths.map((path) => `  ${inert(path)}`)];
  if (unexpected.length + untouched.length === 0) return ['It touches what you expected, and nothing else.'];
  return [
    ...part('Touched, and not expected:', unexpected),
    ...part('Expected, and not touched:', untouched),
    ...part('As expected:', foreseen),
  ];
}
