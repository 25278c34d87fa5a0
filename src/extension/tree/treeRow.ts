import type { Look } from '../../model/statusLook.ts';
import type { Fact } from '../runs/row.ts';
import type { RowPress } from './rowPress.ts';

/** A row of a tree as plain data; `about` is what a command is given that acts on it. `id` is its own in the whole tree. */
export interface TreeRow<T> {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly look: Look;
  /** What it is for the menus, as `rowContext` makes it. */
  readonly context?: string;
  readonly facts: readonly Fact[];
  readonly about: T;
  /** Run and item that an act on this row is about, where it is about one. */
  readonly run?: string;
  readonly item?: string;
  /** What Enter and a click do. */
  readonly press?: RowPress;
  /** Worked out when the row is opened; absent where nothing is below. */
  readonly children?: () => readonly TreeRow<T>[];
  /** Opened from the start. */
  readonly isOpen?: boolean;
}
