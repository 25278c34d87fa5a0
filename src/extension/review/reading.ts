import type { Result } from '../../model/result.ts';
import type { Mark, ReviewMarks } from '../../model/reviewMarks.ts';
import type { ReviewOutline } from '../../model/reviewOutline.ts';
import type { Refusal } from '../../protocol/runner.ts';
import { coalesced } from '../coalesced.ts';
import { type ItemRef, isSameItem } from '../itemRef.ts';
import { Listeners, type Unsubscribe } from '../listeners.ts';
import type { RunRequests } from '../repositories/runners.ts';
import { readRefusal } from './readRefusal.ts';

/** A change as it is read: what it is made of, and what people have said of it so far. */
export interface Read {
  /** Absent until the runner has made it. While a newer head is taken apart, it is that of the one before. */
  readonly outline?: ReviewOutline;
  readonly marks?: ReviewMarks;
  /** Why a part is missing or old, and what to do. */
  readonly trouble?: string;
}

/** What is read, and at which head. */
export interface ReadAt extends ItemRef {
  readonly head: string;
}

export interface ReadingPorts {
  readonly link: RunRequests;
  /** Tells that somebody said something in a review, in whichever window. */
  readonly onMarks: (listener: () => void) => Unsubscribe;
  readonly refused: (refusal: Refusal) => void;
}

/** Outline and marks of the change that is open, kept true: asked for when the head is another, and when somebody said something. */
export class Reading {
  readonly #ports: ReadingPorts;
  readonly #changed = new Listeners<[now: Read]>();
  readonly #news = coalesced(() => void this.#refresh());
  readonly #unsubscribe: Unsubscribe;
  #at: ReadAt | undefined;
  #now: Read = {};
  /** Why each part is missing or old. */
  #troubles: { readonly outline?: string; readonly marks?: string } = {};
  /** While the outline is being made. */
  #asking: AbortController | undefined;
  #ready: Promise<void> = Promise.resolve();
  /** Which question for the marks was the newest: an answer to an older one is late. */
  #question = 0;

  constructor(ports: ReadingPorts) {
    this.#ports = ports;
    this.#unsubscribe = ports.onMarks(() => this.#news.ask());
  }

  get now(): Read {
    return this.#now;
  }

  onChange(listener: (now: Read) => void): Unsubscribe {
    return this.#changed.add(listener);
  }

  /** What is open from now on; done when both parts are here, or were refused. */
  follow(at: ReadAt | undefined): Promise<void> {
    const before = this.#at;
    const isSame = at !== undefined && before !== undefined && isSameItem(at, before);
    if (at === before || (isSame && at.head === before.head)) return this.#ready;
    this.#at = at;
    this.#asking?.abort();
    this.#question += 1;
    if (!isSame) {
      this.#troubles = {};
      this.#set({});
    }
    this.#ready = at === undefined ? Promise.resolve() : this.#readAll(at);
    return this.#ready;
  }

  /** Done when both parts of what is open are here, or were refused. */
  ready(): Promise<void> {
    return this.#ready;
  }

  /** Asks for both parts once more. */
  retry(): Promise<void> {
    this.#asking?.abort();
    if (this.#at !== undefined) this.#ready = this.#readAll(this.#at);
    return this.#ready;
  }

  /** Says something; what it changes is here when this is done. False where it was refused, which the person was told. */
  async mark(...marks: readonly Mark[]): Promise<boolean> {
    const at = this.#at;
    if (at === undefined || marks.length === 0) return false;
    const { run, item } = at;
    const marked = await this.#ports.link.request('mark', { run, item, marks: [...marks] });
    if (!marked.ok) this.#ports.refused(readRefusal(marked.error));
    await this.refreshMarks();
    return marked.ok;
  }

  /** Keeps something that nobody has asked for, as where a person is: a refusal is no news then. */
  async remember(mark: Mark): Promise<void> {
    const at = this.#at;
    if (at === undefined) return;
    await this.#ports.link.request('mark', { run: at.run, item: at.item, marks: [mark] });
  }

  async refreshMarks(): Promise<void> {
    const at = this.#at;
    if (at === undefined) return;
    this.#question += 1;
    const question = this.#question;
    const { run, item } = at;
    const marks = await this.#ports.link.request('reviewMarks', { run, item });
    if (question === this.#question) this.#take('marks', marks);
  }

  dispose(): void {
    this.#at = undefined;
    this.#asking?.abort();
    this.#news.cancel();
    this.#unsubscribe();
  }

  /** An outline that was refused, because there was no runner say, is asked for again with the marks. */
  async #refresh(): Promise<void> {
    if (this.#troubles.outline === undefined || this.#asking !== undefined) await this.refreshMarks();
    else await this.retry();
  }

  async #readAll({ run, item }: ReadAt): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    const [outline] = await Promise.all([
      this.#ports.link.request('reviewOutline', { run, item }, asking.signal),
      this.refreshMarks(),
    ]);
    if (asking.signal.aborted) return;
    this.#asking = undefined;
    this.#take('outline', outline);
  }

  #take<P extends 'outline' | 'marks'>(part: P, answer: Result<NonNullable<Read[P]>, Refusal>): void {
    const { [part]: _past, ...others } = this.#troubles;
    this.#troubles = answer.ok ? others : { ...others, [part]: readRefusal(answer.error).message };
    const trouble = this.#troubles.outline ?? this.#troubles.marks;
    const { trouble: _before, ...known } = this.#now;
    this.#set({ ...known, ...(answer.ok && { [part]: answer.value }), ...(trouble !== undefined && { trouble }) });
  }

  #set(now: Read): void {
    this.#now = now;
    this.#changed.tell(now);
  }
}
