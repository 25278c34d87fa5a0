import { err, type Json, ok, type Result } from '../model/result.ts';
import type { Facts } from '../model/steps.ts';

/** The sizes that decide how long an expression over some facts can take. */
export interface Measured {
  /** Entries of the longest list or map. */
  readonly entries: number;
  /** Characters of the longest text. */
  readonly characters: number;
}

/** Values and characters of an item together. A unit of work is a few fields, not a document. */
const mostItem = 262_144;
const deepest = 100;

/** Measures the data; an error where an item is too large or nested too deep to be looked into. */
export function measured(facts: Pick<Facts, 'item' | 'inputs'> & Partial<Facts>): Result<Measured, string> {
  const gauge = new Gauge();
  for (const part of [facts.item, facts.inputs]) {
    const problem = gauge.take(part);
    if (problem !== undefined) return err(problem);
  }
  const files = facts.diff?.files ?? [];
  gauge.entries = Math.max(gauge.entries, files.length, facts.checks?.length ?? 0);
  for (const file of files) gauge.characters = Math.max(gauge.characters, file.length);
  return ok({ entries: gauge.entries, characters: gauge.characters });
}

class Gauge {
  entries = 0;
  characters = 0;
  #size = 0;

  /** Without recursion: data may be nested deeper than the stack. Returns what is wrong with it. */
  take(data: Json): string | undefined {
    const rest: { readonly value: Json | undefined; readonly depth: number }[] = [{ value: data, depth: 0 }];
    for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
      const { value, depth } = next;
      if (depth > deepest) return `the item is nested deeper than ${deepest} levels`;
      this.#size += 1;
      if (typeof value === 'string') {
        this.#size += value.length;
        this.characters = Math.max(this.characters, value.length);
      } else if (typeof value === 'object' && value !== null) {
        const entries = Object.entries(value);
        this.entries = Math.max(this.entries, entries.length);
        for (const [key, each] of entries) {
          this.#size += key.length;
          rest.push({ value: each, depth: depth + 1 });
        }
      }
      if (this.#size > mostItem) return `the item is larger than ${mostItem / 1024} KB`;
    }
    return undefined;
  }
}

/**
 * Data as CEL takes it: maps instead of objects, so that no field of an item can be taken for something of JavaScript
 * (`constructor`, `__proto__`). Numbers stay `double`, whatever they are, so that types do not depend on the data.
 * Only for data that {@link measured} accepted.
 */
export function celData(value: Json): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each: Json) => celData(each));
  return new Map(Object.entries(value).flatMap(([key, each]) => (each === undefined ? [] : [[key, celData(each)]])));
}
