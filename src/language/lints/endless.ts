import type { Lint } from './lint.ts';

/** Ways to ask a program to go on until somebody stops it. */
const endless = /(?:^|[\s;&|])(--watch(?:All)?(?:=true)?|nodemon|tail -[a-zA-Z]*[fF]|watch -n ?\d+)(?=[\s;&|]|$)/;

/** The part of a command because of which it never ends. */
export const neverEnds = (command: string): string | undefined => endless.exec(command)?.[1];

/** A check that waits for the next change of a file ends at its time-out, and fails whatever the change was. */
export const checkNeverEnds: Lint = function* ({ checks }) {
  for (const { id, command } of checks) {
    const because = neverEnds(command.text);
    if (because !== undefined) yield { code: 'LW319', ...command.place.at, data: { check: id, because } };
  }
};
