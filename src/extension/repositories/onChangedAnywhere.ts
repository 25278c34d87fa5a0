import type { Changed } from '../../protocol/runner.ts';
import type { Unsubscribe } from '../listeners.ts';
import type { AskedRepositories, AskedRepository } from './askedOfAll.ts';

/** Tells when a runner of the window says that something changed, or is there again and may have changed it; as repositories come and go. */
export function onChangedAnywhere(repositories: AskedRepositories, what: Changed, listener: () => void): Unsubscribe {
  const heard = new Map<AskedRepository, readonly Unsubscribe[]>();
  const hear = ({ link }: AskedRepository): readonly Unsubscribe[] => {
    const told = link.onChanged?.((changed) => {
      if (changed === what) listener();
    });
    return [link.onOpen(listener), ...(told === undefined ? [] : [told])];
  };
  const follow = () => {
    const now = repositories.all();
    for (const [repository, ends] of heard) {
      if (now.includes(repository)) continue;
      for (const end of ends) end();
      heard.delete(repository);
    }
    for (const repository of now) if (!heard.has(repository)) heard.set(repository, hear(repository));
  };
  const endFollowing = repositories.onChange(follow);
  follow();
  return () => {
    endFollowing();
    for (const end of [...heard.values()].flat()) end();
    heard.clear();
  };
}
