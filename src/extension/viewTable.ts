/** Ids and names of the views; all stand in the activity-bar container `loopwright`. */
export const viewTable = {
  'loopwright.loops': { name: 'Loops', icon: 'media/loop.svg', initialSize: 1 },
  'loopwright.runs': { name: 'Runs', icon: 'media/loop.svg', initialSize: 3 },
  'loopwright.change': { name: 'Change', icon: 'media/loop.svg', initialSize: 2, when: 'loopwright.reviewOpen' },
} as const;

export type ViewId = keyof typeof viewTable;

/** What the `when` clauses of package.json ask and the run time sets. */
export interface ContextKeys {
  /** A review is open: the view Change is shown. */
  'loopwright.reviewOpen': boolean;
  /** The change of the open review may land. */
  'loopwright.gateHolds': boolean;
  /** A prompt about the change of the open review can be asked. */
  'loopwright.canAnswer': boolean;
}

/** What a tree row is, for the menus. A `+` follows each ability of the row. */
export const rowKinds = {
  loop: 'loop',
  run: 'run',
  step: 'step',
  file: 'file',
} as const;

export type Ability = 'stop' | 'review' | 'clean' | 'output';

/** `contextValue` of a row: its kind and what can be done with it, as `run+stop+review`. */
export function rowContext(kind: keyof typeof rowKinds, abilities: readonly Ability[] = []): string {
  return [rowKinds[kind], ...abilities].join('+');
}

/** When-clause that matches rows of one kind with an ability. */
export function whenRow(view: ViewId, kind: keyof typeof rowKinds, ability?: Ability): string {
  const row = ability === undefined ? `viewItem =~ /^${kind}\\b/` : `viewItem =~ /^${kind}\\b.*\\+${ability}\\b/`;
  return `view == ${view} && ${row}`;
}
