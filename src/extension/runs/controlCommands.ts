import { runLook } from '../../model/statusLook.ts';
import type { CommandHandlers, IterationTarget, RunTarget } from '../commandTable.ts';
import type { Dialogs } from '../dialogs.ts';
import type { RunRequests } from '../repositories/runners.ts';
import { addNote, raiseBudget, retryFrom, setPaused } from './controls.ts';
import { isPaused } from './isPaused.ts';
import { inWords, itemsNow } from './itemsNow.ts';
import type { RunEntry, RunStore } from './runStore.ts';

export interface ControlCommandDeps {
  readonly link: RunRequests;
  readonly store: RunStore;
  readonly dialogs: Dialogs;
  /** Shows a run in the view Runs. */
  readonly reveal: (run: string) => Promise<void>;
  /** Told of every run that this window starts. */
  readonly started: (run: string) => void;
  readonly copy: (text: string) => PromiseLike<void>;
}

type ControlCommands = Pick<
  CommandHandlers,
  | 'loopwright.pause'
  | 'loopwright.resume'
  | 'loopwright.addNote'
  | 'loopwright.raiseBudget'
  | 'loopwright.retryFrom'
  | 'loopwright.copyRunId'
>;

const goesOn = ({ summary }: RunEntry): boolean => summary.finishedAt === undefined;
const canResume = ({ summary, state }: RunEntry): boolean => goesOn({ summary }) && isPaused(summary.status, state);

export function controlCommands(deps: ControlCommandDeps): ControlCommands {
  const { link, store, dialogs, copy } = deps;
  const on =
    (fits: (entry: RunEntry) => boolean, ask: string, act: (entry: RunEntry, target: RunTarget) => Promise<void>) =>
    async (target: RunTarget) => {
      const entry = await chooseRun(deps, target, fits, ask);
      if (entry !== undefined) await act(entry, target);
    };
  return {
    'loopwright.pause': on(
      (entry) => goesOn(entry) && !canResume(entry),
      'Pause which run?',
      ({ summary }) => setPaused(deps, summary.id, 'pause'),
    ),
    'loopwright.resume': on(canResume, 'Resume which run?', ({ summary }) => setPaused(deps, summary.id, 'resume')),
    'loopwright.addNote': on(goesOn, 'A note for which run?', (entry, target) => {
      const item = target?.item;
      const place = { run: entry.summary.id, ...(item !== undefined && { item }) };
      return addNote({ link, dialogs }, place, nameOf(entry, item));
    }),
    'loopwright.raiseBudget': on(goesOn, 'Raise the budget of which run?', (entry) =>
      raiseBudget({ link, dialogs }, entry, Date.now()),
    ),
    'loopwright.retryFrom': (target) => retry(deps, target, store),
    'loopwright.copyRunId': on(
      () => true,
      'The id of which run?',
      async ({ summary }) => copy(summary.id),
    ),
  };
}

/** A target that names no iteration is asked for its newest one: a run or an item is retried from where it came to. */
async function retry(deps: ControlCommandDeps, target: IterationTarget, store: RunStore): Promise<void> {
  const entry = await chooseRun(deps, target, () => true, 'Retry which run?');
  if (entry === undefined) return;
  const place = target?.iteration === undefined ? await chooseIteration(deps, entry, target?.item) : target;
  if (place?.iteration === undefined) return;
  const { run, item, iteration } = { run: entry.summary.id, item: place.item, iteration: place.iteration };
  const from = { run, iteration, ...(item !== undefined && { item }) };
  const next = await retryFrom(deps, from, nameOf(store.get(run) ?? entry, item));
  if (next === undefined) return;
  deps.started(next);
  await deps.reveal(next);
}

async function chooseIteration(
  { dialogs }: ControlCommandDeps,
  { state }: RunEntry,
  item: string | undefined,
): Promise<{ readonly item: string; readonly iteration: number } | undefined> {
  const items = state === undefined ? [] : itemsNow(state).filter(({ id }) => item === undefined || id === item);
  const choices = items.flatMap((view) =>
    view.iterations
      .filter(({ status }) => status !== 'running')
      .map(({ number }) => ({
        label: number === 0 ? 'From the base' : `From iteration ${number}`,
        description: inWords(view).trim(),
        value: { item: view.id, iteration: number },
      })),
  );
  if (choices.length > 0) return dialogs.pick('Retry from where?', choices.toReversed());
  dialogs.say('It has no iteration to begin from. Run its loop again.');
  return undefined;
}

/** The run that a command is about: the one it was given, the only one that fits, else the one picked. */
async function chooseRun(
  { store, dialogs }: Pick<ControlCommandDeps, 'store' | 'dialogs'>,
  target: RunTarget,
  fits: (entry: RunEntry) => boolean,
  ask: string,
): Promise<RunEntry | undefined> {
  if (target?.run !== undefined) return store.get(target.run);
  const fitting = store.all().filter(fits);
  const [only, another] = fitting;
  if (only === undefined) dialogs.say('There is no run that this can be done with.');
  if (another === undefined) return only;
  const choices = fitting.slice(0, mostChoices).map((entry) => ({
    label: entry.summary.loop,
    description: `${runLook[entry.summary.status].words}, started ${new Date(entry.summary.startedAt).toLocaleString()}`,
    detail: entry.summary.reason,
    value: entry,
  }));
  return dialogs.pick(ask, choices);
}

const mostChoices = 100;

/** What people call a run or an item of it. */
function nameOf({ summary, state }: RunEntry, item: string | undefined): string {
  const view = state && item !== undefined ? itemsNow(state).find(({ id }) => id === item) : undefined;
  return `${summary.loop}${view === undefined ? '' : inWords(view)}`;
}
