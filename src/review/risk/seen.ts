import type { FileChange } from '../../model/change.ts';
import type { Unit } from '../../model/reviewOutline.ts';
import type { FileKind } from '../fileKind.ts';

/** A unit of a change as far as its risk is judged: by what was removed and added in it. */
export interface UnitSeen {
  readonly file: FileChange;
  readonly kind: FileKind;
  readonly unit: Pick<Unit, 'name' | 'kind'>;
  /** Lines without their breaks, and without those that moved or whose blanks alone differ. */
  readonly removed: readonly string[];
  readonly added: readonly string[];
  /** Its declaration up to its body, on each side that has it; absent where the language has no grammar. */
  readonly signature?: { readonly base?: string; readonly head?: string };
}

/** What is known of the repository around the change. */
export interface RiskWorld {
  /** Why the loop's policy protects a path, in words. */
  readonly protectedBy: (path: string) => string | undefined;
  /** Who owns a path, from CODEOWNERS of the base. */
  readonly ownersOf: (path: string) => readonly string[];
  /** How many places outside the unit name it; undefined where nobody has counted. */
  readonly callersOf: (path: string, name: string) => number | undefined;
  /** How many places outside a unit use it, by its id; absent where nobody has counted. */
  readonly usesOf?: (unit: string) => number | undefined;
  /** Whether the change touches a path; where it is absent, nothing is said of lockfiles that changed by themselves. */
  readonly touches?: (path: string) => boolean;
}

export interface Risk {
  /** Only the order of two risks means something. */
  readonly risk: number;
  /** In plain words, weightiest first; never empty. */
  readonly reasons: readonly string[];
  /** It stands under the loop's policy, or makes tests ask less. */
  readonly isGrave?: true;
}
