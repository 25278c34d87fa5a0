/** Lines of one file that differ; `FileDiff` of src/git is one. */
export interface LineDiff {
  readonly from?: string;
  readonly to?: string;
  readonly hunks: readonly {
    readonly oldFirst: number;
    readonly newFirst: number;
    readonly removed: readonly string[];
    readonly added: readonly string[];
  }[];
}

export interface Standing {
  /** Lines that were added, blank ones aside. */
  readonly added: number;
  /** Those that are gone or changed since. */
  readonly lost: readonly { readonly path: string; readonly text: string }[];
}

const isBlank = (text: string): boolean => text.trim() === '';

/**
 * How much of what `own` added `later` left alone; `later` goes from the commit of `own` to the target as it is. A line that
 * moved within its file is gone from where it was; a file that was renamed is the same file.
 */
export function standingLines(own: readonly LineDiff[], later: readonly LineDiff[]): Standing {
  let added = 0;
  const lost: { path: string; text: string }[] = [];
  for (const { to: path, hunks } of own) {
    if (path === undefined) continue;
    const lines = addedLines(hunks);
    added += lines.size;
    const gone = later.find(({ from }) => from === path);
    for (const [at, text] of removedLines(gone?.hunks ?? [])) if (lines.has(at)) lost.push({ path, text });
  }
  return { added, lost };
}

/** The numbers of the lines that were added, as they are counted after it. */
function addedLines(hunks: LineDiff['hunks']): ReadonlySet<number> {
  const numbers = hunks.flatMap(({ newFirst, added }) =>
    added.flatMap((text, index) => (isBlank(text) ? [] : [newFirst + index])),
  );
  return new Set(numbers);
}

const removedLines = (hunks: LineDiff['hunks']): readonly (readonly [number, string])[] =>
  hunks.flatMap(({ oldFirst, removed }) => removed.map((text, index) => [oldFirst + index, text] as const));

/** Whether a commit took one of these lines away. Files may have been renamed since, so the text of a line tells. */
export function tookAway(diff: readonly LineDiff[], lost: Standing['lost']): boolean {
  const texts = new Set(lost.map(({ text }) => text));
  return diff.some(({ hunks }) =>
    hunks.some(({ removed }) => removed.some((text) => !isBlank(text) && texts.has(text))),
  );
}
