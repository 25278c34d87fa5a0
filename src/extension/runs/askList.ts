import type { RunStatus } from '../../model/runState.ts';
import { runLook } from '../../model/statusLook.ts';
import type { Choice, Dialogs } from '../dialogs.ts';
import type { RunFilter } from './runFilter.ts';
import { type Grouping, groupings } from './runGroups.ts';

type Part = 'text' | 'loops' | 'states' | 'all';

/** Asks which runs are to be shown. Undefined where the person left; a part that is emptied filters no more. */
export async function askFilter(
  dialogs: Dialogs,
  filter: RunFilter,
  loops: readonly string[],
): Promise<RunFilter | undefined> {
  const part = await dialogs.pick<Part>('Show which runs?', [
    { label: 'With a text…', description: filter.text ?? 'in loop, reason or item', value: 'text' },
    { label: 'Of loops…', description: filter.loops?.join(', ') ?? 'any', value: 'loops' },
    { label: 'In states…', description: filter.states?.map(stateWords).join(', ') ?? 'any', value: 'states' },
    { label: 'All runs', description: 'clear the filter', value: 'all' },
  ]);
  switch (part) {
    case undefined:
      return undefined;
    case 'all':
      return {};
    case 'text':
      return askText(dialogs, filter);
    case 'loops':
      return askSome(dialogs, filter, 'loops', 'Runs of which loops?', loops.map(choiceOf));
    case 'states':
      return askSome(dialogs, filter, 'states', 'Runs in which states?', states);
  }
}

const stateWords = (state: RunStatus): string => runLook[state].words;
const choiceOf = (value: string): Choice<string> => ({ label: value, value });
const states = (Object.keys(runLook) as RunStatus[]).map((value) => ({ label: stateWords(value), value }));

const mostText = 200;

async function askText(dialogs: Dialogs, filter: RunFilter): Promise<RunFilter | undefined> {
  const { text: before, ...others } = filter;
  const text = await dialogs.write({
    title: 'Show runs with a text',
    prompt: 'In the name of the loop, the reason or an item. Empty: any.',
    ...(before !== undefined && { value: before }),
    problem: (given) => (given.length > mostText ? `At most ${mostText} characters.` : undefined),
  });
  if (text === undefined) return undefined;
  return text === '' ? others : { ...others, text };
}

async function askSome<K extends 'loops' | 'states'>(
  dialogs: Dialogs,
  filter: RunFilter,
  part: K,
  ask: string,
  choices: readonly Choice<NonNullable<RunFilter[K]>[number]>[],
): Promise<RunFilter> {
  const { [part]: before, ...others } = filter;
  const isPicked = (value: string) => (before as readonly string[] | undefined)?.includes(value) ?? false;
  const some = await dialogs.pickMany(ask, choices, isPicked);
  return some.length === 0 ? others : { ...others, [part]: some };
}

const groupingWords: { readonly [G in Grouping]: string } = {
  day: 'Day',
  loop: 'Loop',
  state: 'State',
};

/** Asks what runs are put together by. */
export const askGrouping = (dialogs: Dialogs, now: Grouping): Promise<Grouping | undefined> =>
  dialogs.pick(
    'Group the runs by what?',
    groupings.map((value) => ({
      label: groupingWords[value],
      ...(value === now && { description: 'as now' }),
      value,
    })),
  );
