import { join } from 'node:path';

/** Where a runner keeps what it owns, under the common folder of its repository. */
export const runnerFolder = (commonDir: string): string => join(commonDir, 'loopwright');

/** Tells clients how to reach the runner; `RunnerAddress` as JSON, readable by its owner alone. */
export const addressFile = (commonDir: string): string => join(runnerFolder(commonDir), 'runner.json');

/** What the runner prints: why it could not start, above all. */
export const runnerLog = (commonDir: string): string => join(runnerFolder(commonDir), 'runner.log');

export const programsFolder = (commonDir: string): string => join(runnerFolder(commonDir), 'programs');
