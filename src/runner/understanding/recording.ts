import { landingKey, landingsOf } from '../../comprehension/debt/landings.ts';
import type { Repository } from '../../git/repository.ts';
import type { RunRecord } from '../../insights/insightsOf.ts';
import type { Change } from '../../model/change.ts';
import type { RecordedEvent } from '../../model/event.ts';
import { laneOf } from '../../model/lane.ts';
import type { ReviewOutline } from '../../model/reviewOutline.ts';
import { type RunState, stepOf } from '../../model/runState.ts';
import { itemsOf } from '../../model/runView.ts';
import type { KeptMarks } from '../../review/marks/keptMarks.ts';
import { lineOrigins } from '../outline/originsOfFile.ts';
import { loopOf } from '../runStart.ts';
import { answeredRow, landedRow, landingOf } from './landedRow.ts';
import type { Ledger } from './ledger.ts';
import { readerOf } from './readerOf.ts';
import { writtenRows } from './writtenRows.ts';

export interface RecordingOptions {
  readonly repository: Pick<Repository, 'commonDir'>;
  readonly ledger: () => Promise<Ledger>;
  /** Every run with its account. */
  readonly records: () => Promise<readonly RunRecord[]>;
  /** The state and all events of any run. */
  readonly state: (run: string) => RunState;
  readonly events: (run: string) => readonly RecordedEvent[];
  readonly live: () => readonly RunState[];
  readonly outlineOf: (state: RunState, change: Change) => Promise<ReviewOutline>;
  readonly marksOf: (review: { readonly run: string; readonly item: string }) => Pick<KeptMarks, 'remarks'>;
  readonly warn: (message: string) => void;
}

/**
 * Writes into the ledger what runs show: right answers, landings, lines by hand. What a runner that was killed has not written
 * is made good at the next start; all of it stands in journals.
 */
export class Recording {
  readonly #options: RecordingOptions;
  #busy: Promise<void> = Promise.resolve();

  constructor(options: RecordingOptions) {
    this.#options = options;
  }

  /** An event of a run that is on disk, with the state after it. Returns at once. */
  heard(state: RunState, recorded: RecordedEvent): void {
    const { event } = recorded;
    if (event.type === 'signal.sent' && event.value.kind === 'answered') {
      this.#later(`an answer in run ${state.start.run}`, () => this.#answersOf(state.start.run));
    }
    if (event.type !== 'step.finished' || stepOf(state, event.key)?.kind !== 'land') return;
    const item = laneOf(event.key);
    if (landingOf(state, item) === undefined) return;
    this.#later(`what landed in run ${state.start.run}`, () => this.#landed(state, item));
  }

  /** Writes what is missing of the time before. */
  makeGood(): Promise<void> {
    this.#later('what happened before this runner', async () => {
      const { ledger: open, records, live, state } = this.#options;
      const ledger = await open();
      // The newest may stand in the file of one person and not yet of the other: it is written once more, where it is missing.
      const known = new Set(landingsOf(ledger.rows).slice(1).map(landingKey));
      for (const { start } of live()) await this.#answersOf(start.run);
      for (const { summary, account } of await records()) {
        for (const { id, landed } of account?.items ?? []) {
          if (landed === undefined || landed.at < ledger.clone.since) continue;
          if (known.has(landingKey({ run: summary.id, item: id }))) continue;
          await this.#answersOf(summary.id);
          await this.#landed(state(summary.id), id);
        }
      }
    });
    return this.#busy;
  }

  /** When everything that was heard so far is written. */
  get settled(): Promise<void> {
    return this.#busy;
  }

  #later(what: string, work: () => Promise<void>): void {
    this.#busy = this.#busy.then(work).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      this.#options.warn(`The ledger lacks ${what} until the runner starts again: ${why}`);
    });
  }

  /** All right answers of a run; those that stand there stay as they are. */
  async #answersOf(run: string): Promise<void> {
    const ledger = await this.#options.ledger();
    const earlier = [];
    for (const { at, event } of this.#options.events(run)) {
      if (event.type !== 'signal.sent' || event.value.kind !== 'answered') continue;
      const row = answeredRow(event.value, at, earlier);
      earlier.push(event.value);
      if (row !== undefined) await ledger.append(readerOf(event.value.by.email), [row]);
    }
  }

  async #landed(state: RunState, id: string): Promise<void> {
    const { ledger: open, outlineOf, marksOf } = this.#options;
    const item = itemsOf(state).find((one) => one.id === id);
    const landing = landingOf(state, id);
    if (item?.change === undefined || landing === undefined) return;
    const outline = await outlineOf(state, item.change);
    const { run, by: starter } = state.start;
    const marks = marksOf({ run, item: id });
    const row = landedRow({ state, item, landing, outline, goal: loopOf(state.start).goal, marks });
    const ledger = await open();
    await this.#written(state, item.change, outline, { at: landing.at, ledger, id });
    // Who let it land owes it, and so does who started its run.
    for (const reader of new Set([readerOf(landing.by.email), readerOf(starter.email)]))
      await ledger.append(reader, [row]);
  }

  async #written(
    state: RunState,
    change: Change,
    outline: ReviewOutline,
    { at, ledger, id }: { readonly at: number; readonly ledger: Ledger; readonly id: string },
  ): Promise<void> {
    const item = itemsOf(state).find((one) => one.id === id);
    const isEdited = state.items.get(id)?.said.some(({ kind }) => kind === 'edited' || kind === 'request-changes');
    if (item === undefined || isEdited !== true) return;
    for (const file of outline.files) {
      if (!file.units.some(({ landed }) => landed !== undefined)) continue;
      const origins = await lineOrigins(this.#options.repository, item, change, file.file.path);
      for (const { reader, row } of writtenRows(file, origins, at)) await ledger.append(reader, [row]);
    }
  }
}
