import type { ItemRef } from '../itemRef.ts';

/** The scheme of both sides of a change: `loopwright://<side>/<run>/<item>/<path>`. No other extension knows it, git's neither. */
export const reviewScheme = 'loopwright';

/** `base` is what the work started from, `head` what stands in the worktree. */
export type Side = 'base' | 'head';

export interface ReviewPlace extends ItemRef {
  readonly side: Side;
  /** From the top of the repository, with forward slashes. */
  readonly path: string;
  /** Of `head`: as it was at this commit, instead of as it is. */
  readonly at?: string;
}

/** The parts of a URI that matter here. */
interface UriParts {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly query: string;
}

const earlier = /^at=([0-9a-f]{40}(?:[0-9a-f]{24})?)$/;

export function reviewUriParts({ side, run, item, path, at }: ReviewPlace, scheme: string = reviewScheme): UriParts {
  return { scheme, authority: side, path: `/${run}/${item}/${path}`, query: at === undefined ? '' : `at=${at}` };
}

/** The place that a URI of a review names (the path is empty for the top of a change); undefined for any other URI. */
export function reviewPlaceOf({ authority, path, query }: Omit<UriParts, 'scheme'>): ReviewPlace | undefined {
  if (authority !== 'base' && authority !== 'head') return undefined;
  const [, run = '', item = '', ...rest] = path.split('/');
  if (run === '' || item === '') return undefined;
  const at = earlier.exec(query)?.[1];
  if (query !== '' && (at === undefined || authority === 'base')) return undefined;
  return { side: authority, run, item, path: rest.join('/'), ...(at !== undefined && { at }) };
}
