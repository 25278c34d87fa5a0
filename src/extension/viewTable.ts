import type { RunStart } from '../model/event.ts';

/** Ids and names of the views; all stand in the activity-bar container `loopwright`. */
export const viewTable = {
  'loopwright.loops': { name: 'Loops', icon: 'media/loop.svg', initialSize: 2 },
  'loopwright.runs': { name: 'Runs', icon: 'media/loop.svg', initialSize: 3 },
  'loopwright.change': { name: 'Change', icon: 'media/loop.svg', initialSize: 2, when: 'loopwright.reviewOpen' },
} as const;

export type ViewId = keyof typeof viewTable;

/** What the `when` clauses of package.json ask and the run time sets. */
export interface ContextKeys {
  /** The coding agents that were found, as `agentsKey` writes them. */
  'loopwright.agents': string;
  /** A review is open: the view Change is shown. */
  'loopwright.reviewOpen': boolean;
  /** The change of the open review may land. */
  'loopwright.gateHolds': boolean;
  /** A prompt about the change of the open review can be asked. */
  'loopwright.canAnswer': boolean;
  /** How the change of the open review is delivered: the button says it. */
  'loopwright.deliverAs': RunStart['deliver']['as'];
}

/** What a tree row is, for the menus. A `+` follows each ability of the row. */
export const rowKinds = {
  loop: 'loop',
  run: 'run',
  item: 'item',
  step: 'step',
  file: 'file',
} as const;

type RowKind = keyof typeof rowKinds;

export type Ability = 'stop' | 'review' | 'reject' | 'approve' | 'continue' | 'clean' | 'output' | 'enable' | 'disable';

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
