import { wildPath } from './idKinds.ts';
import type { Path } from './reading.ts';

/** What each value of a choice means, by the path of its field; `*` is an id of the author's own or a place in a list. */
export const valueMeanings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'on.schedule.*.missed': {
    skip: 'Firings that were missed while the machine was off are left out.',
    'run-once': 'One run makes up for all firings that were missed.',
    'run-all': 'One run for each firing that was missed, at most 24.',
  },
  'on.workflow_run.conclusions.*': {
    success: 'The CI run passed.',
    failure: 'The CI run failed.',
    cancelled: 'Somebody stopped the CI run.',
  },
  'on.loop.conclusion': {
    success: 'The other loop delivered something, or found nothing to do.',
    failure: 'The other loop gave up or broke.',
    finding: 'The other loop left at least one open finding.',
    any: 'However the other loop ended.',
  },
  'on.manual.inputs.*.type': {
    string: 'A text.',
    number: 'A number; in expressions it has decimals, and whole numbers compare with it.',
    boolean: 'True or false.',
    choice: 'One of the texts in `options`.',
  },
  'items.format': {
    json: 'An array of JSON, or one value of JSON a line.',
    lines: 'Each line is an item with one field, `line`.',
  },
  'items.retry': {
    never: 'An item that was tried in vain is not tried again.',
    changed: 'It is tried again when its data has changed.',
    always: 'Every run tries it again.',
  },
  'roles.maker.session': {
    continue: 'The next pass goes on with the conversation.',
    fresh: 'The next pass begins anew.',
    fork: 'The next pass begins a conversation that knows what the last one knew.',
  },
  'roles.checker.blocks': {
    reproduced: 'A defect fails the pass when its command shows it.',
    claimed: 'Every defect that the checker tells fails the pass.',
  },
  'roles.*.effort': {
    low: 'The model thinks little: quick and cheap.',
    medium: 'The model thinks as it usually does.',
    high: 'The model thinks long: slow and dear.',
  },
  'goal.escalate.*': { person: 'Asks a person how to go on, and waits.' },
  'goal.escalate.*.effort': {
    low: 'The maker thinks little from then on.',
    medium: 'The maker thinks as usual from then on.',
    high: 'The maker thinks long from then on.',
  },
  'goal.escalate.*.session': { fresh: 'A new session with a summary of what was tried.' },
  'checks.*.flaky': {
    fail: 'A test that passes in one run and fails in another is a failure.',
    quarantine: 'Such a test is set apart with a finding in the inbox.',
  },
  'checks.*.report.format': {
    junit: 'JUnit XML, which most test runners can write.',
    tap: 'Test Anything Protocol.',
    node: 'What `node --test` prints.',
    vitest: 'What Vitest writes as JSON.',
    jest: 'What Jest writes as JSON.',
    pytest: 'What pytest prints.',
    go: 'What `go test` prints, with `-json` or without.',
    cargo: 'What `cargo test` prints.',
  },
  'metrics.*.better': { higher: 'More is better, as of coverage.', lower: 'Less is better, as of seconds or bytes.' },
  'metrics.*.parse': { number: 'The output is the number.' },
  'isolation.keep': {
    always: 'The worktree stays after every run.',
    'on-failure': 'The worktree stays where the run did not reach its goal.',
    never: 'The worktree is always removed; a branch with unlanded work stays.',
  },
  'policy.oracles': {
    frozen: 'No file that proves the change may be touched.',
    add: 'Tests may be added; none may be changed or deleted.',
    free: 'Tests and the scripts of checks may be changed in any way.',
  },
  'policy.sandbox': {
    required: 'A run starts only where a cage works.',
    preferred: 'A cage where one works; without one every run says so.',
    off: 'No cage.',
  },
  'policy.network': { all: 'Everything can be reached.', none: 'Nothing can be reached, the model included.' },
  'gates.*.before': {
    item: 'A person is asked before an item is begun.',
    spend: 'A person is asked before another pass may spend.',
    deliver: 'A person is asked before the change leaves the worktree in any way.',
    merge: 'A person is asked only before a merge.',
  },
  'gates.*.on-timeout': { reject: 'Silence declines the change.', approve: 'Silence lets the change through.' },
  'deliver.as': {
    merge: 'Lands on a branch when a person says so.',
    branch: 'Stays on the branch of the item.',
    patch: 'Is written to a patch file.',
    'pull-request': 'The branch is pushed, and a pull request opened with `gh` or `glab`.',
    report: 'What was found out, and no change: for an explorer without a maker.',
  },
  'state.carry.*': {
    findings: 'What was found and is still open.',
    attempts: 'What was tried before, and how it went.',
    lessons: 'What people and runs have learned.',
    verdicts: 'What checkers and judges said.',
    decisions: 'What people decided on findings.',
  },
};

/** What a value of a choice means; undefined where the value is all there is to say. */
export function valueMeaning(path: Path, value: string): string | undefined {
  const wild = wildPath(path).replace(/^roles\.\w+\.effort$/, 'roles.*.effort');
  const meanings = Object.hasOwn(valueMeanings, wild) ? valueMeanings[wild] : undefined;
  return meanings && Object.hasOwn(meanings, value) ? meanings[value] : undefined;
}
