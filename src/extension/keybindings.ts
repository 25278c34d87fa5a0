import type { CommandId } from './commandTable.ts';

const reviewing = 'loopwright.reviewOpen';
/** Only in the diffs of a review, and where something can be decided. */
const inDiff = 'loopwright.canDecide && editorTextFocus && resourceScheme == loopwright';

/**
 * Keys for what is done all day: a chord, so that none is taken from anybody. `Ctrl+Alt+L` and then one letter; on macOS
 * `Ctrl+Cmd+L`. Only where the window has a loop.
 */
const keyed: readonly { readonly key: string; readonly command: CommandId; readonly where?: string }[] = [
  // What needs you.
  { key: 'n', command: 'loopwright.attend' },
  // Review.
  { key: 'v', command: 'loopwright.openReview' },
  // Run the loop in the editor, else the one that is picked.
  { key: 'r', command: 'loopwright.run' },
  { key: 'd', command: 'loopwright.dryRun' },
  // The run's page.
  { key: 'p', command: 'loopwright.openRun' },
  // In a review: on, back, on to what is not viewed, viewed and on.
  { key: 'j', command: 'loopwright.nextUnit', where: reviewing },
  { key: 'k', command: 'loopwright.previousUnit', where: reviewing },
  { key: 'u', command: 'loopwright.nextUnitNotViewed', where: reviewing },
  { key: 'm', command: 'loopwright.viewedAndNext', where: reviewing },
  // At the piece under the cursor: take out, take out and say why, keep.
  { key: 't', command: 'loopwright.takeOutPiece', where: inDiff },
  { key: 'w', command: 'loopwright.takeOutPieceWhy', where: inDiff },
  { key: 'e', command: 'loopwright.keepPiece', where: inDiff },
];

const trusted = new Set<CommandId>(['loopwright.openReview', 'loopwright.run', 'loopwright.openRun']);

export const keybindings = keyed.map(({ key, command, where }) => ({
  command,
  key: `ctrl+alt+l ${key}`,
  mac: `ctrl+cmd+l ${key}`,
  when: [
    'loopwright.hasLoops',
    ...(trusted.has(command) ? ['isWorkspaceTrusted'] : []),
    ...(where === undefined ? [] : [where]),
  ].join(' && '),
}));
