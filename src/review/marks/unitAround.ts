import type { LineSpan, ReviewOutline } from '../../model/reviewOutline.ts';

/** The smallest named part of the head that all of these lines are in; undefined where the change touches none. */
export function unitAround({ files }: ReviewOutline, path: string, lines: LineSpan): LineSpan | undefined {
  const units = files.find(({ file }) => file.path === path)?.units ?? [];
  const around = units.flatMap(({ name, head }) =>
    name !== '' && head !== undefined && holds(head, lines) ? [head] : [],
  );
  return around.sort((one, other) => one.count - other.count)[0];
}

const holds = (unit: LineSpan, { first, count }: LineSpan): boolean =>
  unit.first <= first && first + count <= unit.first + unit.count;
