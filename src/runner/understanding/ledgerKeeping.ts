import type { Repository } from '../../git/repository.ts';
import type { RecordedEvent } from '../../model/event.ts';
import type { Loop } from '../../model/loopFile.ts';
import type { Result } from '../../model/result.ts';
import type { RunState } from '../../model/runState.ts';
import type { Identity } from '../../model/steps.ts';
import type { KnownReverts } from '../knownReverts.ts';
import { outlined } from '../outline/outlineApi.ts';
import type { Outlines } from '../outline/outlines.ts';
import type { ReviewFacts } from '../review/reviewFacts.ts';
import type { Runs } from '../runs.ts';
import { mayStart, type OwesTooMuch } from './backpressure.ts';
import { Bodies, type UnitBodies } from './bodies.ts';
import { CommittedRows } from './committedRows.ts';
import { Debts } from './debts.ts';
import { Ledger } from './ledger.ts';
import { Recording } from './recording.ts';
import { Standing } from './standing.ts';
import { TargetEdits } from './targetEdits.ts';

export interface LedgerKeepingOptions {
  readonly repository: Repository;
  readonly runs: Runs;
  readonly outlines: Outlines;
  readonly reviewFacts: () => Pick<ReviewFacts, 'marksOf'>;
  readonly reverts: Pick<KnownReverts, 'of'>;
  readonly unitBodies: UnitBodies;
  readonly clock: () => number;
  /** Something new stands in the ledger. */
  readonly onChanged: () => void;
  readonly warn: (message: string) => void;
}

/** The comprehension ledger of the repository with all that writes into it and works debt out from it. */
export class LedgerKeeping {
  readonly debts: Debts;
  readonly #options: LedgerKeepingOptions;
  readonly #recording: Recording;
  #ledger: Promise<Ledger> | undefined;

  constructor(options: LedgerKeepingOptions) {
    const { repository, runs, outlines, reverts, unitBodies, clock, warn } = options;
    this.#options = options;
    const bodies = new Bodies(repository.commonDir, unitBodies);
    const ledger = (): Promise<Ledger> => this.ledger();
    const records = () => runs.records();
    this.#recording = new Recording({
      repository,
      ledger,
      records,
      state: (run) => runs.state(run),
      events: (run) => runs.events(run),
      live: () => runs.live.map((run) => run.state),
      outlineOf: (state, change) => outlines.withBodies(outlined(runs.directory(state.start.run), state), change),
      marksOf: (review) => options.reviewFacts().marksOf(review),
      warn,
    });
    this.debts = new Debts({
      repository,
      ledger,
      recording: this.#recording,
      committed: new CommittedRows(repository),
      standing: new Standing(repository, bodies),
      edits: new TargetEdits({
        repository,
        bodies,
        ledger: { append: async (...rows) => (await ledger()).append(...rows) },
      }),
      records,
      reverts,
      clock,
    });
  }

  /** Opened when it is first needed. Rejects where its files cannot be used. */
  ledger(): Promise<Ledger> {
    this.#ledger ??= this.#open();
    return this.#ledger;
  }

  heard(state: RunState, recorded: RecordedEvent): void {
    this.#recording.heard(state, recorded);
  }

  /** Writes what a runner before this one has not written any more. Never rejects. */
  makeGood(): Promise<void> {
    return this.#recording.makeGood();
  }

  mayStart(loop: Pick<Loop, 'name' | 'gates'>, person: Identity): Promise<Result<undefined, OwesTooMuch>> {
    return mayStart(loop, person, (email) => this.debts.owedBy(email));
  }

  async close(): Promise<void> {
    await this.#recording.settled;
    await (await this.#ledger?.catch(() => undefined))?.close();
  }

  async #open(): Promise<Ledger> {
    const { repository, clock, onChanged } = this.#options;
    const ledger = await Ledger.open({ commonDir: repository.commonDir, clock });
    ledger.onAppended(onChanged);
    return ledger;
  }
}
