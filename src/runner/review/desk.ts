import type { Repository } from '../../git/repository.ts';
import type { Change } from '../../model/change.ts';
import { nameAndEmail } from '../../model/nameAndEmail.ts';
import type { ReviewFact } from '../../model/reviewFact.ts';
import type { Mark, ReviewMarks } from '../../model/reviewMarks.ts';
import type { ReviewOutline } from '../../model/reviewOutline.ts';
import type { RunState } from '../../model/runState.ts';
import type { ItemView } from '../../model/runView.ts';
import type { Identity } from '../../model/steps.ts';
import { withFact } from '../../review/marks/keptMarks.ts';
import { refusedMark } from '../../review/marks/refusedMark.ts';
import { unitAround } from '../../review/marks/unitAround.ts';
import type { Changes } from '../changes.ts';
import { itemOf } from '../landing.ts';
import type { LiveRun } from '../liveRun.ts';
import { Refused } from '../refusal.ts';
import { type Asking, decisionsOn, requestChanges, takeOut } from './asking.ts';
import { FileTexts } from './fileTexts.ts';
import { type MarksWorld, marksNow } from './marksNow.ts';
import { changeAt, quoteOf } from './quotes.ts';
import type { ReviewFacts } from './reviewFacts.ts';
import { sendings } from './sending.ts';
import { Turns } from './turns.ts';
import type { Limits } from './usedUp.ts';

/** The outline of a change of a run. */
export type OutlineOf = (state: RunState, change: Change) => Promise<ReviewOutline>;

export interface DeskOptions {
  readonly world: Limits & { readonly repository: Repository };
  readonly facts: ReviewFacts;
  readonly changes: Changes;
  readonly outlineOf: OutlineOf;
}

/**
 * What people say in reviews, and what they ask for then. Of one review one thing is done after another, so that nothing is
 * sent that somebody is just rewording.
 */
export class ReviewDesk {
  readonly #options: DeskOptions;
  readonly #texts: FileTexts;
  readonly #turns = new Turns();

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#texts = new FileTexts(options.world.repository);
  }

  /** Also of a run that has ended: nothing of it is taken out any more. */
  async marks(state: RunState, item: ItemView, by: Identity): Promise<ReviewMarks> {
    const { facts } = this.#options;
    const { run } = state.start;
    const change = changeToRead(run, item);
    const kept = facts.marksOf({ run, item: item.id });
    const decided = item.outcome === undefined ? await decisionsOn(kept, () => this.#outline(state, change)) : [];
    const pieces = new Set(decided.map(({ piece }) => piece));
    const unitAt: MarksWorld['unitAt'] = async (head, path, lines) => {
      const read = changeAt(state, item, head);
      return read === undefined ? undefined : unitAround(await this.#outline(state, read), path, lines);
    };
    return marksNow(kept, nameAndEmail(by), {
      world: { texts: this.#texts, change, sendings: sendings(state, item), unitAt },
      has: (piece) => pieces.has(piece),
    });
  }

  /** All of the marks are made, or none; done when they are on disk. */
  async mark(run: LiveRun, item: string, marks: readonly Mark[], by: Identity): Promise<void> {
    await this.#inTurn(run, item, async () => {
      const now = itemOf(run.state, item);
      if (now.outcome !== undefined) {
        throw new Refused('item-ended', `${now.key} has ended (${now.outcome.status}); its review is only read.`);
      }
      const fact = await this.#factOf(run.state, now, marks, nameAndEmail(by));
      this.#refuse(run.state, now, fact);
      await this.#options.facts.append({ run: run.id, item }, fact);
    });
    this.#options.changes.note('review');
  }

  /** Done when the engine has judged what is left. */
  async takeOut(
    run: LiveRun,
    item: string,
    { head, by }: { readonly head: string; readonly by: Identity },
  ): Promise<void> {
    await this.#inTurn(run, item, () => takeOut(this.#asking(run, item, { head, by })));
    this.#options.changes.note('review');
  }

  /** Done when the work on them has begun. */
  async requestChanges(
    run: LiveRun,
    item: string,
    { note, ...what }: { readonly head: string; readonly by: Identity; readonly note?: string | undefined },
  ): Promise<void> {
    const { world, changes } = this.#options;
    await this.#inTurn(run, item, () => requestChanges(this.#asking(run, item, what), { note, limits: world }));
    changes.note('review');
  }

  /** Nothing lands that somebody has decided to take out. */
  async refuseUntaken(run: LiveRun, item: ItemView): Promise<void> {
    const kept = this.#options.facts.marksOf({ run: run.id, item: item.id });
    const decided = await decisionsOn(kept, () => this.#newestOutline(run, item.id));
    const [first] = decided;
    if (first === undefined) return;
    const others = decided.length === 1 ? 'A piece' : `${decided.length} pieces`;
    throw new Refused(
      'not-taken-out',
      `${others} of the change (${first.path}, by ${first.by}) are to be taken out and still in it. Take them out first, or keep them: \`loopwright take-out ${run.id} --now\`, \`loopwright keep ${run.id} --all\`.`,
    );
  }

  #inTurn<T>(run: LiveRun, item: string, work: () => Promise<T>): Promise<T> {
    return this.#turns.take(`${run.id}/${item}`, work);
  }

  #outline(state: RunState, change: Change): Promise<ReviewOutline> {
    return this.#options.outlineOf(state, change);
  }

  async #newestOutline({ id, state }: LiveRun, item: string): Promise<ReviewOutline> {
    return this.#outline(state, changeToRead(id, itemOf(state, item)));
  }

  #asking(run: LiveRun, item: string, what: { readonly head: string; readonly by: Identity }): Asking {
    return {
      run,
      item,
      ...what,
      kept: this.#options.facts.marksOf({ run: run.id, item }),
      texts: this.#texts,
      outline: () => this.#newestOutline(run, item),
    };
  }

  async #factOf(state: RunState, item: ItemView, marks: readonly Mark[], by: string): Promise<ReviewFact> {
    const quotes: Record<string, string[]> = {};
    for (const mark of marks) {
      if (mark.kind === 'remark') quotes[mark.id] = [...(await quoteOf(this.#texts, { state, item }, mark.anchor))];
    }
    const quoted = Object.keys(quotes).length === 0 ? {} : { quotes };
    return { at: this.#options.world.now(), by, marks: [...marks], ...quoted };
  }

  #refuse(state: RunState, item: ItemView, { marks, ...fact }: ReviewFact): void {
    const sent = sendings(state, item);
    const sentOf = (remark: string): number => sent.get(remark)?.sentences ?? 0;
    let kept = this.#options.facts.marksOf({ run: state.start.run, item: item.id });
    for (const mark of marks) {
      const refused = refusedMark(kept, mark, { by: fact.by, sentOf });
      if (refused !== undefined) throw new Refused(refused.code, refused.message);
      kept = withFact(kept, { ...fact, marks: [mark] });
    }
  }
}

function changeToRead(run: string, { key, change }: ItemView): Change {
  if (change !== undefined) return change;
  throw new Refused(
    'no-change',
    `${key} of run ${run} has no change to review yet. \`loopwright show ${run}\` tells how far it is.`,
  );
}
