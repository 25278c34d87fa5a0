import { type Section, sections } from '../../src/protocol/runPageView.ts';

/** Where a page stands: the section at its top, and how far into it, in pixels. */
export interface Place {
  readonly section: Section;
  readonly offset: number;
}

const boxOf = (section: Section): DOMRect | undefined => document.getElementById(section)?.getBoundingClientRect();

/** Undefined above the first section. */
export function placeOf(): Place | undefined {
  const section = sections.findLast((one) => (boxOf(one)?.top ?? 1) <= 1);
  const top = section === undefined ? undefined : boxOf(section)?.top;
  return section === undefined || top === undefined ? undefined : { section, offset: -top };
}

/** Goes to the same section; no farther into it than it is long. */
export function scrollToPlace({ section, offset }: Place): void {
  const box = boxOf(section);
  if (box !== undefined) window.scrollTo(0, window.scrollY + box.top + Math.min(offset, box.height));
}
