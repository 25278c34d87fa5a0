import { bytesText } from '../../model/bytesText.ts';
import { onlyItem } from '../../model/lane.ts';
import { type Look, runLook } from '../../model/statusLook.ts';
import type { WorktreeRow } from '../../model/worktreeRow.ts';
import { ageWords } from '../age.ts';
import { plainLine } from '../plainText.ts';
import type { OfRepository } from '../repositories/askedOfAll.ts';
import { factOf } from '../runs/row.ts';
import type { TreeRow } from '../tree/treeRow.ts';
import { rowContext } from '../viewTable.ts';

/** A worktree of one repository of the window. */
export type WindowWorktree = WorktreeRow & OfRepository;

/** The rows of the view Worktrees, the largest first; what is too large to have been counted is before that. `now` is epoch milliseconds. */
export const worktreeRows = (worktrees: readonly WindowWorktree[], now: number): readonly TreeRow<WindowWorktree>[] =>
  worktrees
    .toSorted((a, b) => (b.bytes ?? Number.POSITIVE_INFINITY) - (a.bytes ?? Number.POSITIVE_INFINITY) || 0)
    .map((worktree) => worktreeRow(worktree, now));

function worktreeRow(worktree: WindowWorktree, now: number): TreeRow<WindowWorktree> {
  const { path, run, item, branch, bytes, createdAt, holds, status, repositoryName } = worktree;
  const where = repositoryName === undefined ? [] : [repositoryName];
  const look = worktreeLook(worktree);
  const dirty = dirtyWords(worktree);
  return {
    id: path,
    label: nameOf(worktree),
    description: [...where, look.words, ...dirty, sizeWords(bytes), ageWords(now - createdAt)].join(' · '),
    look,
    context: rowContext('worktree', holds === undefined ? ['reclaim'] : []),
    facts: [
      { name: 'Reclaim', text: holds ?? 'nothing is lost by it' },
      { name: 'Item', text: runLook[status].words },
      ...factOf('Files', dirty.join('') || 'nothing that is not committed'),
      { name: 'Size', text: `${sizeWords(bytes)}, without what it shares with the repository` },
      { name: 'Made', text: new Date(createdAt).toLocaleString() },
      ...factOf('Branch', branch),
      { name: 'Folder', text: path },
      { name: 'Run', text: run },
    ],
    about: worktree,
    run,
    item,
    press: { command: 'loopwright.revealRun', title: 'Show Run', arguments: [{ run, item }] },
  };
}

/** ` (flaky test a)` after the loop where its run has several items. */
export const nameOf = ({ loop, item, key }: WorktreeRow): string =>
  plainLine(loop, 60) + (item === onlyItem ? '' : ` (${plainLine(key, 60)})`);

/** Its item's icon while it is at work; afterwards, whether it can go. */
function worktreeLook({ status, holds }: WorktreeRow): Look {
  const look = runLook[status];
  if (status === 'running' || status === 'waiting') return look;
  return holds === undefined ? { icon: 'circle-outline', words: 'can be reclaimed' } : { ...look, icon: 'lock' };
}

/** Unknown is said, and never nothing. */
function dirtyWords({ dirty }: WorktreeRow): readonly string[] {
  if (dirty === null) return ['changes unknown'];
  if (dirty === 0) return [];
  return [dirty === 1 ? '1 file not committed' : `${dirty} files not committed`];
}

const sizeWords = (bytes: number | null): string => (bytes === null ? 'size unknown' : bytesText(bytes));

/** What worktrees take on disk: `1.2 GB`, `more than 1.2 GB` where not all could be counted. */
export function sizeOfAll(worktrees: readonly WorktreeRow[]): string {
  const known = bytesText(worktrees.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0));
  return worktrees.some(({ bytes }) => bytes === null) ? `more than ${known}` : known;
}

/** `3 worktrees, 1.2 GB`; empty where there is none. */
export const worktreesSum = (worktrees: readonly WorktreeRow[]): string =>
  worktrees.length === 0 ? '' : `${countWords(worktrees.length)}, ${sizeOfAll(worktrees)}`;

const countWords = (count: number): string => (count === 1 ? '1 worktree' : `${count} worktrees`);
