import type { RunRecord } from './insightsOf.ts';

/** A change that landed, as far as following it goes. */
export interface Landing {
  readonly loop: string;
  readonly run: string;
  readonly item: string;
  /** The item's name in the world. */
  readonly key: string;
  readonly commit: string;
  readonly landedAt: number;
  /** Full name of the branch that it landed on. */
  readonly into: string;
  /** Files that it added lines to. */
  readonly files: readonly string[];
  /** Ids of the checks that it passed. */
  readonly passed: readonly string[];
}

/** Everything that landed since a time (epoch milliseconds), newest first. */
export function landingsSince(records: readonly RunRecord[], since: number): readonly Landing[] {
  const all = records.flatMap(({ summary, account }) =>
    (account?.items ?? []).flatMap(({ id, key, landed }): readonly Landing[] => {
      if (account === undefined || landed === undefined || landed.at < since) return [];
      const { commit, at, files, passed = [] } = landed;
      const { loop, id: run } = summary;
      const paths = files.map(({ path }) => path);
      return [{ loop, run, item: id, key, commit, landedAt: at, into: account.into, files: paths, passed }];
    }),
  );
  return all.sort((a, b) => b.landedAt - a.landedAt);
}
