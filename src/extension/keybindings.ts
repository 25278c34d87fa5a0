import type { CommandId } from './commandTable.ts';

/**
 * Keys for what is done all day: a chord, so that none is taken from anybody. `Ctrl+Alt+L` and then one letter; on macOS
 * `Ctrl+Cmd+L`. Only where the window has a loop.
 */
const keyed: readonly { readonly key: string; readonly command: CommandId; readonly when?: string }[] = [
  // What needs you.
  { key: 'n', command: 'loopwright.attend' },
  // Review.
  { key: 'v', command: 'loopwright.openReview' },
  // Run the loop in the editor, else the one that is picked.
  { key: 'r', command: 'loopwright.run' },
  { key: 'd', command: 'loopwright.dryRun' },
  // The run's page.
  { key: 'p', command: 'loopwright.openRun' },
];

const trusted = new Set<CommandId>(['loopwright.openReview', 'loopwright.run', 'loopwright.openRun']);

export const keybindings = keyed.map(({ key, command }) => ({
  command,
  key: `ctrl+alt+l ${key}`,
  mac: `ctrl+cmd+l ${key}`,
  when: trusted.has(command) ? 'loopwright.hasLoops && isWorkspaceTrusted' : 'loopwright.hasLoops',
}));
