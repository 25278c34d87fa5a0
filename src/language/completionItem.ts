/** One thing that can be written at a place. */
export interface Completion {
  readonly label: string;
  readonly kind: 'key' | 'value' | 'name' | 'field' | 'function';
  /** What is inserted, in the snippet syntax of the Language Server Protocol; lines after the first are relative. */
  readonly insert: string;
  /** Offsets of the text that it replaces. */
  readonly start: number;
  readonly end: number;
  readonly documentation?: string;
  /** True for what most people want here first. */
  readonly preferred?: boolean;
}
