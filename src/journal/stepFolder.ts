import { hash } from 'node:crypto';
import { join } from 'node:path';

/**
 * The folder of a step within its run's folder: the readable part of the key, safe on every file system, and eight
 * digits of its digest, so that no two keys share one.
 */
export function stepFolder(runDirectory: string, key: string): string {
  const readable = key
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);
  return join(runDirectory, 'steps', `${readable}.${hash('sha256', key, 'hex').slice(0, 8)}`);
}

/** The run's journal within its folder. */
export const journalFile = (runDirectory: string): string => join(runDirectory, 'journal.jsonl');

/** The sanitised, redacted output of a step's command within the step's folder. It grows while the command runs. */
export const outputFile = (stepDirectory: string): string => join(stepDirectory, 'output.log');
