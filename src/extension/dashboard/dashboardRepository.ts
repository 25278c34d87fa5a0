import type { RecordedEvent, RunEvent } from '../../model/event.ts';
import type { Changed } from '../../protocol/runner.ts';
import type { Unsubscribe } from '../listeners.ts';
import type { Asked } from './gather.ts';

/** The connection to a repository's runner, and what it tells by itself. */
export interface DashboardLink extends Asked {
  onEvent(listener: (run: string, recorded: RecordedEvent) => void): Unsubscribe;
  onOpen(listener: () => void): Unsubscribe;
  onChanged?(listener: (what: Changed) => void): Unsubscribe;
}

/** A repository of this window, as far as the dashboard needs it. */
export interface DashboardRepository {
  readonly id: string;
  readonly name: string;
  /** Top of the working tree; undefined where nothing can run. */
  readonly root: string | undefined;
  readonly link: DashboardLink;
}

/** All of them, in the order of the window (src/extension/repositories). */
export interface DashboardRepositories {
  /** Resolves once the folders of the window were looked at. */
  ready(): Promise<void>;
  all(): readonly DashboardRepository[];
  onChange(listener: () => void): Unsubscribe;
}

/** Events after which something on the dashboard is another. What agents do meanwhile comes with their costs. */
const turning: ReadonlySet<RunEvent['type']> = new Set([
  'run.started',
  'run.finished',
  'signal.awaited',
  'signal.taken',
  'signal.expired',
]);

/** Kinds of changes that the dashboard tells of. */
const told: ReadonlySet<Changed> = new Set(['inbox', 'schedule', 'costs', 'owed']);

/** Calls back when the dashboard of a repository may be another. */
export function onNews({ link }: DashboardRepository, listener: () => void): Unsubscribe {
  const ends = [
    link.onEvent((_run, { event }) => turning.has(event.type) && listener()),
    link.onOpen(listener),
    link.onChanged?.((what) => told.has(what) && listener()),
  ];
  return () => {
    for (const end of ends) end?.();
  };
}
