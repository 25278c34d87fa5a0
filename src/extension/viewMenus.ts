import type { CommandId } from './commandTable.ts';
import { type Ability, type ViewId, whenRow } from './viewTable.ts';

/** The buttons and context menus of the views, for `contributes` in package.json. */

export interface MenuEntry {
  readonly command: CommandId;
  readonly when: string;
  readonly group: string;
}

const inline = (order: number): string => `inline@${order}`;
export const navigation = (order: number): string => `navigation@${order}`;
const inView = (view: ViewId): string => `view == ${view}`;

const row = (command: CommandId, when: string, order: number): readonly MenuEntry[] => [
  { command, when, group: inline(order) },
  { command, when, group: `1_actions@${order}` },
];

/** One button at a time, which says what it does. */
const deliverCommands = {
  merge: 'loopwright.land',
  branch: 'loopwright.deliverBranch',
  patch: 'loopwright.deliverPatch',
  'pull-request': 'loopwright.deliverPullRequest',
} as const;

const deliverTitles: readonly MenuEntry[] = Object.entries(deliverCommands).map(([as, command]) => ({
  command,
  when: `${inView('loopwright.change')} && loopwright.deliverAs == '${as}'`,
  group: navigation(2),
}));

export const viewTitle: readonly MenuEntry[] = [
  { command: 'loopwright.createLoop', when: inView('loopwright.loops'), group: navigation(1) },
  { command: 'loopwright.newFromRecipe', when: inView('loopwright.loops'), group: navigation(2) },
  { command: 'loopwright.refresh', when: inView('loopwright.loops'), group: '2_runner@1' },
  { command: 'loopwright.openDashboard', when: inView('loopwright.inbox'), group: navigation(1) },
  { command: 'loopwright.openDashboard', when: inView('loopwright.loops'), group: navigation(5) },
  { command: 'loopwright.openDashboard', when: inView('loopwright.runs'), group: navigation(0) },
  { command: 'loopwright.refresh', when: inView('loopwright.inbox'), group: '2_runner@1' },
  {
    command: 'loopwright.filterRuns',
    when: `${inView('loopwright.runs')} && !loopwright.runsFiltered`,
    group: navigation(1),
  },
  {
    command: 'loopwright.clearRunFilter',
    when: `${inView('loopwright.runs')} && loopwright.runsFiltered`,
    group: navigation(1),
  },
  { command: 'loopwright.groupRuns', when: inView('loopwright.runs'), group: navigation(2) },
  { command: 'loopwright.refresh', when: inView('loopwright.runs'), group: navigation(3) },
  {
    command: 'loopwright.filterRuns',
    when: `${inView('loopwright.runs')} && loopwright.runsFiltered`,
    group: '1_actions@2',
  },
  { command: 'loopwright.restartRunner', when: inView('loopwright.runs'), group: '2_runner@2' },
  { command: 'loopwright.reclaimWorktrees', when: inView('loopwright.worktrees'), group: navigation(1) },
  { command: 'loopwright.refresh', when: inView('loopwright.worktrees'), group: navigation(2) },
  { command: 'loopwright.payBack', when: inView('loopwright.understanding'), group: navigation(1) },
  {
    command: 'loopwright.showRepositoryDebt',
    when: `${inView('loopwright.understanding')} && loopwright.debtOf != 'repository'`,
    group: navigation(2),
  },
  {
    command: 'loopwright.showMyDebt',
    when: `${inView('loopwright.understanding')} && loopwright.debtOf == 'repository'`,
    group: navigation(2),
  },
  { command: 'loopwright.refresh', when: inView('loopwright.understanding'), group: navigation(3) },
  { command: 'loopwright.clean', when: inView('loopwright.runs'), group: '1_actions@1' },
  { command: 'loopwright.answerPrompt', when: inView('loopwright.change'), group: navigation(1) },
  ...deliverTitles,
  { command: 'loopwright.requestChanges', when: inView('loopwright.change'), group: navigation(3) },
  { command: 'loopwright.reject', when: inView('loopwright.change'), group: navigation(4) },
  { command: 'loopwright.openAllChanges', when: inView('loopwright.change'), group: navigation(5) },
  { command: 'loopwright.openEvidence', when: inView('loopwright.change'), group: navigation(6) },
  { command: 'loopwright.takeOut', when: inView('loopwright.change'), group: '1_actions@1' },
  { command: 'loopwright.landWithoutUnderstanding', when: inView('loopwright.change'), group: '1_actions@2' },
  { command: 'loopwright.changesSinceLooked', when: inView('loopwright.change'), group: '2_open@1' },
  { command: 'loopwright.openReviewWorktree', when: inView('loopwright.change'), group: '2_open@2' },
  { command: 'loopwright.readAgain', when: inView('loopwright.change'), group: '2_open@3' },
  { command: 'loopwright.closeReview', when: inView('loopwright.change'), group: '9_close@1' },
];

/** The act that an entry is there for has a button; what puts it away comes second. */
const entryActs = [
  ['loopwright.openReview', 'review'],
  ['loopwright.approveEntries', 'approve'],
  ['loopwright.answerEntries', 'answer'],
  ['loopwright.decideEntries', 'decide'],
  ['loopwright.continueEntries', 'continue'],
  ['loopwright.enableEntries', 'enable'],
  ['loopwright.runEntry', 'run'],
] as const;

const inEntries = (...abilities: readonly Ability[]): string => whenRow('loopwright.inbox', ['entry'], abilities);

const inboxRows: readonly MenuEntry[] = [
  ...entryActs.flatMap(([command, ability]) => row(command, inEntries(ability), 1)),
  ...row('loopwright.rejectEntries', inEntries('reject'), 2),
  ...row('loopwright.dismissEntries', inEntries('dismiss'), 3),
  { command: 'loopwright.snoozeEntries', when: inEntries('snooze'), group: '2_later@1' },
  { command: 'loopwright.openRun', when: inEntries('reveal'), group: '3_open@0' },
  { command: 'loopwright.revealRun', when: inEntries('reveal'), group: '3_open@1' },
  { command: 'loopwright.openEntryLoop', when: inEntries(), group: '3_open@2' },
];

const inWorktrees = (...abilities: readonly Ability[]): string =>
  whenRow('loopwright.worktrees', ['worktree'], abilities);

const worktreeRows: readonly MenuEntry[] = [
  ...row('loopwright.openWorktree', inWorktrees(), 1),
  { command: 'loopwright.openWorktreeTerminal', when: inWorktrees(), group: '1_actions@2' },
  { command: 'loopwright.revealRun', when: inWorktrees(), group: '1_actions@3' },
  { command: 'loopwright.reclaimWorktree', when: inWorktrees('reclaim'), group: inline(2) },
  { command: 'loopwright.reclaimWorktree', when: inWorktrees(), group: '2_reclaim@1' },
];

const inChange = (...abilities: readonly Ability[]): string =>
  whenRow('loopwright.change', ['file', 'unit', 'piece'], abilities);

const changeRows: readonly MenuEntry[] = [
  ...row('loopwright.takeOutPiece', inChange('takeOut'), 1),
  ...row('loopwright.takeOutPieceWhy', inChange('takeOut'), 2),
  ...row('loopwright.keepPiece', inChange('keep'), 3),
];

const runs: ViewId = 'loopwright.runs';
const waiting = ['run', 'item'] as const;

export const viewRows: readonly MenuEntry[] = [
  ...row('loopwright.run', `${whenRow('loopwright.loops', ['loop'])} && isWorkspaceTrusted`, 1),
  { command: 'loopwright.validate', when: whenRow('loopwright.loops', ['loop']), group: '1_actions@2' },
  { command: 'loopwright.openLoop', when: whenRow('loopwright.loops', ['loop']), group: '1_actions@3' },
  { command: 'loopwright.dryRun', when: whenRow('loopwright.loops', ['loop']), group: '1_actions@6' },
  ...row('loopwright.enable', whenRow('loopwright.loops', ['loop'], ['enable']), 4),
  ...row('loopwright.disable', whenRow('loopwright.loops', ['loop'], ['disable']), 5),
  ...row('loopwright.approve', whenRow(runs, waiting, ['approve']), 1),
  ...row('loopwright.continue', whenRow(runs, waiting, ['continue']), 1),
  ...row('loopwright.openReview', whenRow(runs, waiting, ['review']), 2),
  { command: 'loopwright.reject', when: whenRow(runs, waiting, ['approve', 'continue']), group: inline(3) },
  { command: 'loopwright.reject', when: whenRow(runs, waiting, ['reject']), group: '1_actions@3' },
  // A run that waits has a better first button than Stop.
  {
    command: 'loopwright.stop',
    when: `${whenRow(runs, ['run'], ['stop'])} && !(viewItem =~ /\\+(approve|continue|review)\\b/)`,
    group: inline(4),
  },
  ...row('loopwright.resume', whenRow(runs, ['run'], ['resume']), 1),
  { command: 'loopwright.pause', when: whenRow(runs, ['run'], ['pause']), group: '1_actions@5' },
  { command: 'loopwright.addNote', when: whenRow(runs, waiting, ['stop', 'note']), group: '1_actions@6' },
  { command: 'loopwright.raiseBudget', when: whenRow(runs, ['run'], ['stop']), group: '1_actions@7' },
  ...row('loopwright.retryFrom', whenRow(runs, ['iteration'], ['retry']), 1),
  { command: 'loopwright.retryFrom', when: whenRow(runs, waiting), group: '1_actions@8' },
  { command: 'loopwright.stop', when: whenRow(runs, ['run'], ['stop']), group: '1_actions@4' },
  { command: 'loopwright.openRun', when: whenRow(runs, waiting), group: '2_open@0' },
  { command: 'loopwright.openEvidence', when: whenRow(runs, waiting), group: '2_open@6' },
  { command: 'loopwright.openEvidence', when: whenRow('loopwright.change', ['gate']), group: '1_actions@9' },
  { command: 'loopwright.openRun', when: whenRow(runs, ['run']), group: inline(9) },
  { command: 'loopwright.openLoop', when: whenRow(runs, ['run']), group: '2_open@1' },
  { command: 'loopwright.openWorktree', when: whenRow(runs, waiting, ['worktree']), group: '2_open@3' },
  { command: 'loopwright.openWorktreeTerminal', when: whenRow(runs, waiting, ['worktree']), group: '2_open@4' },
  { command: 'loopwright.compareRuns', when: whenRow(runs, ['run']), group: '2_open@5' },
  { command: 'loopwright.copyRunId', when: whenRow(runs, ['run']), group: '4_copy@1' },
  { command: 'loopwright.clean', when: whenRow(runs, ['run'], ['clean']), group: '3_clean@1' },
  ...row('loopwright.showOutput', whenRow(runs, ['step'], ['output']), 1),
  { command: 'loopwright.showOutput', when: whenRow(runs, ['item']), group: '2_open@2' },
  ...inboxRows,
  ...worktreeRows,
  ...changeRows,
  { command: 'loopwright.openLanding', when: whenRow('loopwright.understanding', ['landing']), group: '1_actions@1' },
  { command: 'loopwright.revealRun', when: whenRow('loopwright.understanding', ['landing']), group: '1_actions@2' },
  {
    command: 'loopwright.openOwedFile',
    when: whenRow('loopwright.understanding', ['owedFile', 'owedUnit']),
    group: '1_actions@1',
  },
];
