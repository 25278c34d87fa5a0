import type { ItemDetail } from '../findItem.ts';
import { cut } from './cut.ts';
import { inert } from './inert.ts';

/** Characters of a note that are shown. */
const mostNote = 120;

type Requested = NonNullable<ItemDetail['requests']>[number];

/** How much a person asked for: `2 remarks, 1 part taken out: Keep it small.` */
export function requestText({ remarks, takenOut, note }: Pick<Requested, 'remarks' | 'takenOut' | 'note'>): string {
  const counts = [
    ...(remarks === 0 ? [] : [remarks === 1 ? '1 remark' : `${remarks} remarks`]),
    ...(takenOut === 0 ? [] : [takenOut === 1 ? '1 part taken out' : `${takenOut} parts taken out`]),
  ];
  const said = note === undefined ? [] : [cut(inert(note), mostNote)];
  return [counts.join(', '), ...said].filter((part) => part !== '').join(': ');
}
