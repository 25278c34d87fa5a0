import { periods } from '../../src/model/periods.ts';
import type { DashboardKept } from '../../src/protocol/dashboardView.ts';

/**
 * What an earlier life of the page kept, as far as this version understands it. Read by hand: the first picture is drawn with it,
 * before the schemas are there.
 */
export function readKept(kept: unknown): DashboardKept {
  const { repository, days, loop, scroll }: Readonly<Record<string, unknown>> =
    typeof kept === 'object' && kept !== null ? { ...kept } : {};
  return {
    days: periods.find((one) => one === days) ?? 30,
    scroll: typeof scroll === 'number' ? scroll : 0,
    ...(typeof repository === 'string' && { repository }),
    ...(typeof loop === 'string' && { loop }),
  };
}
