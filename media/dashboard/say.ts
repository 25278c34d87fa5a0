import type { DashboardSays } from '../../src/protocol/dashboardView.ts';

/** Says something to the editor. */
export type Say = (said: DashboardSays) => void;
