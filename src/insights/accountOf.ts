import type { FileChange } from '../model/change.ts';
import type { Landed, RunAccount } from '../model/runAccount.ts';
import type { ItemState, RunState } from '../model/runState.ts';
import { type ItemView, itemsOf } from '../model/runView.ts';
import type { Spend } from '../model/spend.ts';
import { type StepState, stepsOfKind } from '../model/stepState.ts';
import { fileKindOf } from '../review/fileKind.ts';

/** Characters of a reason that are kept. */
const longestWhy = 500;

/** Names of failing tests that are kept of a check. */
const mostTests = 20;

/** What the checks said on the base, as the first item that was looked at tells: all of them begin at the same commit. */
function beforeOf({ start, items }: RunState): Pick<RunAccount, 'before'> {
  const looks = [...items.values()].flatMap(({ steps }) => stepsOfKind(steps, 'decide'));
  const look = looks.find(({ input }) => input.iteration === 0);
  if (look === undefined) return {};
  const failed = look.input.facts.checks.filter(({ passed }) => !passed);
  return {
    before: {
      base: start.base,
      failed: failed.map(({ id, failing = [] }) => ({ check: id, tests: failing.slice(0, mostTests) })),
    },
  };
}

/** What will be asked of a run when it is over. `spendOf`: what the agents of an item used. */
export function accountOf(state: RunState, spendOf: (item: string) => Spend): RunAccount {
  return {
    into: state.start.deliver.into,
    ...beforeOf(state),
    items: itemsOf(state).map((item) => {
      const own = state.items.get(item.id);
      const landed = own === undefined ? undefined : landedOf(own, spendOf);
      return {
        id: item.id,
        key: item.key,
        status: item.status,
        at: endOf(own?.steps ?? []) ?? state.at,
        iterations: item.iterations.filter(({ number }) => number > 0).length,
        reached: item.accepted,
        ...whyOf(item),
        ...(landed === undefined ? {} : { landed }),
      };
    }),
  };
}

function whyOf({ outcome }: ItemView): { why?: string } {
  return outcome?.status === 'gave-up' ? { why: outcome.reason.slice(0, longestWhy) } : {};
}

function endOf(steps: readonly StepState[]): number | undefined {
  const concluded = steps.findLast(({ kind }) => kind === 'conclude') ?? steps.at(-1);
  return concluded?.finishedAt ?? concluded?.startedAt;
}

function landedOf(item: ItemState, spendOf: (item: string) => Spend): Landed | undefined {
  const land = stepsOfKind(item.steps, 'land').findLast(({ result }) => result?.status === 'landed');
  if (land?.result?.status !== 'landed') return undefined;
  const { candidate } = land.input;
  const merge = stepsOfKind(item.steps, 'merge').findLast(
    ({ result }) => result?.status === 'merged' && result.candidate === candidate,
  );
  const files = merge?.result?.status === 'merged' ? merge.result.change.files : [];
  const understood = understoodBlobs(item, merge?.input.head);
  return {
    at: land.finishedAt ?? land.startedAt,
    commit: land.result.commit,
    files: files
      .filter(({ added }) => added > 0)
      .map((file) => ({ path: file.path, lines: file.added, owed: owedFor(file, understood) })),
    spend: spendOf(item.id),
    passed: passedBy(item),
  };
}

/** The checks that the change passed when it was judged last. */
function passedBy({ steps }: ItemState): string[] {
  const checks = stepsOfKind(steps, 'decide').at(-1)?.input.facts.checks ?? [];
  return checks.filter(({ passed }) => passed).map(({ id }) => id);
}

/** Nobody is asked to understand what a program wrote. */
function owedFor({ path, added }: FileChange, understood: ReadonlySet<string>): number {
  const kind = fileKindOf(path);
  return kind === 'generated' || kind === 'lockfile' || understood.has(path) ? 0 : added;
}

/**
 * The files about which a prompt was answered right at the first attempt, and that are in the change at `head` as they were
 * asked about: an answer about something else shows nothing.
 */
function understoodBlobs({ steps, said }: ItemState, head: string | undefined): ReadonlySet<string> {
  const blobs = blobsByHead(steps);
  const last = head === undefined ? undefined : blobs.get(head);
  const paths = said.flatMap((one) => {
    if (one.kind !== 'answered' || !one.correct || one.path === undefined) return [];
    const asked = blobs.get(one.head)?.get(one.path);
    return asked !== undefined && asked === last?.get(one.path) ? [one.path] : [];
  });
  return new Set(paths);
}

/** The content of the files of each change of an item, by its head and their paths. */
function blobsByHead(steps: readonly StepState[]): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const results = [...stepsOfKind(steps, 'commit'), ...stepsOfKind(steps, 'rebase')].map(({ result }) => result);
  return new Map(
    results.flatMap((result) =>
      result === undefined
        ? []
        : [[result.change.head, new Map(result.change.files.map(({ path, newBlob }) => [path, newBlob]))] as const],
    ),
  );
}
