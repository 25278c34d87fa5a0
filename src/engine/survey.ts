import type { RunStart } from '../model/event.ts';
import { onlyItem, runLane } from '../model/lane.ts';
import type { Loop } from '../model/loopFile.ts';
import type { RunOutcome } from '../model/outcome.ts';
import { howItEnded } from '../model/stepState.ts';
import { commandPassed, type Item, type StepResult } from '../model/steps.ts';
import { cageOf } from './cageOf.ts';
import type { Durable } from './durable.ts';
import { evenIfStopped } from './evenIfStopped.ts';
import { outcomeOf } from './outcomeOf.ts';

export type Surveyed =
  | { readonly outcome: RunOutcome }
  | {
      readonly items: readonly Item[];
      /** The state document for the roles. */
      readonly memory: string;
    };

/** What a run does before its items: the precheck, decisions of people, finding the items, remembering. No tokens. */
export async function survey(loop: Loop, start: RunStart, durable: Durable): Promise<Surveyed> {
  const looked = await itemsFor(loop, start, durable);
  if ('outcome' in looked) return looked;
  const { memory } = await durable.step(`${runLane}/recall`, 'recall', {
    loop: loop.name,
    carry: [...loop.state.carry],
    at: start.startedAt,
  });
  return { ...looked, memory };
}

/** A run that takes one item up looks for no others, and nobody asks whether there is something to do. */
async function itemsFor(loop: Loop, start: RunStart, durable: Durable): Promise<Looked> {
  if (start.retry !== undefined) return { items: [start.retry.item] };
  return looksAround(loop) ? lookAround(loop, start, durable) : { items: [theOnlyItem] };
}

const theOnlyItem: Item = { id: onlyItem, key: onlyItem, data: {} };

const looksAround = (loop: Loop): boolean =>
  loop.on['skip-if'] !== undefined || loop.items !== undefined || loop.state['decisions-from'] !== undefined;

type Looked = { readonly outcome: RunOutcome } | { readonly items: readonly Item[] };

/** The commands of the run itself run in a checkout of the base that nobody works in. */
async function lookAround(loop: Loop, start: RunStart, durable: Durable): Promise<Looked> {
  const worktree = `${start.worktrees}-${runLane}`;
  const prepared = await durable.step(`${runLane}/prepare`, 'prepare', { worktree, base: start.base });
  if (prepared.status === 'refused') return failed(`No worktree: ${prepared.reason}`);
  let looked: Looked;
  try {
    looked = await inWorktree({ loop, start, durable, worktree });
  } catch (error) {
    looked = { outcome: outcomeOf(error) };
  }
  await evenIfStopped((attempt) => durable.step(`${runLane}/reclaim/${attempt}`, 'reclaim', { worktree }));
  return looked;
}

interface Look {
  readonly loop: Loop;
  readonly start: RunStart;
  readonly durable: Durable;
  readonly worktree: string;
}

async function inWorktree(look: Look): Promise<Looked> {
  return (await precheck(look)) ?? (await hear(look)) ?? (await discover(look));
}

const deadlineOf = ({ loop, start }: Look): number => start.startedAt + loop.budget['timeout-minutes'] * 60_000;

async function precheck(look: Look): Promise<Looked | undefined> {
  const skip = look.loop.on['skip-if'];
  if (skip === undefined) return undefined;
  const result = await look.durable.step(`${runLane}/precheck`, 'precheck', {
    worktree: look.worktree,
    run: skip.run,
    timeoutSeconds: skip['timeout-minutes'] * 60,
    ...cageOf(look.loop),
    deadline: deadlineOf(look),
  });
  if (commandPassed(result)) {
    return { outcome: { status: 'nothing-found', reason: 'Skipped: the precheck says that there is nothing to do.' } };
  }
  return result.ended === 'exit' ? undefined : failed(`The precheck could not tell: ${howItEnded(result)}.`);
}

async function hear(look: Look): Promise<Looked | undefined> {
  const { loop, start, durable, worktree } = look;
  const from = loop.state['decisions-from'];
  if (from === undefined) return undefined;
  const heard = await durable.step(`${runLane}/hear`, 'hear', {
    loop: loop.name,
    worktree,
    run: from.run,
    timeoutSeconds: from['timeout-minutes'] * 60,
    ...cageOf(loop),
    at: start.startedAt,
    deadline: deadlineOf(look),
  });
  // To go on without what people decided could do what they forbade.
  if (commandPassed(heard.command)) return undefined;
  return failed(
    `The decisions of people could not be read: ${howItEnded(heard.command)}. ${heard.command.tail}`.trim(),
  );
}

async function discover(look: Look): Promise<Looked> {
  const { loop, start, durable, worktree } = look;
  const { items } = loop;
  if (items === undefined) return { items: [theOnlyItem] };
  const discovered = await durable.step(`${runLane}/discover`, 'discover', {
    loop: loop.name,
    worktree,
    base: start.base,
    from: sourceOf(items.from),
    format: items.format,
    ...(items.key === undefined ? {} : { key: items.key }),
    ...(items.where === undefined ? {} : { where: items.where }),
    max: items.max,
    retry: items.retry,
    inputs: { ...start.inputs },
    ...cageOf(loop),
    at: start.startedAt,
    deadline: deadlineOf(look),
  });
  if (discovered.status === 'failed') return failed(`The items could not be found: ${discovered.reason}`);
  if (discovered.items.length > 0) return { items: discovered.items };
  return { outcome: { status: 'nothing-found', reason: nothingToDo(discovered) } };
}

function sourceOf(from: NonNullable<Loop['items']>['from']) {
  return 'run' in from ? { run: from.run, timeoutSeconds: from['timeout-minutes'] * 60 } : from;
}

function nothingToDo({ found, left }: Extract<StepResult<'discover'>, { status: 'found' }>): string {
  if (found === 0) return 'There are no items.';
  const [first] = left;
  const example = first === undefined ? '' : ` (${first.key}: ${first.why}${left.length > 1 ? ', …' : ''})`;
  return `Of ${found} ${found === 1 ? 'item' : 'items'} none is to be attempted${example}.`;
}

const failed = (reason: string): { readonly outcome: RunOutcome } => ({ outcome: { status: 'failed', reason } });
