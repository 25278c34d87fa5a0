import type { CommentReply, CommentThread, Uri } from 'vscode';
import type { InboxEntry } from '../model/inbox.ts';
import type { WorktreeRow } from '../model/worktreeRow.ts';
import type { OfRepository } from './repositories/askedOfAll.ts';
import type { ChangeAbout } from './review/changeAbout.ts';
import type { SaidComment } from './review/remarkComments.ts';
import { reviewCommandTable } from './reviewCommandTable.ts';
import { sidebarCommands } from './sidebarCommands.ts';

/** One command as a person meets it. `palette` is its when-clause in the command palette; `false` keeps it out. */
interface CommandRow {
  readonly title: string;
  /** A codicon, as `$(name)`. */
  readonly icon?: string;
  readonly enablement?: string;
  readonly palette: string | false;
}

const trusted = 'isWorkspaceTrusted';

/** Every command there is. The ids of the run time come from here, and so does package.json. */
export const commandTable = {
  'loopwright.run': { title: 'Run Loop', icon: '$(play)', enablement: trusted, palette: trusted },
  'loopwright.validate': { title: 'Validate Loop', icon: '$(checklist)', palette: 'workspaceFolderCount > 0' },
  'loopwright.dryRun': { title: 'Dry Run', icon: '$(beaker)', palette: 'workspaceFolderCount > 0' },
  'loopwright.createLoop': { title: 'Create a Loop', icon: '$(add)', palette: 'workspaceFolderCount > 0' },
  'loopwright.newFromRecipe': { title: 'New from Recipe…', icon: '$(book)', palette: 'workspaceFolderCount > 0' },
  'loopwright.openLoop': { title: 'Open Loop File', icon: '$(go-to-file)', palette: 'workspaceFolderCount > 0' },
  'loopwright.stop': { title: 'Stop Run', icon: '$(debug-stop)', enablement: trusted, palette: trusted },
  'loopwright.showOutput': {
    title: 'Show Output of a Step',
    icon: '$(terminal)',
    enablement: trusted,
    palette: trusted,
  },
  'loopwright.clean': {
    title: 'Clean up Ended Runs',
    icon: '$(trash)',
    enablement: trusted,
    palette: trusted,
  },
  'loopwright.refresh': { title: 'Refresh', icon: '$(refresh)', enablement: trusted, palette: trusted },
  'loopwright.restartRunner': {
    title: 'Restart the Runner',
    icon: '$(debug-restart)',
    enablement: trusted,
    palette: trusted,
  },
  'loopwright.openDashboard': {
    title: 'Open Dashboard',
    icon: '$(dashboard)',
    enablement: trusted,
    palette: trusted,
  },
  'loopwright.revealRun': { title: 'Show Run', icon: '$(list-tree)', palette: false },
  'loopwright.openRun': { title: 'Open Run', icon: '$(pulse)', enablement: trusted, palette: trusted },
  'loopwright.compareRuns': {
    title: 'Compare with Another Run…',
    icon: '$(split-horizontal)',
    enablement: trusted,
    palette: trusted,
  },
  ...reviewCommandTable,
  'loopwright.openEvidence': { title: 'Open Evidence', icon: '$(verified)', enablement: trusted, palette: trusted },
  'loopwright.approve': { title: 'Approve', icon: '$(check)', enablement: trusted, palette: trusted },
  'loopwright.continue': { title: 'Continue…', icon: '$(debug-continue)', enablement: trusted, palette: trusted },
  'loopwright.enable': {
    title: 'Let It Start by Itself',
    icon: '$(watch)',
    enablement: trusted,
    palette: trusted,
  },
  'loopwright.disable': {
    title: 'Stop Letting It Start by Itself',
    icon: '$(circle-slash)',
    enablement: trusted,
    palette: trusted,
  },
  ...sidebarCommands,
  'loopwright.openWalkthrough': { title: 'Get Started with Loops', icon: '$(mortar-board)', palette: 'true' },
} as const satisfies Record<string, CommandRow>;

export type CommandId = keyof typeof commandTable;

/** A loop, as a lens, a view or the palette names it; nothing means "the one in the editor, else ask". */
export type LoopTarget = Uri | { readonly uri: Uri } | undefined;
/** A run, or an item of it; nothing means "the one that fits, else ask". */
export type RunTarget = { readonly run: string; readonly item?: string } | undefined;
export type StepTarget = { readonly run: string; readonly item?: string; readonly step?: string } | undefined;
export type FileTarget = { readonly run: string; readonly item: string; readonly path: string } | undefined;
/** A unit of a change, at one of its pieces where that is named. */
export type UnitTarget =
  | { readonly run: string; readonly item: string; readonly unit: string; readonly piece?: string }
  | undefined;
/** A row of the view Change; from the menu of an editor, or without anything, the piece at the cursor. */
export type PieceTarget =
  | { readonly run: string; readonly item: string; readonly about: ChangeAbout }
  | Uri
  | undefined;

/** An iteration of an item; without a number, one is asked for. */
export type IterationTarget = (NonNullable<RunTarget> & { readonly iteration?: number }) | undefined;
/** Rows of the views Inbox, Worktrees and Understanding. */
export type EntryTarget = { readonly about: InboxEntry & OfRepository } | undefined;
export type WorktreeTarget = { readonly about: WorktreeRow & OfRepository } | undefined;
export type OwedTarget =
  | { readonly about: OfRepository & { readonly path?: string; readonly line?: number } }
  | undefined;
/** A run or an item whose worktree is meant, or the row of a worktree. */
export type PlaceTarget = RunTarget | WorktreeTarget;

/** A recipe by its name, and answers by the ids of their questions; what is missing is asked. */
export interface RecipeGiven {
  readonly recipe?: string;
  readonly answers?: Readonly<Record<string, string>>;
}

/** What each command may be given. */
export interface CommandArguments extends Record<CommandId, readonly unknown[]> {
  'loopwright.run': [loop?: LoopTarget];
  'loopwright.validate': [loop?: LoopTarget];
  'loopwright.dryRun': [loop?: LoopTarget];
  'loopwright.createLoop': [];
  'loopwright.newFromRecipe': [given?: RecipeGiven];
  'loopwright.openLoop': [loop?: LoopTarget | { readonly run: string }];
  'loopwright.stop': [run?: RunTarget];
  'loopwright.showOutput': [step?: StepTarget];
  'loopwright.clean': [run?: RunTarget];
  'loopwright.refresh': [];
  'loopwright.restartRunner': [];
  'loopwright.openDashboard': [];
  'loopwright.revealRun': [run?: RunTarget];
  'loopwright.openRun': [run?: RunTarget];
  'loopwright.compareRuns': [run?: RunTarget];
  'loopwright.attend': [run?: RunTarget];
  'loopwright.openReview': [run?: RunTarget];
  'loopwright.openEvidence': [run?: RunTarget];
  'loopwright.closeReview': [];
  'loopwright.openDiff': [file?: FileTarget];
  'loopwright.openUnit': [unit?: UnitTarget];
  'loopwright.nextUnit': [];
  'loopwright.previousUnit': [];
  'loopwright.nextUnitNotViewed': [];
  'loopwright.viewedAndNext': [];
  'loopwright.openAllChanges': [];
  'loopwright.changesSinceLooked': [];
  'loopwright.openReviewWorktree': [];
  'loopwright.readAgain': [];
  'loopwright.takeOutPiece': [piece?: PieceTarget];
  'loopwright.takeOutPieceWhy': [piece?: PieceTarget];
  'loopwright.keepPiece': [piece?: PieceTarget];
  'loopwright.takeOut': [];
  'loopwright.requestChanges': [];
  'loopwright.addRemark': [reply?: CommentReply];
  'loopwright.replyRemark': [reply?: CommentReply];
  'loopwright.editRemark': [comment?: SaidComment];
  'loopwright.saveRemark': [comment?: SaidComment];
  'loopwright.cancelRemark': [comment?: SaidComment];
  'loopwright.withdrawRemark': [comment?: SaidComment];
  'loopwright.resolveRemark': [thread?: CommentThread];
  'loopwright.reopenRemark': [thread?: CommentThread];
  'loopwright.openAnswer': [thread?: CommentThread];
  'loopwright.answerPrompt': [];
  'loopwright.answerInDiff': [thread?: CommentThread];
  'loopwright.nextPrompt': [thread?: CommentThread];
  'loopwright.landWithoutUnderstanding': [];
  'loopwright.land': [];
  'loopwright.deliverBranch': [];
  'loopwright.deliverPatch': [];
  'loopwright.deliverPullRequest': [];
  'loopwright.reject': [run?: RunTarget];
  'loopwright.approve': [run?: RunTarget];
  'loopwright.continue': [run?: RunTarget];
  'loopwright.enable': [loop?: LoopTarget];
  'loopwright.disable': [loop?: LoopTarget];
  'loopwright.approveEntries': [entry?: EntryTarget, all?: readonly EntryTarget[]];
  'loopwright.rejectEntries': [entry?: EntryTarget, all?: readonly EntryTarget[]];
  'loopwright.continueEntries': [entry?: EntryTarget, all?: readonly EntryTarget[]];
  'loopwright.answerEntries': [entry?: EntryTarget, all?: readonly EntryTarget[]];
  'loopwright.decideEntries': [entry?: EntryTarget, all?: readonly EntryTarget[]];
  'loopwright.snoozeEntries': [entry?: EntryTarget, all?: readonly EntryTarget[]];
  'loopwright.dismissEntries': [entry?: EntryTarget, all?: readonly EntryTarget[]];
  'loopwright.runEntry': [entry?: EntryTarget, all?: readonly EntryTarget[]];
  'loopwright.enableEntries': [entry?: EntryTarget, all?: readonly EntryTarget[]];
  'loopwright.openEntryLoop': [entry?: EntryTarget];
  'loopwright.pause': [run?: RunTarget];
  'loopwright.resume': [run?: RunTarget];
  'loopwright.addNote': [run?: RunTarget];
  'loopwright.raiseBudget': [run?: RunTarget];
  'loopwright.retryFrom': [iteration?: IterationTarget];
  'loopwright.copyRunId': [run?: RunTarget];
  'loopwright.filterRuns': [];
  'loopwright.clearRunFilter': [];
  'loopwright.groupRuns': [];
  'loopwright.showOlderRuns': [];
  'loopwright.reclaimWorktree': [worktree?: WorktreeTarget, all?: readonly WorktreeTarget[]];
  'loopwright.reclaimWorktrees': [];
  'loopwright.openWorktree': [place?: PlaceTarget];
  'loopwright.openWorktreeTerminal': [place?: PlaceTarget];
  'loopwright.payBack': [];
  'loopwright.showMyDebt': [];
  'loopwright.showRepositoryDebt': [];
  'loopwright.openOwedFile': [file?: OwedTarget];
  'loopwright.openLanding': [landing?: RunTarget];
  'loopwright.openWalkthrough': [];
}

/** One handler a command: leaving one out does not compile. */
export type CommandHandlers = { readonly [C in CommandId]: (...args: CommandArguments[C]) => unknown };
