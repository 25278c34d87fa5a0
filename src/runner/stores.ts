import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type * as z from 'zod';
import { runnerFolder } from '../client/runnerFolder.ts';
import { type Facts, type FactsFold, listed, openFacts } from '../journal/factStore.ts';
import { type Attention, attentionSchema } from '../model/attention.ts';
import { type Followed, followedSchema } from '../model/fate.ts';
import { type Enabling, enablingSchema, type Receipt, receiptSchema } from '../model/firing.ts';
import { type InboxEvent, inboxEventSchema } from '../model/inbox.ts';
import { type EndedRun, endedRunSchema } from '../model/runAccount.ts';
import { type Cost, costSchema } from '../model/spend.ts';
import { type AttentionSums, attentionSums } from './attention.ts';
import { type KeptCosts, keptCosts } from './costs.ts';

type List<Fact> = Facts<Fact, readonly Fact[]>;

/** What the runner keeps of the repository beside its runs, a file each. */
export interface Stores {
  readonly costs: Facts<Cost, KeptCosts>;
  readonly inbox: List<InboxEvent>;
  readonly receipts: List<Receipt>;
  readonly enablings: List<Enabling>;
  readonly endedRuns: Facts<EndedRun, ReadonlyMap<string, EndedRun>>;
  readonly attention: Facts<Attention, AttentionSums>;
  readonly followed: Facts<Followed, ReadonlyMap<string, Followed>>;
  close(): Promise<void>;
}

/** Opens them for the one runner. Rejects where one of them cannot be used: to go on without it could spend what is spent. */
export async function openStores(commonDir: string): Promise<Stores> {
  const folder = runnerFolder(commonDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const open = <Fact, State>(
    name: string,
    schema: z.ZodType<Fact>,
    fold: FactsFold<Fact, State>,
  ): Facts<Fact, State> => {
    const opened = openFacts(join(folder, name), schema, fold);
    if (!opened.ok) throw new Error(opened.error.message);
    return opened.value;
  };
  const costs = open('costs.jsonl', costSchema, keptCosts());
  const inbox = open('inbox.jsonl', inboxEventSchema, listed<InboxEvent>());
  const receipts = open('firings.jsonl', receiptSchema, listed<Receipt>());
  const enablings = open('enabled.jsonl', enablingSchema, listed<Enabling>());
  const attention = open('attention.jsonl', attentionSchema, attentionSums());
  const followed = open('followed.jsonl', followedSchema, byCommit());
  const endedRuns = await openEndedRuns(join(folder, 'ended.jsonl'));
  const all = [costs, inbox, receipts, enablings, attention, followed, endedRuns];
  return {
    costs,
    inbox,
    receipts,
    enablings,
    attention,
    followed,
    endedRuns,
    close: async () => {
      await Promise.all(all.map((store) => store.close()));
    },
  };
}

/** The newest line of a landing counts. */
const byCommit = (): FactsFold<Followed, ReadonlyMap<string, Followed>> => {
  const kept = new Map<string, Followed>();
  return { from: kept, add: (_, followed) => kept.set(followed.commit, followed) };
};

/** The newest line of a run counts. */
const byRun = (): FactsFold<EndedRun, ReadonlyMap<string, EndedRun>> => {
  const kept = new Map<string, EndedRun>();
  return { from: kept, add: (_, run) => kept.set(run.summary.id, run) };
};

/**
 * Says nothing that summaries and journals do not say: a file that cannot be used is put aside, and is made anew from them.
 */
async function openEndedRuns(path: string): Promise<Stores['endedRuns']> {
  const opened = openFacts(path, endedRunSchema, byRun());
  if (opened.ok) return opened.value;
  await rename(path, `${path}.unusable`);
  console.error(`${path} could not be used, so it is made anew from the runs. The old one is ${path}.unusable.`);
  const fresh = openFacts(path, endedRunSchema, byRun());
  if (!fresh.ok) throw new Error(fresh.error.message);
  return fresh.value;
}
