import type { Command } from 'commander';
import { dryRun } from '../../dryRun/dryRun.ts';
import { lifeOf } from '../../dryRun/life.ts';
import { ok } from '../../model/result.ts';
import type { Act } from '../act.ts';
import { lookAround } from '../dryRun/lookAround.ts';
import { readLoop } from '../dryRun/readLoop.ts';
import { type Ending, exitCodes, usageError } from '../ending.ts';
import { inputsGiven } from '../inputsGiven.ts';
import { dryRunText } from '../text/dryRunText.ts';
import { paint } from '../text/paint.ts';
import type { Invocation } from '../world.ts';

interface Options {
  readonly input?: readonly string[];
  readonly item?: readonly string[];
  readonly discover?: boolean;
}

/** `loopwright dry-run <loop>` */
export function registerDryRun(program: Command, act: Act): void {
  program
    .command('dry-run')
    .argument('<loop>', 'name of a loop, or its file')
    .description('Tell what a run would do, with prompts and the most that it may cost; starts nothing')
    .option('--input <name=value>', 'a value of an input of the loop; repeat it for more', gathered)
    .option('--item <json>', 'an item to show the way of, as JSON or a file of items; repeat it for more', gathered)
    .option('--discover', 'run the command that finds the items, in a fresh checkout')
    .addHelpText(
      'after',
      '\nExample: loopwright dry-run flaky --item \'{"test_id":"login"}\'\nExit code 1: a run could not start now, and it says why.',
    )
    .action(act<[string], Options>(async (invocation, [named], options) => tell(invocation, named, options)));
}

const gathered = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

async function tell(invocation: Invocation, named: string, options: Options): Promise<Ending> {
  const inputs = inputsGiven(options.input ?? []);
  if (!inputs.ok) return usageError(inputs.error);
  const source = await readLoop(invocation.folder, named);
  if (!source.ok) return source;
  const { text, loop } = source.value;
  const asked = { inputs: inputs.value, items: options.item ?? [], discover: options.discover === true };
  const world = await lookAround(invocation, source.value, asked);
  if (!world.ok) return world;
  const dry = dryRun(text, loop, world.value);
  const { terminal, json } = invocation;
  if (json) terminal.print(JSON.stringify(dry));
  else for (const line of dryRunText(lifeOf(dry), dry.file, paint(terminal.colours))) terminal.print(line);
  return ok(dry.obstacles.length === 0 ? exitCodes.done : exitCodes.failed);
}
