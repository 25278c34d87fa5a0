import { Disposable } from 'vscode';
import { coalesced } from '../coalesced.ts';
import { AskedOfAll, type AskedOfAllOptions, type OfRepository } from '../repositories/askedOfAll.ts';
import { RowTree, type RowTreeOptions } from './rowTree.ts';
import type { TreeRow } from './treeRow.ts';

/** `T` is what a runner lists, `R` what a row of the view is about. */
export interface AskedTreeOptions<T, R> extends RowTreeOptions, Omit<AskedOfAllOptions<T>, 'isWanted'> {
  readonly rows: (all: readonly (T & OfRepository)[], now: number) => readonly TreeRow<R>[];
  /** What stands beside the view's name. */
  readonly sum: (all: readonly (T & OfRepository)[]) => string;
}

export interface AskedTree<T, R> {
  readonly tree: RowTree<R>;
  /** What the runners said last. */
  readonly all: () => readonly (T & OfRepository)[];
  /** Asks now, whether or not somebody looks. */
  readonly refresh: () => Promise<void>;
  readonly dispose: () => void;
}

/** A view of what the runners list, asked for only while somebody looks: a runner may read the disk for it. */
export function askedTree<T extends object, R>(options: AskedTreeOptions<T, R>): AskedTree<T, R> {
  const { repositories, after, ask, rows, sum } = options;
  const tree: RowTree<R> = new RowTree<R>(() => rows(asked.all, Date.now()), options);
  const asked = new AskedOfAll<T>({ repositories, after, ask, isWanted: () => tree.view.visible });
  const show = coalesced(() => {
    const { view } = tree;
    const [description, message] = [sum(asked.all), asked.trouble];
    // Set anew they are sent and drawn, whatever they say: the worktrees are asked for five times a second while runs work.
    if (view.description !== description) view.description = description;
    if (view.message !== message) view.message = message;
    tree.refresh();
  });
  const parts = Disposable.from(
    tree,
    asked,
    tree.view.onDidChangeVisibility(() => asked.look()),
    { dispose: asked.onChange(() => show.ask()) },
    { dispose: show.cancel },
  );
  return { tree, all: () => asked.all, refresh: () => asked.refresh(), dispose: () => parts.dispose() };
}
