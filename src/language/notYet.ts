/**
 * What people know from elsewhere, or from later versions, and nothing enforces yet. A key that is accepted is a key
 * that acts, so these are refused, apart from typing errors, with what to do instead.
 */
const keys: Readonly<Record<string, string>> = {
  version: 'leave it out, there is one version of loop files so far',
  items: 'a run does one piece of work; describe it in roles.maker.prompt',
  connectors: 'a maker of your own (agent: command) can call what it needs',
  metrics: 'write a check whose command compares the number and fails',
  state: 'a check or a maker command may read files of the repository',
  loops: 'start the next loop by hand',
  outputs: 'read `loopwright show <run> --json`',
  concurrency: 'a person starts each run',
  lint: 'solve the problem or leave the warning',
  env: 'write env below a check',
  'on.schedule': 'write `on: manual` and start it from cron with `loopwright run <loop>`',
  'on.workflow_run': 'write `on: manual`',
  'on.push': 'write `on: manual` and call `loopwright run <loop>` from a hook',
  'on.pull_request': 'write `on: manual`',
  'on.files': 'write `on: manual`',
  'on.webhook': 'write `on: manual`',
  'on.loop': 'write `on: manual`',
  'on.manual': 'write `on: manual` alone; a run takes no inputs',
  'on.skip-if': 'write `on: manual`; a run whose goal holds already ends at once',
  'roles.explorer': 'the maker looks for itself',
  'roles.checker': 'write a check with the command that would review',
  'roles.judge': 'let checks decide',
  'roles.maker.model': 'choose the model in the command of agent: command',
  'roles.maker.effort': 'choose it in the command of agent: command',
  'roles.maker.skills': 'put what the maker should know into its prompt',
  'roles.maker.connectors': 'choose it in the command of agent: command',
  'roles.maker.max-turns': 'use budget.max-iterations and budget.timeout-minutes',
  'roles.maker.permission-mode': 'choose it in the command of agent: command',
  'roles.maker.env': 'set variables in the command itself',
  'checks.*.red-green': 'let the command itself show that the test fails without the change',
  'checks.*.parse': 'write a command that compares the number and fails',
  'checks.*.better': 'write a command that compares the number and fails',
  'goal.until': 'write the expression itself: `goal: checks.tests.passed`',
  'goal.judge': 'let checks decide',
  'goal.give-up': 'use budget.max-iterations',
  'budget.max-cost-usd': 'use budget.max-iterations and budget.timeout-minutes',
  'budget.max-tokens': 'use budget.max-iterations and budget.timeout-minutes',
  'budget.per-item': 'the budget holds for the run',
  'budget.per-day': 'a person starts each run',
  'isolation.type': 'leave it out, work is always done in a worktree',
  'policy.network': 'nothing limits the network yet',
  'gates.understand.when': 'leave it out, the gate always asks',
  'gates.understand.approvers': 'whoever lands the change answers',
  'gates.understand.timeout-hours': 'leave it out, the gate waits for a person',
  'gates.understand.on-timeout': 'leave it out, the gate waits for a person',
  'gates.understand.comprehension.debt-limit': 'leave it out',
  'deliver.draft': 'write `as: branch` and open the pull request yourself',
  'deliver.merge': 'write `as: merge`; a person says when',
  'deliver.labels': 'write `as: branch` and open the pull request yourself',
};

const values: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'deliver.as': {
    'pull-request': 'write `as: branch` and open the pull request yourself',
    report: 'write `as: branch` and read the change there',
  },
  on: Object.fromEntries(
    Object.entries(keys)
      .filter(([key]) => key.startsWith('on.'))
      .map(([key, instead]) => [key.slice(3), instead]),
  ),
};

/** Agents that people know and that are not driven yet. */
export const agentsNotYet: readonly string[] = [
  'claude',
  'codex',
  'pi',
  'gemini',
  'opencode',
  'copilot',
  'cursor',
  'aider',
];

/** Words of the engine with no place of their own in a gate. */
const gateKeys: readonly string[] = ['before', 'when', 'approvers', 'timeout-hours', 'on-timeout', 'comprehension'];

const wild = (path: readonly (string | number)[]): string =>
  path.map((step, index) => (index === 1 && path[0] === 'checks' ? '*' : String(step))).join('.');

/** What to do instead of a key that is not supported yet; undefined for a key that nobody knows. */
export function insteadOfKey(path: readonly (string | number)[], value: unknown): string | undefined {
  const known = keys[wild(path)];
  if (known !== undefined && Object.hasOwn(keys, wild(path))) return known;
  const isGate = path.length === 2 && path[0] === 'gates' && typeof value === 'object' && value !== null;
  if (isGate && Object.keys(value).some((key) => gateKeys.includes(key))) return 'the one gate is `understand`';
  return undefined;
}

/** What to do instead of a value that is not supported yet. */
export function insteadOfValue(path: readonly (string | number)[], value: string): string | undefined {
  const table = values[wild(path)];
  return table && Object.hasOwn(table, value) ? table[value] : undefined;
}
