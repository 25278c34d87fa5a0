import type { RunSummary } from '../../src/model/shapes.ts';
import { type Look, runLook } from '../../src/model/statusLook.ts';

export type RunStatus = RunSummary['status'];

/** How a run ended or stands: the icon, colour and words of the view Runs; a row of marks does not turn. */
export function lookOf(status: RunStatus): Look {
  const { icon, ...look } = runLook[status];
  return { icon: icon.replace('~spin', ''), ...look };
}

/** How a loop does, in a few words. */
export function healthWords(health: readonly RunStatus[]): string {
  if (health.length === 0) return 'no run has ended yet';
  const bad = health.filter((status) => status === 'failed' || status === 'gave-up').length;
  if (bad > 0) return `${bad} of the last ${health.length} failed or gave up`;
  return health.length === 1 ? 'the last one without trouble' : `the last ${health.length} without trouble`;
}
