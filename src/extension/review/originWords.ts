import type { LineOrigin } from '../../model/reviewMarks.ts';
import { authorName } from './authorName.ts';

/** What a hover tells of a line of the head. */
export interface OriginWords {
  readonly made: string;
  /** What the maker of that iteration said of its pass: a claim. */
  readonly story?: { readonly agent: string; readonly summary: string };
  /** Why the story is not told yet. */
  readonly held?: string;
}

interface Makers {
  readonly iterations: readonly {
    readonly number: number;
    readonly maker?: { readonly agent: string; readonly summary: string } | undefined;
  }[];
}

/**
 * Who made a line. What the agent says of it is told only of a unit that was viewed: who reads a machine's summary first
 * finds what it names, and no more (Tufano 2024, arXiv 2411.11401).
 */
export function originWords({ iteration, by }: LineOrigin, { iterations }: Makers, isViewed: boolean): OriginWords {
  if (by !== undefined) return { made: `${authorName(by)} edited this line by hand.` };
  if (iteration === undefined) return { made: 'This line is as it was in the base.' };
  const made = `Iteration ${iteration} made this line.`;
  const maker = iterations.find(({ number }) => number === iteration)?.maker;
  if (maker === undefined || maker.summary.trim() === '') return { made };
  if (!isViewed) return { made, held: 'Mark this unit as viewed to read what the agent said of it.' };
  return { made, story: { agent: maker.agent, summary: maker.summary.trim() } };
}

/** The origin of a line, counted from 1. */
export const originAt = (origins: readonly LineOrigin[], line: number): LineOrigin | undefined =>
  origins.find(({ head }) => line >= head.first && line < head.first + head.count);
