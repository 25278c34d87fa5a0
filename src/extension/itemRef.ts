/** One item of a run: what a review, a prompt and an act are about. */
export interface ItemRef {
  readonly run: string;
  /** Its id. */
  readonly item: string;
}

export const isSameItem = (a: ItemRef, b: ItemRef): boolean => a.run === b.run && a.item === b.item;
