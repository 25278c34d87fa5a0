import type { Enforcer } from '../model/loop/fieldMeta.ts';
import type { JsonSchema } from './jsonSchema.ts';
import { forms } from './schemaWalk.ts';

const step = (kind: Enforcer, does: string): string => `the step \`${kind}\` (${does})`;

/** Each enforcer in plain words, for "Enforced by …". One that is left out does not compile. */
export const enforcerWords: Readonly<Record<Enforcer, string>> = {
  prepare: step('prepare', 'makes the worktree and its branch'),
  precheck: step('precheck', 'asks whether there is anything to do'),
  hear: step('hear', 'takes in what people decided elsewhere'),
  discover: step('discover', 'finds the items'),
  recall: step('recall', 'reads what the loop remembers'),
  setup: step('setup', 'makes the worktree ready'),
  explore: step('explore', 'lets the explorer look'),
  make: step('make', 'lets the maker work'),
  commit: step('commit', 'commits a pass and lists what it changed'),
  check: step('check', 'runs a check'),
  measure: step('measure', 'measures a metric'),
  weave: step('weave', 'puts old tests and new sources together, and the other way round'),
  verify: step('verify', 'lets the checker try to break the change'),
  reproduce: step('reproduce', 'runs the command that is said to show a defect'),
  judge: step('judge', 'lets a judge score the change'),
  tidy: step('tidy', 'brings the worktree back to what is committed'),
  discard: step('discard', 'throws a pass away'),
  decide: step('decide', 'works out goal and give-up'),
  gate: step('gate', 'works out whether a gate asks'),
  account: step('account', 'sums up what was used'),
  raise: step('raise', 'puts something into the inbox'),
  settle: step('settle', 'takes something out of the inbox'),
  merge: step('merge', 'merges the change into its target, on no branch yet'),
  land: step('land', 'moves the target'),
  rebase: step('rebase', 'brings the work up to its target'),
  publish: step('publish', 'leaves the change on its branch'),
  push: step('push', 'pushes the branch'),
  open: step('open', 'opens the pull request'),
  patch: step('patch', 'writes the change as a patch'),
  report: step('report', 'writes what was found out'),
  conclude: step('conclude', 'remembers how the item ended'),
  reclaim: step('reclaim', 'gives the worktree back'),
  engine: 'the engine (decides what comes next)',
  runner: 'the runner (starts runs and answers people)',
  purse: 'the purse (ends an agent in the middle of its pass when a limit is used up)',
  sandbox: 'the cage (every command and agent runs in it)',
  language: 'the check of the file (a loop that breaks it does not run)',
  editor: 'the editor (shows it to people)',
};

/** Who holds to a field, in the order of the schema; of a map, to its short form: its fields speak for themselves. */
export function enforcedBy(schema: JsonSchema): readonly Enforcer[] {
  const own = [schema, ...forms(schema)].flatMap((form) => form['x-loop']?.enforcedBy ?? []);
  const entries = forms(schema).flatMap(({ items, additionalProperties: values }) => [
    ...(items ? enforcedBy(items) : []),
    ...(typeof values === 'object' ? enforcedBy(values) : []),
  ]);
  return [...new Set([...own, ...entries])];
}

/** `a, b and c`. */
export function sentenceOf(parts: readonly string[]): string {
  const [last = '', ...before] = parts.toReversed();
  return before.length === 0 ? last : `${before.toReversed().join(', ')} and ${last}`;
}
