import type { ItemRef } from '../itemRef.ts';

/** The scheme of both sides of a change: `loopwright://<side>/<run>/<item>/<path>`. No other extension knows it, git's neither. */
export const reviewScheme = 'loopwright';

/** `base` is what the work started from, `head` what stands in the worktree. */
export type Side = 'base' | 'head';

export interface ReviewPlace extends ItemRef {
  readonly side: Side;
  /** From the top of the repository, with forward slashes. */
  readonly path: string;
}

/** The parts of a URI that matter here. */
interface UriParts {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
}

export function reviewUriParts({ side, run, item, path }: ReviewPlace, scheme: string = reviewScheme): UriParts {
  return { scheme, authority: side, path: `/${run}/${item}/${path}` };
}

/** The place that a URI of a review names (the path is empty for the top of a change); undefined for any other URI. */
export function reviewPlaceOf({ authority, path }: Omit<UriParts, 'scheme'>): ReviewPlace | undefined {
  if (authority !== 'base' && authority !== 'head') return undefined;
  const [, run = '', item = '', ...rest] = path.split('/');
  return run === '' || item === '' ? undefined : { side: authority, run, item, path: rest.join('/') };
}
