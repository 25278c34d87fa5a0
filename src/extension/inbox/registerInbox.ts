import { Disposable } from 'vscode';
import type { InboxEntry } from '../../model/inbox.ts';
import { coalesced } from '../coalesced.ts';
import type { CommandHandlers, EntryTarget } from '../commandTable.ts';
import type { Dialogs } from '../dialogs.ts';
import { AskedOfAll, type AskedRepositories } from '../repositories/askedOfAll.ts';
import { linkOf } from '../repositories/linkOf.ts';
import type { RunStore } from '../runs/runStore.ts';
import { RowTree } from '../tree/rowTree.ts';
import { chooseEntries } from './chooseEntries.ts';
import {
  answerEntries,
  approveEntries,
  continueEntries,
  decideEntries,
  dismissEntries,
  type InboxActDeps,
  rejectEntries,
  snoozeEntries,
} from './inboxActs.ts';
import { badgeOf, inboxRows } from './inboxRows.ts';
import type { InboxAction, WindowEntry } from './inboxWords.ts';
import { watchWaits } from './watchWaits.ts';

export interface InboxDeps {
  readonly repositories: AskedRepositories;
  readonly store: RunStore;
  readonly dialogs: Dialogs;
  /** What an entry about a loop, not one of its runs, asks for. */
  readonly loops: {
    readonly open: (entry: WindowEntry) => Promise<void>;
    readonly run: (entry: WindowEntry) => Promise<void>;
    readonly enable: (entry: WindowEntry) => Promise<void>;
  };
  readonly id?: 'loopwright.inbox' | 'loopwright.inbox.test';
}

type InboxCommands = Pick<
  CommandHandlers,
  | 'loopwright.approveEntries'
  | 'loopwright.rejectEntries'
  | 'loopwright.continueEntries'
  | 'loopwright.answerEntries'
  | 'loopwright.decideEntries'
  | 'loopwright.snoozeEntries'
  | 'loopwright.dismissEntries'
  | 'loopwright.runEntry'
  | 'loopwright.enableEntries'
  | 'loopwright.openEntryLoop'
>;

/** Ages are told in minutes, and what was put off comes back without an event. */
const minuteMs = 60_000;

/** The view Inbox: what waits for a person over all runs. Its rows go when the runner says that they are done. */
export function registerInbox({ repositories, store, dialogs, loops, id = 'loopwright.inbox' }: InboxDeps) {
  const asked = new AskedOfAll<InboxEntry>({
    repositories,
    after: ['inbox'],
    ask: (link) => link.request('inbox', {}),
  });
  const entries = () => asked.all;
  const tree = new RowTree(() => inboxRows(entries(), Date.now()), { id, canSelectMany: true });
  const show = coalesced(() => {
    tree.view.badge = badgeOf(entries().length);
    tree.refresh();
  });
  const clock = setInterval(() => asked.ask(), minuteMs);
  const acts: InboxActDeps = { linkOf: linkOf(repositories), dialogs, now: Date.now };
  const on =
    (action: InboxAction, act: (entries: readonly WindowEntry[]) => Promise<void>) =>
    async (target?: EntryTarget, targets?: readonly EntryTarget[]) => {
      const choice = { all: entries(), selected: tree.selected, dialogs, now: Date.now };
      const meant = await chooseEntries(choice, action, target, targets);
      if (meant.length === 0) return;
      await act(meant);
      await asked.refresh();
    };
  /** Several entries may be about one loop, which is asked once. */
  const ofLoops = (act: (entry: WindowEntry) => Promise<void>) => async (meant: readonly WindowEntry[]) => {
    const loops = new Map(meant.map((entry) => [`${entry.repository} ${entry.loop}`, entry]));
    for (const entry of loops.values()) await act(entry);
  };
  const commands: InboxCommands = {
    'loopwright.approveEntries': on('approve', (meant) => approveEntries(acts, meant)),
    'loopwright.rejectEntries': on('reject', (meant) => rejectEntries(acts, meant)),
    'loopwright.continueEntries': on('continue', (meant) => continueEntries(acts, meant)),
    'loopwright.answerEntries': on('answer', (meant) => answerEntries(acts, meant)),
    'loopwright.decideEntries': on('decide', (meant) => decideEntries(acts, meant)),
    'loopwright.snoozeEntries': on('snooze', (meant) => snoozeEntries(acts, meant)),
    'loopwright.dismissEntries': on('dismiss', (meant) => dismissEntries(acts, meant)),
    'loopwright.runEntry': on('run', ofLoops(loops.run)),
    'loopwright.enableEntries': on('enable', ofLoops(loops.enable)),
    'loopwright.openEntryLoop': (target) => target && loops.open(target.about),
  };
  const parts = Disposable.from(
    tree,
    asked,
    { dispose: asked.onChange(() => show.ask()) },
    { dispose: watchWaits(store, () => asked.ask()) },
    { dispose: show.cancel },
    { dispose: () => clearInterval(clock) },
  );
  return { commands, tree, refresh: () => asked.refresh(), dispose: () => parts.dispose() };
}
