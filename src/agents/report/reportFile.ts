import { join } from 'node:path';

/**
 * What an agent says of its pass, beside its exit code: a file of JSON lines, each `{ "type": … }`, in the step's own folder.
 * Anybody in the pass can write there, so it is read like a stranger's: bounded, each line by itself, and never through a link
 * (`readReport`).
 */
export const reportFile = (directory: string): string => join(directory, 'report.jsonl');
