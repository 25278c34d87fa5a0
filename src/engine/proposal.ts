import type { Change } from '../model/change.ts';
import type { PersonSays } from '../model/person.ts';
import type { ExaminedDefect, Facts, Identity, StepResult } from '../model/steps.ts';
import type { Proven } from './facts.ts';
import type { Workplace } from './workplace.ts';

/** A change that may be waiting for a person, and what proves it. */
export interface Proposal {
  readonly work: Workplace;
  /** Number of the iteration that it came from. */
  readonly number: number;
  readonly change: Change;
  readonly facts: Facts;
  readonly defects: readonly ExaminedDefect[];
  readonly accepted: boolean;
  /** The maker's own words for it. */
  readonly summary: string;
  /** How things stood before anybody changed anything. */
  readonly before: Proven;
  /** The commit that its branch was brought to for delivery, when that was refused then. */
  readonly published?: string;
  /** Why the newest attempt to deliver it did not. */
  readonly refusal?: string;
}

/** Who lets a proposal through, and all that people said about it. */
export interface Consent {
  readonly by: Identity;
  readonly heard: readonly PersonSays[];
  /** First part of the keys of the steps of this attempt, after the item. */
  readonly key: string;
}

export type Merged = Extract<StepResult<'merge'>, { status: 'merged' }>;

/** The proposal with another content; what was refused was the old one. */
export function proposed(
  { refusal: _refused, published: _published, ...proposal }: Proposal,
  fresh: Pick<Proposal, 'number' | 'change' | 'facts' | 'accepted'> & Partial<Pick<Proposal, 'defects' | 'work'>>,
): Proposal {
  return { ...proposal, ...fresh };
}
