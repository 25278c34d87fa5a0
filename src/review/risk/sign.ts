import type { SeenLine } from './blanked.ts';
import type { Language } from './language.ts';
import type { UnitSeen } from './seen.ts';
import type { SignName } from './weights.ts';

/** Something that makes a part of a change worth a closer look. */
export interface Sign {
  readonly name: SignName;
  /** In plain words, with what was seen. */
  readonly reason: string;
  /** How often it was seen; 1 by itself. */
  readonly times?: number;
}

/** What was seen of a unit, with its lines made ready. */
export interface Look {
  readonly seen: UnitSeen;
  readonly language: Language;
  readonly removed: readonly SeenLine[];
  readonly added: readonly SeenLine[];
  /** Of the removed and the added lines those that have no equal on the other side, blanks aside. */
  readonly gone: readonly SeenLine[];
  readonly fresh: readonly SeenLine[];
}
