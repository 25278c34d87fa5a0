import type { RunStatus } from '../model/runState.ts';
import { type ExitCode, exitCodes } from './ending.ts';

/** The exit code of `run --wait`, by where the run is. A run that still runs or is paused was left by Ctrl-C. */
const exits: { readonly [S in RunStatus]: ExitCode } = {
  running: exitCodes.interrupted,
  waiting: exitCodes.waits,
  paused: exitCodes.interrupted,
  delivered: exitCodes.done,
  'nothing-found': exitCodes.done,
  rejected: exitCodes.ended,
  'gave-up': exitCodes.ended,
  stopped: exitCodes.ended,
  failed: exitCodes.failed,
};

export const exitOfStatus = (status: RunStatus): ExitCode => exits[status];
