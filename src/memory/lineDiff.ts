import { diffArrays } from 'diff';

/** Beyond this many changed lines the shortest edit is not looked for; two milliseconds grow to seconds there. */
const MOST_CHANGES = 4000;

/**
 * For each line of `edited` the line of `base` that it is, or -1 where somebody wrote it. Blanks at the end of lines do not
 * count. Where nearly everything changed, a line is old if the base has it anywhere (its place is then the first there).
 */
export function alignLines(base: readonly string[], edited: readonly string[]): readonly number[] {
  const from = base.map((line) => line.trimEnd());
  const to = edited.map((line) => line.trimEnd());
  const changes = diffArrays(from, to, { maxEditLength: MOST_CHANGES });
  if (changes === undefined) return to.map((line) => from.indexOf(line));
  const matches: number[] = [];
  let at = 0;
  for (const { count, added, removed } of changes) {
    if (removed) at += count;
    else for (let line = 0; line < count; line += 1) matches.push(added ? -1 : at++);
  }
  return matches;
}
