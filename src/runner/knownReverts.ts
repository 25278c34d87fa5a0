import { branchTips } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { revertsSince } from '../git/reverts.ts';
import type { RunRecord } from '../insights/insightsOf.ts';
import { orRefuse } from './refusal.ts';

type Reverts = ReadonlyMap<string, string>;

/** How far back landings are looked up in git, in milliseconds: as far as insights reach. */
const longest = 366 * 86_400_000;

/** Which landed commits were taken back, by which; what insights and following know of reverts. */
export class KnownReverts {
  readonly #repository: Repository;
  #known: { readonly of: string; readonly found: Reverts } | undefined;

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  /** Asks git again only when a branch that something landed on has moved, or something else has landed. */
  async of(records: readonly RunRecord[], now: number): Promise<Reverts> {
    const refs = new Set<string>();
    let since = now;
    for (const { account } of records) {
      for (const { landed } of account?.items ?? []) {
        if (account === undefined || landed === undefined || landed.at < now - longest) continue;
        refs.add(account.into);
        since = Math.min(since, landed.at);
      }
    }
    const wanted = [...refs].sort();
    const of = await this.#versionOf(wanted, since);
    if (of !== undefined && this.#known?.of === of) return this.#known.found;
    const found = orRefuse(await revertsSince(this.#repository, { refs: wanted, since }));
    this.#known = of === undefined ? undefined : { of, found };
    return found;
  }

  /** Where the branches are now, without starting git; undefined where that cannot be told. */
  async #versionOf(refs: readonly string[], since: number): Promise<string | undefined> {
    const tips = await branchTips(this.#repository.commonDir);
    if (!tips.ok) return undefined;
    return JSON.stringify([since, ...refs.map((ref) => [ref, tips.value.get(ref)])]);
  }
}
