import { err, ok, type Result } from '../model/result.ts';
import { isObject } from './json.ts';

/** A key of an object or an index of a list. */
export type PathPart = string | number;

const part = /\.?([^.[\]]+)|\[(\d{1,9})\]/y;

/** The parts of a path such as `total.lines.pct` or `results[0].mean`; undefined if it is no such path. */
export function parsePath(path: string): readonly PathPart[] | undefined {
  const parts: PathPart[] = [];
  part.lastIndex = 0;
  while (part.lastIndex < path.length) {
    const start = part.lastIndex;
    const match = part.exec(path);
    // A key but the first stands behind a dot.
    if (!match || (match[1] !== undefined && path[start] === '.' ? start === 0 : match[1] !== undefined && start > 0)) {
      return undefined;
    }
    parts.push(match[1] ?? Number(match[2]));
  }
  return parts.length > 0 ? parts : undefined;
}

const shown = (parts: readonly PathPart[]): string =>
  parts
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '') || 'the top';

/** The value at a path. The error says where the way ends. */
export function valueAt(value: unknown, parts: readonly PathPart[]): Result<unknown, string> {
  let at = value;
  for (const [index, key] of parts.entries()) {
    const here = shown(parts.slice(0, index));
    if (typeof key === 'number') {
      if (!Array.isArray(at)) return err(`${here} is no list`);
      if (key >= at.length) return err(`${here} has ${at.length} entries, so no [${key}]`);
      at = at[key];
    } else {
      if (!isObject(at)) return err(`${here} is no object`);
      if (!Object.hasOwn(at, key)) return err(`${here} has no "${key}"`);
      at = at[key];
    }
  }
  return ok(at);
}
