import type { StepState } from '../../model/stepState.ts';
import { commandPassed, type StepInput, type StepKind, type StepResult } from '../../model/steps.ts';
import { type Fact, factOf } from './row.ts';

type Tell<K extends StepKind> = (input: StepInput<K>, result: StepResult<K> | undefined) => readonly Fact[];

const most = 5;

/** What there is to tell of a step beside its state, for the kinds that have more to say. */
const facts: { readonly [K in StepKind]?: Tell<K> } = {
  precheck: ({ run }, result) => [
    ...factOf('Command', run),
    ...factOf('Says', result && (commandPassed(result) ? 'there is nothing to do' : 'there is work')),
  ],
  hear: ({ run }) => factOf('Command', run),
  discover: ({ from }, result) => [...factOf('Command', 'run' in from ? from.run : undefined), ...foundFacts(result)],
  setup: ({ run }) => factOf('Command', run),
  explore: (_input, result) => [...factOf('Report', result?.summary), ...factOf('Root cause', result?.rootCause)],
  make: (_input, result) => factOf('Report', result?.summary),
  check: ({ check }) => factOf('Command', check.run),
  measure: ({ metric }, result) => [
    ...factOf('Command', metric.run),
    ...factOf('Value', result && result.value !== null ? String(result.value) : undefined),
  ],
  verify: (_input, result) => factOf('Report', result?.summary),
  reproduce: ({ run }, result) => [
    ...factOf('Command', run),
    ...factOf('Says', result && (commandPassed(result) ? 'the defect does not show' : 'the defect shows')),
  ],
  judge: (_input, result) => [
    ...factOf('Score', result && result.score !== null ? `${result.score} of 10` : undefined),
    ...(result?.reasons ?? []).flatMap((reason) => factOf('Reason', reason)),
  ],
  account: (_input, result) => (result?.warnings ?? []).flatMap((warning) => factOf('Warning', warning)),
  raise: ({ entry }) => factOf('Says', entry.title),
  open: (_input, result) => factOf('Pull request', result && 'url' in result ? result.url : result?.bodyFile),
  patch: (_input, result) => factOf('File', result?.file),
  report: (_input, result) => factOf('File', result?.file),
};

export function stepFacts(step: StepState): readonly Fact[] {
  const tell = facts[step.kind] as ((input: unknown, result: unknown) => readonly Fact[]) | undefined;
  return tell?.(step.input, step.result) ?? [];
}

function foundFacts(result: StepResult<'discover'> | undefined): readonly Fact[] {
  if (result?.status !== 'found') return [];
  const { items, found, left } = result;
  return [
    { name: 'Found', text: `${found}, taken up ${items.length}` },
    ...left.slice(0, most).map(({ key, why }) => ({ name: 'Left', text: `${key}: ${why}` })),
    ...factOf('Left', left.length > most ? `${left.length - most} more` : undefined),
  ];
}
