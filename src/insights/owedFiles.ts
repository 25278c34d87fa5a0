import type { OwedFile } from '../model/owed.ts';
import type { RunRecord } from './insightsOf.ts';

/** What is owed for each file that landed changes added lines to, most first. What was taken back owes nothing. */
export function owedFiles(runs: readonly RunRecord[], reverts: ReadonlyMap<string, string>): readonly OwedFile[] {
  const files = new Map<string, OwedFile['landings']>();
  for (const { summary, account } of runs) {
    for (const { id, landed } of account?.items ?? []) {
      if (landed === undefined || reverts.has(landed.commit)) continue;
      for (const { path, owed } of landed.files) {
        if (owed === 0) continue;
        const landings = files.get(path) ?? [];
        files.set(path, landings);
        landings.push({ run: summary.id, item: id, loop: summary.loop, at: landed.at, lines: owed });
      }
    }
  }
  const rows = [...files].map(([path, landings]) => ({
    path,
    owed: landings.reduce((sum, { lines }) => sum + lines, 0),
    landings: landings.sort((a, b) => b.at - a.at),
  }));
  return rows.sort((a, b) => b.owed - a.owed || (a.path < b.path ? -1 : 1));
}
