import type { ViewId } from '../../../src/extension/viewTable.ts';
import type { ControlledHost } from './controlledHost.ts';

/** All our views that show without a review. */
const views: readonly ViewId[] = [
  'loopwright.worktrees',
  'loopwright.understanding',
  'loopwright.loops',
  'loopwright.inbox',
  'loopwright.runs',
];

/** Opens our container with every view in it, as somebody has it who watches. */
export async function openViews(host: ControlledHost): Promise<void> {
  for (const view of views) await host.command(`${view}.focus`);
}
