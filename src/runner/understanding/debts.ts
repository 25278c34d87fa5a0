import { debtSum } from '../../comprehension/debt/debtSum.ts';
import { landingKey } from '../../comprehension/debt/landings.ts';
import { owedUnits, type StandingUnit } from '../../comprehension/debt/owedUnits.ts';
import type { Repository } from '../../git/repository.ts';
import type { RunRecord } from '../../insights/insightsOf.ts';
import type { Debt } from '../../model/debt.ts';
import type { ReadersRow } from '../../model/ledger.ts';
import { nameAndEmail } from '../../model/nameAndEmail.ts';
import type { Identity } from '../../model/steps.ts';
import type { KnownReverts } from '../knownReverts.ts';
import type { CommittedRows } from './committedRows.ts';
import type { Ledger } from './ledger.ts';
import { readerOf } from './readerOf.ts';
import type { Recording } from './recording.ts';
import type { Standing } from './standing.ts';
import type { TargetEdits } from './targetEdits.ts';
import { targetsOf, tipsOf } from './targets.ts';

export interface DebtsOptions {
  readonly repository: Repository;
  readonly ledger: () => Promise<Ledger>;
  readonly recording: Pick<Recording, 'settled'>;
  readonly committed: CommittedRows;
  readonly standing: Standing;
  readonly edits: TargetEdits;
  readonly records: () => Promise<readonly RunRecord[]>;
  readonly reverts: Pick<KnownReverts, 'of'>;
  readonly clock: () => number;
}

/** All that is known at a moment of what landed, what stands of it, and who knows it. */
export interface Known {
  readonly rows: readonly ReadersRow[];
  readonly standing: readonly StandingUnit[];
  /** Where it stands: the newest landing's target first. */
  readonly tips: readonly string[];
  readonly isTakenBack: (landing: { readonly run: string; readonly item: string }) => boolean;
  readonly now: number;
}

/** What people owe, worked out anew whenever it is asked for: git is asked only for what has moved. */
export class Debts {
  readonly #options: DebtsOptions;
  /** One look after another: edits are written down once. */
  #busy: Promise<unknown> = Promise.resolve();

  constructor(options: DebtsOptions) {
    this.#options = options;
  }

  async of(whose: 'me' | 'repository', person: Identity): Promise<Debt> {
    const known = await this.known();
    const mine = owedUnits({ ...known, reader: readerOf(person.email) });
    const all = owedUnits(known);
    const units = (whose === 'me' ? mine : all).filter(({ owed }) => owed > 0);
    return { me: nameAndEmail(person), mine: debtSum(mine), repository: debtSum(all), units: [...units] };
  }

  /** Lines that somebody owes. */
  async owedBy(email: string): Promise<number> {
    return debtSum(owedUnits({ ...(await this.known()), reader: readerOf(email) })).owed;
  }

  /** The units of a file as it stands there. */
  unitsOf(tips: readonly string[], path: string): Promise<readonly StandingUnit[]> {
    return this.#options.standing.of(tips, [`${path}#`]);
  }

  known(): Promise<Known> {
    const looked = this.#busy.then(() => this.#look());
    this.#busy = looked.catch(() => undefined);
    return looked;
  }

  async #look(): Promise<Known> {
    const { repository, recording, committed, standing, edits, reverts, clock } = this.#options;
    const now = clock();
    await recording.settled;
    const ledger = await this.#options.ledger();
    const records = await this.#options.records();
    const targets = await targetsOf(repository, records, ledger.clone.since);
    const tips = await tipsOf(repository, targets);
    const [home] = tips;
    const shared = home === undefined ? [] : await committed.at(home);
    const commits = landedCommits(records);
    await edits.look(targets, [...ledger.rows, ...shared], (commit) => commits.byCommit.has(commit));
    const rows = [...ledger.rows, ...shared];
    const taken = await reverts.of(records, now);
    return {
      rows,
      standing: await standing.of(tips, unitsIn(rows)),
      tips,
      isTakenBack: (landing) => taken.has(commits.byLanding.get(landingKey(landing)) ?? ''),
      now,
    };
  }
}

function landedCommits(records: readonly RunRecord[]) {
  const byLanding = new Map<string, string>();
  for (const { summary, account } of records) {
    for (const { id, landed } of account?.items ?? []) {
      if (landed !== undefined) byLanding.set(landingKey({ run: summary.id, item: id }), landed.commit);
    }
  }
  return { byLanding, byCommit: new Set(byLanding.values()) };
}

/** The units that landed, and what they became. */
const unitsIn = (rows: readonly ReadersRow[]): readonly string[] => [
  ...new Set(
    rows.flatMap(({ row }) =>
      row.row === 'landed' ? row.units.map(({ unit }) => unit) : row.row === 'edited' ? [row.unit] : [],
    ),
  ),
];
