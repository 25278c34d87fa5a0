/** One thing that can be written at a place. */
export interface Completion {
  readonly label: string;
  readonly kind: 'key' | 'value' | 'name' | 'field' | 'function' | 'operator' | 'snippet';
  /** What is inserted, in the snippet syntax of the Language Server Protocol; lines after the first are relative. */
  readonly insert: string;
  /** Offsets of the text that it replaces; on one line. */
  readonly start: number;
  readonly end: number;
  /** A few words beside the label: a default, what an agent can do. */
  readonly detail?: string;
  readonly documentation?: string;
  /** True for what most people want here first. */
  readonly preferred?: boolean;
}

/** A completion before it is known where it goes. */
export type Item = Omit<Completion, 'start' | 'end'>;

/** A text as a snippet writes it: what would begin a place to fill in is escaped. */
export const literal = (text: string): string => text.replace(/[\\$}]/g, '\\$&');

/** The first of each label. */
export function unique(items: readonly Item[]): readonly Item[] {
  const seen = new Set<string>();
  return items.filter(({ label }) => !seen.has(label) && seen.add(label));
}
