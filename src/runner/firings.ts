import { ciRuns } from '../forge/ciRuns.ts';
import { forgeProblemText } from '../forge/problemText.ts';
import { resolveCommit } from '../git/objects.ts';
import { problemText } from '../git/problemText.ts';
import { remoteUrl } from '../git/remote.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import type { RunEvent } from '../model/event.ts';
import { laneOf } from '../model/lane.ts';
import { err, ok, type Result } from '../model/result.ts';
import { type RunState, statusOf } from '../model/runState.ts';
import { summaryOf } from '../model/shapes.ts';
import type { Identity } from '../model/steps.ts';
import { groupOf } from '../triggers/groups.ts';
import type { Inbox } from './inbox.ts';
import type { LiveRun } from './liveRun.ts';
import type { ModelWindows } from './modelWindows.ts';
import { Refused } from './refusal.ts';
import { planFiredRun, settingsAt } from './runStart.ts';
import type { Runs } from './runs.ts';
import type { Stores } from './stores.ts';
import { RepositoryTriggers, type RepositoryTriggersOptions } from './triggers/repositoryTriggers.ts';
import type { StartOrder } from './triggers/world.ts';
import type { LedgerKeeping } from './understanding/ledgerKeeping.ts';

export interface FiringsOptions {
  readonly repository: Repository;
  readonly stores: Pick<Stores, 'receipts' | 'enablings'>;
  readonly runs: Runs;
  readonly inbox: Inbox;
  readonly windows: Pick<ModelWindows, 'mayBeAsked'>;
  readonly ledgerKeeping: Pick<LedgerKeeping, 'mayStart'>;
}

/** Ended runs that are told of again on start, in case the last runner was killed before it could tell. */
const toldAgain = 50;

/** Ties what watches for triggers to the runs: firings begin runs, and what runs do is told to the triggers. */
export class Firings {
  readonly watching: RepositoryTriggers;

  private constructor(watching: RepositoryTriggers) {
    this.watching = watching;
  }

  static async open({ repository, stores, runs, inbox, windows, ledgerKeeping }: FiringsOptions): Promise<Firings> {
    const watching = await RepositoryTriggers.open({
      repository,
      receipts: { append: (receipt) => stores.receipts.append(receipt), all: async () => stores.receipts.state },
      enablings: { append: (enabling) => stores.enablings.append(enabling), all: async () => stores.enablings.state },
      start: (order) => begin({ root: repository.root, runs, windows, ledgerKeeping }, order),
      stop: async (run, why) => runs.find(run)?.stop(why),
      runs: () => runs.live.map((run) => ({ run: run.id, group: groupOf(run.loop), isWorking: run.isAtWork })),
      repositoryRunsPerDay: () => runsPerDay(repository),
      raise: (entry) => inbox.raise(entry),
      warn: (message) => console.error(message),
      ciRuns: (query) => askCi(repository, query),
      environment: process.env,
    });
    for (const { id, loop, status, openFindings = 0, finishedAt } of runs.summaries().slice(0, toldAgain).reverse()) {
      if (finishedAt === undefined) continue;
      await watching.triggers.ended({ id, loop, status, at: Date.parse(finishedAt) }, openFindings);
    }
    for (const { id, state } of runs.live) {
      await watching.triggers.noteBegun(state.start.loop, state.start.trigger, id);
    }
    return new Firings(watching);
  }

  /** An event of a run that is on disk. */
  heard(run: LiveRun, event: RunEvent): void {
    if (event.type === 'step.started' && event.kind === 'land') this.#landing(run, event.key);
    const mayChangeStatus =
      event.type === 'signal.awaited' || event.type === 'signal.taken' || event.type === 'signal.expired';
    if (mayChangeStatus) void this.watching.triggers.runsChanged();
  }

  async ended(state: RunState): Promise<void> {
    const { openFindings = 0 } = summaryOf(state);
    await this.watching.triggers.ended(
      { id: state.start.run, loop: state.start.loop, status: statusOf(state) },
      openFindings,
    );
    await this.watching.triggers.runsChanged();
  }

  close(): Promise<void> {
    return this.watching.close();
  }

  /** What a loop lands in the checkout is no change that starts it again. */
  #landing({ state }: LiveRun, key: string): void {
    const item = state.items.get(laneOf(key));
    const merged = item?.steps.findLast((step) => step.kind === 'merge')?.result;
    const files = merged?.status === 'merged' ? merged.change.files : [];
    this.watching.triggers.landing(
      state.start.loop,
      files.map((file) => file.path),
    );
  }
}

async function begin(
  {
    root,
    runs,
    windows,
    ledgerKeeping,
  }: { readonly root: string } & Omit<FiringsOptions, 'repository' | 'stores' | 'inbox'>,
  { run, loop, trigger }: StartOrder,
): Promise<Result<unknown, { readonly code: string; readonly message: string }>> {
  try {
    // Begun before a crash kept the receipt from being written.
    if (runs.has(run)) return ok(run);
    // Who enabled it answers for what it writes.
    const may = await ledgerKeeping.mayStart(loop.loop, identityOf(loop.by));
    if (!may.ok) return may;
    const { file, base, definition } = loop;
    const start = await planFiredRun(root, { file, base, definition, run, trigger }, Date.now(), windows);
    return ok((await runs.begin(start)).id);
  } catch (error) {
    if (error instanceof Refused) return err(error.refusal);
    return err({ code: 'internal', message: error instanceof Error ? error.message : String(error) });
  }
}

/** `Name <email>` as a person. */
function identityOf(by: string): Identity {
  const [, name = by, email = ''] = /^(.*) <([^<>]*)>$/.exec(by) ?? [];
  return { name, email };
}

/** As the settings stand at the head of the checkout. */
async function runsPerDay(repository: Repository): Promise<number | undefined> {
  const now = await openRepository(repository.root);
  const head = now.ok ? await resolveCommit(repository, now.value.currentBranch ?? now.value.head) : now;
  if (!head.ok) return undefined;
  return (await settingsAt(repository, head.value)).budget['per-day']?.['max-runs'];
}

type AskCi = RepositoryTriggersOptions['ciRuns'];

async function askCi(repository: Repository, query: Parameters<AskCi>[0]): ReturnType<AskCi> {
  const url = await remoteUrl(repository, 'origin');
  if (!url.ok) return err(problemText(url.error));
  const told = await ciRuns({ cwd: repository.root, remoteUrl: url.value, ...query });
  return told.ok ? told : err(forgeProblemText(told.error));
}
