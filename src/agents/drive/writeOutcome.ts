import { renameSync, writeFileSync } from 'node:fs';
import type { DriveOutcome } from './outcome.ts';
import { outcomeFile } from './spec.ts';

/** Writes the outcome whole or not at all, before anything else can happen. Throws as `node:fs` does. */
export function writeOutcome(directory: string, outcome: DriveOutcome): void {
  const fresh = `${outcomeFile(directory)}.${process.pid}.tmp`;
  writeFileSync(fresh, `${JSON.stringify(outcome)}\n`, { mode: 0o600 });
  renameSync(fresh, outcomeFile(directory));
}
