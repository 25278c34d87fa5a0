import type { Repositories } from './repositories.ts';
import type { Repository } from './repository.ts';
import type { FolderUri } from './windowFolders.ts';

/** Whoever knows the loop files of the window. */
interface LoopsKnown {
  all(): readonly { readonly uri: FolderUri }[];
}

/**
 * The repositories that a runner is worth starting for by a look at the views: the only one; of several those that have loops here,
 * or are connected already.
 */
export function withLoops(repositories: Repositories, files: LoopsKnown): readonly Repository[] {
  const all = repositories.all();
  if (all.length === 1) return all;
  const ids = new Set(files.all().map(({ uri }) => repositories.ofUri(uri)?.id));
  return all.filter(({ id, link }) => link.isOpen || ids.has(id));
}
