import type { Loop } from './loopFile.ts';

/** The full name of the branches of a run's items, as a template: `${{ … }}` is filled in for each item. */
export function branchTemplate({ isolation }: Pick<Loop, 'isolation'>): string {
  return `refs/heads/${isolation.branch ?? 'loops/${{ loop.name }}/${{ run.id }}/${{ item.id }}'}`;
}
