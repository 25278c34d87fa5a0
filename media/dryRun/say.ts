import type { DryRunSays } from '../../src/protocol/dryRunView.ts';

/** Tells the editor what the person did. */
export type Say = (said: DryRunSays) => void;
