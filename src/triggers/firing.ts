import type { Trigger } from '../model/firing.ts';

/** Something that starts a run of a loop, unless a limit or a newer one is in the way. */
export interface Firing {
  readonly loop: string;
  readonly trigger: Trigger;
}

/** A trigger with its texts cut to what a receipt holds; `about` is made one line without control characters. */
export function triggerOf({ kind, id, at, about }: Trigger): Trigger {
  return { kind, id: cut(id, 300), at, about: cut(oneLine(about), 500) };
}

const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
