import type { Effort } from '../model/agents.ts';
import type { CheckOutcome } from '../model/steps.ts';
import type { Measures, Proven } from './facts.ts';
import type { State } from './pass.ts';
import type { Progress } from './stall.ts';

/** How the maker is asked just now; escalations change it. */
export interface MakerSettings {
  readonly model?: string;
  readonly effort?: Effort;
  /** Counts its sessions. */
  readonly generation: number;
  readonly bestOf: number;
}

/** What goes on from pass to pass of one item. */
export interface Course {
  /** What the explorer found out and what a person asked for: every pass is told, not only the first. */
  readonly told: string;
  /** What a person asked for when they read the newest accepted change. */
  readonly asked?: string;
  /** How things stood before anybody changed anything. */
  readonly before: Proven;
  /** What the next pass begins from: the last one, or with a ratchet the best. */
  readonly kept: State;
  /** The best value of each metric so far. */
  readonly best: Measures;
  /** The checks as they last ran. */
  readonly latest: readonly CheckOutcome[];
  readonly feedback: string;
  readonly progress: Progress;
  /** Steps of escalation that were taken. */
  readonly escalated: number;
  readonly settings: MakerSettings;
}
