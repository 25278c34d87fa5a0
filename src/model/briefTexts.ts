/**
 * What checker and judge are told: the goal and what the checks say. Never what the maker says of its work: they are to
 * look for themselves.
 */

/** What is known of a change when it is looked at. */
export interface Evidence {
  /** The goal, as it is written. */
  readonly goal: string;
  /** A line for each check and metric. */
  readonly lines: readonly string[];
}

/** `files` and `lines` of the change, as numbers or as words; `asked`: what a person who read it before asked for. */
export function checkerText(
  { goal, lines }: Evidence,
  diff: { readonly files: number | string; readonly lines: number | string },
  asked?: string,
): string {
  return [
    `The work is done when this holds: ${goal}`,
    evidence(lines),
    `The change touches ${diff.files} files and ${diff.lines} lines.`,
    ...(asked === undefined
      ? []
      : [
          `${asked}\n\nLook at each of these: was it answered? One that was not is a defect, and so is what was taken out and is back as it was.`,
        ]),
    'Report each defect with a command that fails as long as the defect is there; the command is run. End with one line `{"type":"verdict","passed":true}` or `false` in the report file.',
  ].join('\n\n');
}

export function judgeText({ goal, lines }: Evidence, rubric: string): string {
  return [
    `The work is done when this holds: ${goal}`,
    `Rubric: ${rubric}`,
    evidence(lines),
    'Write exactly one line `{"type":"score","score":0 to 10,"reasons":[…]}` into the report file.',
  ].join('\n\n');
}

const evidence = (lines: readonly string[]): string => `Evidence:\n${lines.join('\n')}`;

/** `how`: in a few words, as `passed`. */
export const checkEvidence = (id: string, how: string): string => `- check ${id}: ${how}`;
export const metricEvidence = (text: string): string => `- metric ${text}`;
