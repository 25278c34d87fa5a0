import { inert } from './inert.ts';

/** A word of a command to copy: quoted where a POSIX shell would read more into it. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:@%+,-]+$/.test(text) ? text : `'${inert(text).replaceAll("'", `'\\''`)}'`;
}
