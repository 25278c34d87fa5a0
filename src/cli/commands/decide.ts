import { Argument, type Command } from 'commander';
import { findingIdSchema } from '../../model/memory.ts';
import { ok, type Result } from '../../model/result.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { RunnerParams } from '../../protocol/runner.ts';
import type { Act } from '../act.ts';
import { type Ending, exitCodes, type Failure, misnamed, refused, usageError } from '../ending.ts';
import { putOffTo } from '../moment.ts';
import { inert } from '../text/inert.ts';
import { localTime } from '../text/localTime.ts';
import { withRunner } from '../withRunner.ts';
import type { Invocation } from '../world.ts';

type What = RunnerParams<'decide'>['what'];

interface Options {
  readonly until?: string;
  readonly for?: string;
  readonly note?: string;
  readonly loop?: string;
}

/** `loopwright decide <finding> do|not-now|never|later` */
export function registerDecide(program: Command, act: Act): void {
  program
    .command('decide')
    .argument('<finding>', 'id of a finding, 8 hexadecimal digits')
    .addArgument(new Argument('<what>', 'what is to be done about it').choices(['do', 'not-now', 'never', 'later']))
    .description('Decide on a finding; the next run reads it')
    .option('--until <date>', 'with later: 2026-12-01 or 2026-12-01T09:30, in local time')
    .option('--for <length>', 'with later: 12h, 2d or 2w')
    .option('--note <text>', 'a word for the next run')
    .option('--loop <name>', 'the loop that found it; otherwise it is looked up in the inbox')
    .addHelpText(
      'after',
      '\ndo: attempt it next. not-now: not until it changes. never: not at all. later: not before a date.\nExample: loopwright decide 1f0c9ab2 later --for 2w --note "after the release"',
    )
    .action(
      act<[string, What], Options>(async (invocation, [finding, what], options) => {
        if (!findingIdSchema.safeParse(finding).success) {
          return usageError(
            `A finding has an id of 8 hexadecimal digits, not ${finding}. \`loopwright inbox\` tells it.`,
          );
        }
        const until = untilOf(what, options);
        if (!until.ok) return usageError(until.error);
        const decision = {
          finding,
          what,
          ...(until.value === undefined ? {} : { until: until.value }),
          ...(options.note === undefined ? {} : { note: options.note }),
        };
        return withRunner(invocation, (client) => decide(client, invocation, decision, options.loop));
      }),
    );
}

function untilOf(what: What, { until, for: length }: Options): Result<number | undefined, string> {
  if (what === 'later') return putOffTo({ until, for: length }, Date.now());
  const isGiven = until !== undefined || length !== undefined;
  return isGiven ? { ok: false, error: '--until and --for go with later alone.' } : ok(undefined);
}

async function decide(
  client: RunnerClient,
  { terminal, json }: Invocation,
  decision: Omit<RunnerParams<'decide'>, 'loop'>,
  named: string | undefined,
): Promise<Ending> {
  const found = named === undefined ? await loopOf(client, decision.finding) : ok({ loop: named });
  if (!found.ok) return found;
  const { loop } = found.value;
  const decided = await client.request('decide', { loop, ...decision });
  if (!decided.ok) return refused(decided.error);
  const { until, ...rest } = decision;
  if (json) {
    const at = until === undefined ? {} : { until: new Date(until).toISOString() };
    terminal.print(JSON.stringify({ loop, ...rest, ...at }));
  } else {
    const title = 'title' in found.value ? `: ${inert(found.value.title)}` : '';
    const when = until === undefined ? '' : `, until ${localTime(until)}`;
    terminal.print(`Decided ${decision.what}${when}${title}\nThe next run of ${inert(loop)} reads it.`);
  }
  return ok(exitCodes.done);
}

/** The loop whose finding it is, as the inbox tells. */
async function loopOf(
  client: RunnerClient,
  finding: string,
): Promise<Result<{ readonly loop: string; readonly title: string }, Failure>> {
  const entries = await client.request('inbox', {});
  if (!entries.ok) return refused(entries.error);
  const about = entries.value.filter((entry) => entry.kind === 'finding' && entry.about === finding);
  const loops = [...new Set(about.map(({ loop }) => loop))];
  const [entry] = about;
  if (entry !== undefined && loops.length === 1) return ok({ loop: entry.loop, title: entry.title });
  if (entry === undefined) {
    return misnamed(
      'unknown-finding',
      `The inbox has no finding ${finding}. Name its loop with --loop; \`loopwright state <loop>\` lists all findings.`,
    );
  }
  return misnamed(
    'ambiguous-finding',
    `Several loops have a finding ${finding}: ${loops.join(', ')}. Name one with --loop.`,
  );
}
