/** Why a journal or a file of facts cannot be used. Nothing of the file was changed. `line` counts from 1, `offset` in bytes from 0. */
export type JournalProblem =
  | ({ readonly code: 'corrupt' | 'not-understood'; readonly line: number; readonly offset: number } & JournalTrouble)
  | ({ readonly code: 'unreadable' } & JournalTrouble);

interface JournalTrouble {
  readonly path: string;
  /** Says what is wrong and what to do next. */
  readonly message: string;
}

/** A record does not follow from the one before it, and no torn write explains that. */
export function corrupt(path: string, line: number, offset: number, reason: string): JournalProblem {
  const message =
    `The journal ${path} is damaged at line ${line} (byte ${offset}): ${reason}. Nothing was changed. ` +
    'Restore the file from a copy, or move it away to give this run up.';
  return { code: 'corrupt', path, line, offset, message };
}

/** A record is whole, but not one that this version knows. */
export function notUnderstood(path: string, line: number, offset: number, reason: string): JournalProblem {
  const message =
    `Line ${line} of the journal ${path} is no event that this version knows (${reason}). Nothing was changed. ` +
    'Use the version of Loopwright that wrote it, or a newer one.';
  return { code: 'not-understood', path, line, offset, message };
}

/** What is wrong with a line of facts. */
export interface FactFlaw {
  readonly code: 'corrupt' | 'not-understood';
  readonly reason: string;
}

export function unusableFact(
  place: { readonly path: string; readonly line: number; readonly offset: number },
  { code, reason }: FactFlaw,
): JournalProblem {
  const { path, line, offset } = place;
  const message =
    `Line ${line} of ${path} (byte ${offset}) cannot be used: ${reason}. Nothing was changed. ` +
    'Repair that line or take it out, or use the version of Loopwright that wrote it.';
  return { code, ...place, message };
}

export function unreadable(path: string, error: unknown): JournalProblem {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: 'unreadable',
    path,
    message: `${path} cannot be opened: ${reason}. Check its permissions and the disk.`,
  };
}
