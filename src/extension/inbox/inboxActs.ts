import type { InboxEntry } from '../../model/inbox.ts';
import type { Result } from '../../model/result.ts';
import type { Refusal, RunnerParams } from '../../protocol/runner.ts';
import { type Choice, type Dialogs, textProblem } from '../dialogs.ts';
import { plainLine } from '../plainText.ts';
import type { Requests } from '../runner/requests.ts';
import type { WindowEntry } from './inboxWords.ts';
import { askUntil } from './snoozeTimes.ts';

export interface InboxActDeps {
  /** The runner that an entry is of. */
  readonly linkOf: (entry: WindowEntry) => Requests;
  readonly dialogs: Dialogs;
  readonly now: () => number;
}

type Entries = readonly WindowEntry[];

/** What people call one entry or several. */
const named = (entries: Entries): string => {
  const [only, another] = entries;
  return only !== undefined && another === undefined ? plainLine(only.title, 80) : `${entries.length} entries`;
};

/** Every act asks once for all its entries, then tells the runner of each; what is refused stays in the inbox. */
async function forEach(
  { dialogs }: InboxActDeps,
  entries: Entries,
  act: (entry: WindowEntry) => Promise<Result<unknown, Refusal>>,
): Promise<void> {
  const refusals: Refusal[] = [];
  for (const entry of entries) {
    const done = await act(entry);
    if (!done.ok) refusals.push(done.error);
  }
  const [first, ...others] = refusals;
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` (${others.length} more refused.)`;
  dialogs.refused({ ...first, message: `${first.message}${more}` });
}

/** The item that an entry is about, as requests name it. */
const itemOf = ({ run = '', item }: InboxEntry) => ({ run, ...(item !== undefined && { item }) });

export const approveEntries = (deps: InboxActDeps, entries: Entries): Promise<void> =>
  forEach(deps, entries, (entry) =>
    deps
      .linkOf(entry)
      .request('approve', { ...itemOf(entry), ...(entry.about !== undefined && { gate: entry.about }) }),
  );

export async function rejectEntries(deps: InboxActDeps, entries: Entries): Promise<void> {
  const reason = await deps.dialogs.write({
    title: `Reject ${named(entries)}`,
    prompt: 'Why? The run keeps the reason.',
    placeHolder: 'It hides the cause: the limit is wrong in time.js',
    problem: (text) => textProblem(text, 'A reason is needed.'),
  });
  if (reason === undefined || reason === '') return;
  await forEach(deps, entries, (entry) => deps.linkOf(entry).request('reject', { ...itemOf(entry), reason }));
}

export async function continueEntries(deps: InboxActDeps, entries: Entries): Promise<void> {
  const note = await deps.dialogs.write({
    title: `Continue ${named(entries)}`,
    prompt: `${whyOf(entries)}What should it bear in mind? It may be empty.`,
    placeHolder: 'The limit is checked twice; look at parseRange first',
    problem: (text) => textProblem(text, undefined),
  });
  if (note === undefined) return;
  await forEach(deps, entries, (entry) => deps.linkOf(entry).request('continue', { ...itemOf(entry), note }));
}

/** Questions differ, so each has its own answer. Leaving one leaves the rest. */
export async function answerEntries(deps: InboxActDeps, entries: Entries): Promise<void> {
  for (const entry of entries) {
    const text = await deps.dialogs.write({
      title: plainLine(entry.title, 80),
      prompt: plainLine(entry.why, 400),
      placeHolder: 'Your answer; the next run reads it too',
      problem: (given) => textProblem(given, 'An answer is needed.'),
    });
    if (text === undefined || text === '') return;
    const told = await deps.linkOf(entry).request('reply', { id: entry.id, text });
    if (!told.ok) deps.dialogs.refused(told.error);
    else
      deps.dialogs.say(told.value.heard ? 'The agent has your answer.' : 'The next run of the loop reads your answer.');
  }
}

export async function snoozeEntries(deps: InboxActDeps, entries: Entries): Promise<void> {
  const until = await askUntil(deps.dialogs, `Put ${named(entries)} off until when?`, deps.now());
  if (until === undefined) return;
  await forEach(deps, entries, (entry) => deps.linkOf(entry).request('snooze', { id: entry.id, until }));
}

/** A reason is asked of nobody: it was seen, and the entry says so. */
export const dismissEntries = (deps: InboxActDeps, entries: Entries): Promise<void> =>
  forEach(deps, entries, (entry) => deps.linkOf(entry).request('dismiss', { id: entry.id, why: '' }));

type Decision = RunnerParams<'decide'>['what'];

const decisions: readonly Choice<Decision>[] = [
  { label: 'Do', description: 'the next run attempts it', value: 'do' },
  { label: 'Not now', description: 'not until what it says changes', value: 'not-now' },
  { label: 'Never', description: 'it is not asked again', value: 'never' },
  { label: 'Later…', description: 'it comes back on a date', value: 'later' },
];

export async function decideEntries(deps: InboxActDeps, entries: Entries): Promise<void> {
  const { dialogs, linkOf, now } = deps;
  const what = await dialogs.pick(`What is to become of ${named(entries)}?`, decisions);
  if (what === undefined) return;
  const until =
    what === 'later' ? await askUntil(dialogs, `When is ${named(entries)} to come back?`, now()) : undefined;
  if (what === 'later' && until === undefined) return;
  const note = await dialogs.write({
    title: `Decide on ${named(entries)}`,
    prompt: 'A word for the next run. It may be empty.',
    problem: (text) => (text.length > mostNote ? `At most ${mostNote} characters.` : undefined),
  });
  if (note === undefined) return;
  const more = { ...(until !== undefined && { until }), ...(note !== '' && { note }) };
  await forEach(deps, entries, (entry) =>
    linkOf(entry).request('decide', { loop: entry.loop, finding: entry.about ?? '', what, ...more }),
  );
}

const mostNote = 1000;

/** Why one entry needs a word; several say it in their rows. */
function whyOf([only, another]: Entries): string {
  return only === undefined || another !== undefined ? '' : `${plainLine(only.why, 300)} `;
}
