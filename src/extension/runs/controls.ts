import type { RunState } from '../../model/runState.ts';
import { amountText, dollars } from '../../model/spendText.ts';
import type { RunnerParams } from '../../protocol/runner.ts';
import { type Choice, type Dialogs, textProblem } from '../dialogs.ts';
import { plainLine } from '../plainText.ts';
import type { RunRequests } from '../repositories/runners.ts';
import type { RunEntry } from './runStore.ts';
import { budgetsOf } from './spendBar.ts';

export interface ControlDeps {
  readonly link: RunRequests;
  readonly dialogs: Dialogs;
}

/** A run, or one item of it. */
export interface Place {
  readonly run: string;
  readonly item?: string;
}

/** What a person says to a run that goes on. Nothing is shown as done before the runner's events say so. */

export async function setPaused({ link, dialogs }: ControlDeps, run: string, how: 'pause' | 'resume'): Promise<void> {
  const done = await link.request(how, { run });
  if (!done.ok) dialogs.refused(done.error);
}

/** Of all items where no item is named. */
export async function addNote({ link, dialogs }: ControlDeps, { run, item }: Place, what: string): Promise<void> {
  const text = await dialogs.write({
    title: `Note for the next iteration of ${plainLine(what, 80)}`,
    prompt: 'What should it bear in mind? It is told beside what failed last.',
    placeHolder: 'The limit is checked twice; look at parseRange first',
    problem: (given) => textProblem(given, 'A note needs words.'),
  });
  if (text === undefined || text === '') return;
  const done = await link.request('note', { run, ...(item !== undefined && { item }), text });
  if (done.ok) dialogs.say('The next iteration is told your note.');
  else dialogs.refused(done.error);
}

/** The id of the new run; undefined where the person left or the runner refused. */
export async function retryFrom(
  { link, dialogs }: ControlDeps,
  { run, item, iteration }: Place & { readonly iteration: number },
  what: string,
): Promise<string | undefined> {
  const from = iteration === 0 ? 'the base' : `iteration ${iteration}`;
  const note = await dialogs.write({
    title: `Retry ${plainLine(what, 80)} from ${from}`,
    prompt: `A new run takes it up where ${from} left it. What should it bear in mind? It may be empty.`,
    problem: (given) => textProblem(given, undefined),
  });
  if (note === undefined) return undefined;
  const more = { ...(item !== undefined && { item }), ...(note !== '' && { note }) };
  const started = await link.request('retry', { run, iteration, ...more });
  if (started.ok) return started.value.run;
  dialogs.refused(started.error);
  return undefined;
}

type Raised = Exclude<keyof RunnerParams<'raise'>, 'run'>;

/** A limit that can be raised: what was used, and what it holds at where that is known. */
interface Raisable {
  readonly kind: Raised;
  readonly label: string;
  readonly used: string;
  readonly limit?: number;
  readonly unit: string;
}

const isWhole: ReadonlySet<Raised> = new Set(['tokens', 'iterations']);

/** Asks which limit and how high, having shown what was used. */
export async function raiseBudget({ link, dialogs }: ControlDeps, entry: RunEntry, now: number): Promise<void> {
  const { id, loop } = entry.summary;
  const limits = raisable(entry, now);
  const chosen = await dialogs.pick(`Raise which budget of ${plainLine(loop, 80)}?`, limits.map(choiceOf));
  if (chosen === undefined) return;
  const text = await dialogs.write({
    title: `Raise ${chosen.label.toLowerCase()} of ${plainLine(loop, 80)}`,
    prompt: `${chosen.used}. To how many ${chosen.unit} in all?`,
    problem: (given) => amountProblem(chosen, given),
  });
  if (text === undefined || text === '') return;
  const raised = await link.request('raise', { run: id, [chosen.kind]: Number(text) });
  if (raised.ok) dialogs.say(`Raised ${chosen.label.toLowerCase()} to ${text} ${chosen.unit}.`);
  else dialogs.refused(raised.error);
}

const choiceOf = (value: Raisable): Choice<Raisable> => ({ label: value.label, description: value.used, value });

function amountProblem({ kind, limit }: Raisable, text: string): string | undefined {
  const amount = Number(text);
  if (text === '' || !Number.isFinite(amount) || amount <= 0) return 'A number above 0 is needed.';
  if (isWhole.has(kind) && !Number.isInteger(amount)) return 'A whole number is needed.';
  return limit !== undefined && amount <= limit ? `It holds at ${limit} already. Write more.` : undefined;
}

function raisable({ summary, state }: RunEntry, now: number): readonly Raisable[] {
  const minutes = Math.floor((now - Date.parse(summary.startedAt)) / 60_000);
  const { iterationCount } = summary;
  return [
    spendLimit(state, summary.spend, 'costUsd'),
    spendLimit(state, summary.spend, 'tokens'),
    { kind: 'minutes', label: 'Time', used: `${minutes} min so far`, unit: 'minutes' },
    { kind: 'iterations', label: 'Iterations', used: `${iterationCount} so far`, unit: 'iterations of each item' },
  ];
}

function spendLimit(
  state: RunState | undefined,
  spend: RunEntry['summary']['spend'],
  kind: 'costUsd' | 'tokens',
): Raisable {
  const budget = state && budgetsOf(state).find((one) => one.kind === kind);
  const used = budget?.used ?? spend?.[kind] ?? null;
  const amount = kind === 'costUsd' ? dollars : amountText;
  const told = used === null ? 'used so far: unknown' : `${amount(used)} used`;
  const limit = budget?.limit;
  return {
    kind,
    label: kind === 'costUsd' ? 'Cost' : 'Tokens',
    used: limit === undefined ? told : `${told} of ${amount(limit)}`,
    ...(limit !== undefined && { limit }),
    unit: kind === 'costUsd' ? 'dollars' : 'tokens',
  };
}
