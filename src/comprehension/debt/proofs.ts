import type { ReadersRow, RowOf } from '../../model/ledger.ts';
import { memoryOf, type Recalled, recallOf } from './recall.ts';

/** E and R of somebody about a content, and when they last showed it. */
export interface Evidence {
  readonly evidence: number;
  readonly recall: number;
  /** Epoch milliseconds; absent where there is none. */
  readonly at?: number;
}

export const noEvidence: Evidence = { evidence: 0, recall: 1 };

/** What it takes off what is owed: E·R. */
export const worthOf = ({ evidence, recall }: Evidence): number => evidence * recall;

/** E of changed lines that were on the screen at a pace that one can read. */
const ofReading = 0.2;
/** Lines of a unit that are by hand, as a share, from which on its writer knows it. */
const writtenShare = 0.5;

interface Proof extends Recalled {
  readonly credit: number;
}

/** What one reader has shown of one content. */
interface Shown {
  readonly proofs: Proof[];
  readonly readings: Recalled[];
}

/** A content that came of another by an edit, and the share of what was known of that which still holds. */
interface Earlier {
  readonly body: string;
  readonly kept: number;
}

/**
 * Who has shown to understand which content. What is known of a content is known of it wherever it stands, and of what
 * people make of it by the share that stays. Rows may come in any order, and twice.
 */
export class Proofs {
  readonly #shown = new Map<string, Map<string, Shown>>();
  readonly #earlier = new Map<string, Map<string, number>>();
  readonly #later = new Map<string, Set<string>>();

  constructor(rows: Iterable<ReadersRow>) {
    const seen = new Set<string>();
    for (const { reader, row } of rows) {
      if (row.row === 'landed') continue;
      if (row.row === 'edited') this.#edited(row);
      else {
        const key = `${reader} ${row.row} ${row.body} ${row.at} ${figuresOf(row)}`;
        if (seen.has(key)) continue;
        seen.add(key);
        this.#show(reader, row);
      }
    }
    for (const readers of this.#shown.values()) {
      for (const { proofs, readings } of readers.values()) {
        proofs.sort(inTime);
        readings.sort(inTime);
      }
    }
  }

  /** What a reader's evidence about a content comes to at `now`. */
  of(reader: string, body: string, now: number): Evidence {
    // Most contents are known to nobody, and came of no edit.
    if (!this.#shown.has(body) && !this.#earlier.has(body)) return noEvidence;
    return this.#worth(this.#reaching(reader, body), now);
  }

  /** The same of whoever knows it best. */
  best(body: string, now: number): Evidence {
    if (!this.#shown.has(body) && !this.#earlier.has(body)) return noEvidence;
    const readers = new Set<string>();
    for (const one of [body, ...this.#ancestors(body).keys()]) {
      for (const reader of this.#shown.get(one)?.keys() ?? []) readers.add(reader);
    }
    let best = noEvidence;
    for (const reader of [...readers].sort()) {
      const own = this.of(reader, body, now);
      if (worthOf(own) > worthOf(best)) best = own;
    }
    return best;
  }

  /** Contents that people's edits made of this one, itself among them. */
  descendants(body: string): ReadonlySet<string> {
    const found = new Set([body]);
    for (const one of found) for (const later of this.#later.get(one) ?? []) found.add(later);
    return found;
  }

  #edited({ from, to, kept, decisive }: RowOf<'edited'>): void {
    const share = decisive ? 0 : kept;
    const earlier = this.#earlier.get(to) ?? new Map<string, number>();
    this.#earlier.set(to, earlier.set(from, Math.max(share, earlier.get(from) ?? 0)));
    this.#later.set(from, (this.#later.get(from) ?? new Set()).add(to));
  }

  #show(reader: string, row: RowOf<'read' | 'answered' | 'written'>): void {
    const readers = this.#shown.get(row.body) ?? new Map<string, Shown>();
    const shown = readers.get(reader) ?? { proofs: [], readings: [] };
    this.#shown.set(row.body, readers.set(reader, shown));
    const { at } = row;
    if (row.row === 'read') shown.readings.push({ at, rating: 'good' });
    else if (row.row === 'written') {
      if (row.share >= writtenShare) shown.proofs.push({ at, rating: 'easy', credit: 1 });
    } else if (row.credit > 0) shown.proofs.push({ at, rating: row.rating, credit: row.credit });
  }

  /** What a reader has shown of a content and of what it was made of, each with the share that holds of it. */
  #reaching(reader: string, body: string): Shown & { readonly read: number } {
    const shares = [{ body, kept: 1 }, ...[...this.#ancestors(body)].map(([one, kept]) => ({ body: one, kept }))];
    const proofs: Proof[] = [];
    const readings: Recalled[] = [];
    let read = 0;
    for (const { body: one, kept } of shares) {
      const shown = this.#shown.get(one)?.get(reader);
      if (shown === undefined) continue;
      proofs.push(...shown.proofs.map((proof) => ({ ...proof, credit: proof.credit * kept })));
      readings.push(...shown.readings);
      if (shown.readings.length > 0) read = Math.max(read, ofReading * kept);
    }
    return { proofs: proofs.sort(inTime), readings: readings.sort(inTime), read };
  }

  /** Looking at something again is no recall: it renews the memory of having looked, and of nothing else. */
  #worth({ proofs, readings, read }: Shown & { readonly read: number }, now: number): Evidence {
    const credit = proofs.reduce((best, proof) => Math.max(best, proof.credit), 0);
    const shown = evidenceOf(credit, proofs, now);
    const looked = evidenceOf(read, readings.slice(-1), now);
    return worthOf(looked) > worthOf(shown) ? looked : shown;
  }

  /** Contents that this one was made of, each with the largest share of it that is left; those of which nothing is are left out. */
  #ancestors(body: string): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    const open: Earlier[] = [{ body, kept: 1 }];
    for (let one = open.shift(); one !== undefined; one = open.shift()) {
      for (const [earlier, share] of this.#earlier.get(one.body) ?? []) {
        const kept = one.kept * share;
        if (earlier === body || kept <= (found.get(earlier) ?? 0)) continue;
        found.set(earlier, kept);
        open.push({ body: earlier, kept });
      }
    }
    return found;
  }
}

function evidenceOf(evidence: number, recalled: readonly Recalled[], now: number): Evidence {
  const memory = evidence > 0 ? memoryOf(recalled) : undefined;
  return memory === undefined ? noEvidence : { evidence, recall: recallOf(memory, now), at: memory.at };
}

function figuresOf(row: RowOf<'read' | 'answered' | 'written'>): string {
  if (row.row === 'answered') return `${row.credit} ${row.rating}`;
  return row.row === 'written' ? String(row.share) : '';
}

const inTime = (one: Recalled, other: Recalled): number =>
  one.at - other.at || (one.rating < other.rating ? 1 : one.rating > other.rating ? -1 : 0);
