import { expectChoices, mostChoices } from '../../comprehension/expectChoices.ts';
import { seededRandom } from '../../comprehension/seededRandom.ts';
import { surprisesOf } from '../../comprehension/surprises.ts';
import { listTree, type TreeEntry } from '../../git/objects.ts';
import type { Repository } from '../../git/repository.ts';
import type { Change } from '../../model/change.ts';
import type { Surprises } from '../../model/expectation.ts';
import { nameAndEmail } from '../../model/nameAndEmail.ts';
import type { RunState } from '../../model/runState.ts';
import type { Identity } from '../../model/steps.ts';
import type { RunnerParams } from '../../protocol/runner.ts';
import { itemOf } from '../landing.ts';
import { orRefuse, Refused } from '../refusal.ts';
import type { Expectations } from '../review/expectations.ts';

/** Files among which others are looked for: of a larger tree only the folders of the change, and around them. */
const mostFiles = 20_000;

/** Files to choose from, the same ones whenever somebody asks about this change. */
export async function choicesOf(
  repository: Pick<Repository, 'commonDir'>,
  state: RunState,
  named: string | undefined,
): Promise<string[]> {
  const change = changeToExpect(state, named);
  const touched = weightiestFirst(change);
  return expectChoices(touched, await filesAround(repository, change.base, touched), seededRandom(change.head));
}

/** Keeps what a person expects, and tells what is other. Whoever says it again is told of what they said first. */
export async function expectOf(
  expectations: Expectations,
  { state, now }: { readonly state: RunState; readonly now: number },
  { item: named, paths, words }: Omit<RunnerParams<'expect'>, 'run'>,
  person: Identity,
): Promise<Surprises> {
  const change = changeToExpect(state, named);
  const review = { run: state.start.run, item: itemOf(state, named).id };
  const expected = { head: change.head, paths: [...new Set(paths)], words: words.trim() };
  const counts = await expectations.expect(review, { at: now, by: nameAndEmail(person), expected });
  return surprisesOf(counts.paths, weightiestFirst(change));
}

/** The newest change of an item that waits for somebody to read it. */
function changeToExpect(state: RunState, named: string | undefined): Change {
  const { change, key } = itemOf(state, named);
  if (change !== undefined) return change;
  const { run } = state.start;
  throw new Refused(
    'no-change',
    `Item ${key} of run ${run} has no change to expect anything of yet. \`loopwright show ${run}\` tells how far it is.`,
  );
}

const weightiestFirst = ({ files }: Change): string[] =>
  [...files]
    .sort((one, other) => other.added + other.removed - (one.added + one.removed) || (one.path < other.path ? -1 : 1))
    .map(({ path }) => path);

/** Files of the base: those in and below the folders of the change, then of the folders around these, until there are enough. */
async function filesAround(
  repository: Pick<Repository, 'commonDir'>,
  base: string,
  touched: readonly string[],
): Promise<string[]> {
  const own = new Set(touched);
  let folders = new Set(touched.slice(0, mostChoices).map(parentOf));
  for (;;) {
    const lists = await Promise.all([...folders].map((folder) => listTree(repository, base, folder || undefined)));
    const files = [...new Set(lists.flatMap((list) => orRefuse(list).filter(isFile)).map(({ path }) => path))];
    const isEnough = files.filter((path) => !own.has(path)).length >= 2 * mostChoices;
    if (isEnough || folders.has('')) return files.slice(0, mostFiles);
    folders = new Set([...folders].map(parentOf));
  }
}

const isFile = ({ type, mode }: TreeEntry): boolean => type === 'blob' && mode !== '120000';

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
