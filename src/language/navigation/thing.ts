import type { IdKind } from '../problem.ts';
import type { Span } from '../reading.ts';

/** Ids are declared in the loop itself; the others are things of the repository. */
export type ThingKind = IdKind | 'role' | 'skill' | 'agent' | 'server' | 'loop';

/** What a name in a loop file stands for. An agent's name is that of a definition, `claude:reviewer`. */
export interface Thing {
  readonly kind: ThingKind;
  readonly name: string;
}

/** A place where a thing is named, without quotes and whatever else stands around its name. */
export interface Occurrence {
  readonly thing: Thing;
  readonly span: Span;
  /** Whether this is what makes the thing: the key of an id, the name of a loop. */
  readonly declares: boolean;
}

export const isSame = (a: Thing, b: Thing): boolean => a.kind === b.kind && a.name === b.name;

/** Whether a thing is known beyond the file that names it. */
export const isOfRepository = ({ kind }: Thing): boolean =>
  kind === 'skill' || kind === 'agent' || kind === 'server' || kind === 'loop';
