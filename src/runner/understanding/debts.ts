import { landingKey } from '../../comprehension/debt/landings.ts';
import { Owing, type OwingOf, type StandingUnit } from '../../comprehension/debt/owing.ts';
import { unitId } from '../../comprehension/debt/unitIds.ts';
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

/** What landed, what stands of it, and who knows it. */
export interface Known {
  readonly rows: readonly ReadersRow[];
  /** Every unit that stands in the files that the rows name. */
  readonly standing: readonly StandingUnit[];
  /** Where it stands: the newest landing's target first. */
  readonly tips: readonly string[];
  readonly owing: Owing;
}

/** What people owe. Rows are read and git is asked only for what is another than the last time. */
export class Debts {
  readonly #options: DebtsOptions;
  /** One look after another: edits are written down once. */
  #busy: Promise<unknown> = Promise.resolve();
  /** The newest look, with all that it was made of. */
  #known: (Known & { readonly of: readonly unknown[] }) | undefined;

  constructor(options: DebtsOptions) {
    this.#options = options;
  }

  async of(whose: 'me' | 'repository', person: Identity): Promise<Debt> {
    const { owing } = await this.known();
    const now = this.#options.clock();
    const mine = { reader: readerOf(person.email), now };
    const units = owing.units(whose === 'me' ? mine : { now }).filter(({ owed }) => owed > 0);
    return { me: nameAndEmail(person), mine: owing.sum(mine), repository: owing.sum({ now }), units };
  }

  /** Lines that somebody owes. */
  async owedBy(email: string): Promise<number> {
    return (await this.known()).owing.sum({ reader: readerOf(email), now: this.#options.clock() }).owed;
  }

  /** The units of a file as it stands there. */
  unitsOf(tips: readonly string[], path: string): Promise<readonly StandingUnit[]> {
    return this.#options.standing.of(tips, [unitId(path, '')]);
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
    const taken = await reverts.of(records, now);
    const of = [ledger.rows, shared, taken, commits.byLanding.size, ...tips];
    if (this.#known?.of.every((one, index) => one === of[index]) && this.#known.of.length === of.length)
      return this.#known;
    const rows = [...ledger.rows, ...shared];
    const isTakenBack: OwingOf['isTakenBack'] = (landing) =>
      taken.has(commits.byLanding.get(landingKey(landing)) ?? '');
    const units = await standing.of(tips, unitsIn(rows));
    const owing = new Owing({ rows, standing: units, isTakenBack });
    this.#known = { of, rows, standing: units, tips, owing };
    return this.#known;
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
function* unitsIn(rows: readonly ReadersRow[]): Generator<string> {
  for (const { row } of rows) {
    if (row.row === 'landed') for (const { unit } of row.units) yield unit;
    if (row.row === 'edited') yield row.unit;
  }
}
