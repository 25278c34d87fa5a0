import type { StepHandlers } from '../engine/durable.ts';
import { problemText } from '../git/problemText.ts';
import { takeIn } from '../memory/merge.ts';
import { withWhys } from '../memory/noteWhy.ts';
import { openFindings } from '../memory/standing.ts';
import type { LoopMemory, RunRecord } from '../model/memory.ts';
import type { Json } from '../model/result.ts';
import type { StepInput } from '../model/steps.ts';
import { carried } from './carried.ts';
import { findingId, fingerprint } from './chooseItems.ts';
import { findingEntryId, noteWhys, tellFindings } from './findingEntries.ts';
import { orFail } from './gitAnswer.ts';
import type { StepWorld } from './stepWorld.ts';

/** The steps that read and write what a loop remembers, and the inbox. */
export function memorySteps(world: StepWorld): Pick<StepHandlers, 'recall' | 'conclude' | 'raise' | 'settle'> {
  return {
    recall: async ({ loop, carry, at }) => {
      const state = orFail(await world.memory.read(loop));
      return { memory: state === undefined ? '' : carried(state.memory, carry, at) };
    },

    conclude: (input) => conclude(world, input),

    raise: async ({ entry }) => {
      await world.inbox.raise(entry);
      return {};
    },

    settle: async ({ id, why, at }) => {
      await world.inbox.close({ id, why, at });
      return {};
    },
  };
}

type Conclude = StepInput<'conclude'>;

async function conclude(world: StepWorld, input: Conclude): Promise<{ openFindings: number; problem?: string }> {
  const { loop, run, item, at, outcome } = input;
  if (item !== undefined) await world.inbox.closeOf({ run, item, at, why: `The item has ended: ${outcome.status}.` });
  const record = recordOf(input);
  const written = await world.memory.update(loop, `${loop}: run ${run}`, (memory) =>
    foundAgain(memory, takeIn(memory, record)),
  );
  // What cannot be remembered must not undo what was done: it is told.
  if (!written.ok) return { openFindings: 0, problem: `Not remembered: ${problemText(written.error)}` };
  await settleSource(world, input);
  if (written.value === undefined) return { openFindings: 0 };
  const { memory } = written.value;
  // After a crash in between, the memory has it already, and all that the inbox is told is read off that.
  await tellFindings(world, memory, at);
  return { openFindings: openFindings(memory, at).length };
}

/** What was closed and is open again is news, and why it was closed is a part of it. */
function foundAgain(before: LoopMemory, after: LoopMemory): LoopMemory {
  const closed = new Map(before.findings.map((finding) => [finding.id, finding]));
  const whys = new Map<string, string>();
  for (const { id, status } of after.findings) {
    const known = closed.get(id);
    if (status !== 'open' || known?.status !== 'closed') continue;
    whys.set(id, `Found again. It was closed before: ${known.closedWhy ?? 'it was gone'}`);
  }
  return withWhys(after, whys);
}

function recordOf(input: Conclude): RunRecord {
  const { loop, run, item, key = item, at, outcome, iterations, data = null } = input;
  const status = statuses[outcome.status];
  return {
    run: item === undefined ? run : `${run}/${item}`,
    at,
    complete: input.complete,
    items:
      key === undefined || status === undefined
        ? []
        : [
            {
              key,
              status,
              outcome: outcome.status,
              reason: outcome.reason,
              iterations,
              fingerprint: fingerprint(data),
            },
          ],
    findings: input.findings.map((finding) => ({ ...finding, id: findingId(loop, finding.key) })),
    lessons: input.lessons.map((text) => ({ text })),
    verdicts: input.verdicts.map((verdict) => ({ ...verdict, item: key ?? run })),
    closedFindings: [],
  };
}

/** What the end of an item means for the next run; nothing when a person stopped it, for then it was not tried out. */
const statuses = {
  delivered: 'done',
  'nothing-found': 'done',
  rejected: 'declined',
  'gave-up': 'tried',
  failed: 'tried',
  stopped: undefined,
} as const;

/** An item that is a finding of another loop closes it there once it is delivered; else it says there what came of it. */
async function settleSource(world: StepWorld, { loop, run, item, at, data, outcome }: Conclude): Promise<void> {
  const source = sourceOf(data);
  if (source === undefined || outcome.status === 'stopped') return;
  if (outcome.status !== 'delivered') {
    const why = `${loop} took it up and ended with ${outcome.status}: ${outcome.reason}`;
    return noteWhys(world, source.loop, new Map([[source.finding, why]]), at);
  }
  const why = `Mended by ${loop}, run ${run}: ${outcome.reason}`;
  const record: RunRecord = {
    run: `${run}/${item ?? ''}`,
    at,
    complete: false,
    items: [],
    findings: [],
    lessons: [],
    verdicts: [],
    closedFindings: [{ finding: source.finding, why }],
  };
  // A chain that cannot be written now leaves the finding open, which is safe: a later run says it is gone.
  await world.memory.update(source.loop, `${loop}: run ${run}`, (memory) => takeIn(memory, record));
  await world.inbox.close({ id: findingEntryId(source.loop, source.finding), why, at });
}

function sourceOf(data: Json | undefined): { readonly loop: string; readonly finding: string } | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  const { loop, finding } = data as { readonly [key: string]: Json | undefined };
  return typeof loop === 'string' && typeof finding === 'string' ? { loop, finding } : undefined;
}
