import type { RunStart } from '../model/event.ts';

/** Ids and names of the views, in their order; all stand in the activity-bar container `loopwright`. */
export const viewTable = {
  'loopwright.inbox': { name: 'Inbox', icon: 'media/loop.svg', initialSize: 2 },
  'loopwright.runs': { name: 'Runs', icon: 'media/loop.svg', initialSize: 4 },
  'loopwright.loops': { name: 'Loops', icon: 'media/loop.svg', initialSize: 2 },
  'loopwright.worktrees': { name: 'Worktrees', icon: 'media/loop.svg', visibility: 'collapsed' },
  'loopwright.understanding': { name: 'Understanding', icon: 'media/loop.svg', visibility: 'collapsed' },
  'loopwright.change': { name: 'Change', icon: 'media/loop.svg', initialSize: 2, when: 'loopwright.reviewOpen' },
} as const;

export type ViewId = keyof typeof viewTable;

/** What the `when` clauses of package.json ask and the run time sets. */
export interface ContextKeys {
  /** The view Runs leaves runs out. */
  'loopwright.runsFiltered': boolean;
  /** The coding agents that were found, as `agentsKey` writes them. */
  'loopwright.agents': string;
  /** A review is open: the view Change is shown. */
  'loopwright.reviewOpen': boolean;
  /** The change of the open review may land. */
  'loopwright.gateHolds': boolean;
  /** A prompt about the change of the open review can be asked. */
  'loopwright.canAnswer': boolean;
  /** Somebody may let the change of the open review land although its gate is closed. */
  'loopwright.canOverride': boolean;
  /** Whose debt the view Understanding shows. */
  'loopwright.debtOf': 'me' | 'repository';
  /** How the change of the open review is delivered: the button says it. */
  'loopwright.deliverAs': RunStart['deliver']['as'];
  /** Pieces of the open change can be taken out or kept, and changes requested. */
  'loopwright.canDecide': boolean;
  /** Pieces of the open change are to be taken out. */
  'loopwright.takesOut': boolean;
  /** The open change is another than the person saw last. */
  'loopwright.changedSince': boolean;
  /** The window has a loop file. */
  'loopwright.hasLoops': boolean;
  /** Something has run here. */
  'loopwright.hasRuns': boolean;
  /** Something waits for a person. */
  'loopwright.waits': boolean;
  /** A run has delivered a change. */
  'loopwright.hasDelivered': boolean;
}

/** What a tree row is, for the menus. A `+` follows each ability of the row. */
export const rowKinds = {
  loop: 'loop',
  run: 'run',
  item: 'item',
  iteration: 'iteration',
  step: 'step',
  gate: 'gate',
  send: 'send',
  fold: 'fold',
  file: 'file',
  unit: 'unit',
  piece: 'piece',
  entry: 'entry',
  worktree: 'worktree',
  owedFolder: 'owedFolder',
  owedFile: 'owedFile',
  owedUnit: 'owedUnit',
  landing: 'landing',
} as const;

type RowKind = keyof typeof rowKinds;

export type Ability =
  | 'stop'
  | 'review'
  | 'reject'
  | 'approve'
  | 'continue'
  | 'clean'
  | 'output'
  | 'enable'
  | 'disable'
  | 'answer'
  | 'decide'
  | 'snooze'
  | 'dismiss'
  | 'run'
  | 'reveal'
  | 'pause'
  | 'resume'
  | 'note'
  | 'retry'
  | 'worktree'
  | 'reclaim'
  | 'takeOut'
  | 'keep';

/** `contextValue` of a row: its kind and what can be done with it, as `run+stop+review`. */
export function rowContext(kind: RowKind, abilities: readonly Ability[] = []): string {
  return [rowKinds[kind], ...abilities].join('+');
}

/** When-clause that matches rows of these kinds with one of these abilities; any row of the kinds where none is named. */
export function whenRow(view: ViewId, kinds: readonly RowKind[], abilities: readonly Ability[] = []): string {
  const kind = kinds.join('|');
  const able = abilities.length === 0 ? '' : `.*\\+(${abilities.join('|')})\\b`;
  return `view == ${view} && viewItem =~ /^(${kind})\\b${able}/`;
}
