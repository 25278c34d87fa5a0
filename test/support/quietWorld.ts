import type { StepInput, StepKind, StepResult } from '../../src/model/steps.ts';

/** What each kind of step does in a test. */
export type World = { readonly [K in StepKind]: (input: StepInput<K>, key: string) => StepResult<K> };

const objectId = '0'.repeat(40);

const command: StepResult<'setup'> = {
  ended: 'exit',
  exitCode: 0,
  startedAt: 0,
  finishedAt: 1000,
  outputBytes: 0,
  tail: '',
  survivors: 0,
};

/** What a role says that has nothing to say. */
const said = () => ({
  agent: 'command',
  status: 'completed' as const,
  summary: '',
  usage: null,
  findings: [],
  lessons: [],
  questions: [],
  problems: [],
  command,
});

const nothingSpent = () => ({ tokens: 0, costUsd: 0 });

/**
 * Handlers that do the least: every command passes, every role is done without a word, the only item is found, nothing
 * changes, nothing is spent. A scene overrides what it is about.
 */
export const quietWorld: World = {
  prepare: () => ({ status: 'ready', configuration: 'c' }),
  // Anything but 0 says that there is something to do.
  precheck: () => ({ ...command, exitCode: 1 }),
  hear: () => ({ taken: 0, problems: [], command }),
  discover: () => ({ status: 'found', items: [{ id: 'default', key: 'default', data: {} }], found: 1, left: [] }),
  recall: () => ({ memory: '' }),
  setup: () => command,
  explore: () => ({ ...said(), changed: [] }),
  make: () => ({ ...said(), final: false }),
  commit: ({ base, parent }) => ({ change: { base, head: parent, tree: objectId, files: [] }, quarantined: [] }),
  check: () => ({ ...command, passed: true }),
  measure: () => ({ value: 0, command }),
  weave: () => ({ commit: objectId }),
  verify: () => ({ ...said(), defects: [], changed: [] }),
  reproduce: () => command,
  judge: () => ({ ...said(), score: 10, reasons: [], changed: [] }),
  tidy: () => ({}),
  discard: () => ({}),
  decide: ({ objections }) => ({ goalHolds: true, accepted: objections.length === 0, reasons: [...objections] }),
  gate: () => ({ asks: true }),
  account: () => ({ run: nothingSpent(), item: nothingSpent(), warnings: [] }),
  raise: () => ({}),
  settle: () => ({}),
  merge: ({ head }) => ({
    status: 'merged',
    candidate: head,
    old: objectId,
    change: { base: objectId, head, tree: objectId, files: [] },
  }),
  land: ({ candidate }) => ({ status: 'landed', commit: candidate }),
  rebase: ({ old, candidate }) => ({ change: { base: old, head: candidate, tree: objectId, files: [] } }),
  publish: ({ head }) => ({ commit: head }),
  push: () => ({ status: 'pushed' }),
  open: () => ({ status: 'opened', url: 'https://example.org/1', bodyFile: '/body.md' }),
  patch: () => ({ file: '/change.patch' }),
  report: () => ({ file: '/report.md' }),
  conclude: () => ({ openFindings: 0 }),
  reclaim: () => ({ removed: true }),
};
