import type { PromptWorld } from '../../comprehension/promptWorld.ts';
import { seededRandom } from '../../comprehension/seededRandom.ts';
import { namedPlaces } from '../../git/namedPlaces.ts';
import { readBlob } from '../../git/objects.ts';
import type { DeskOrder } from './messages.ts';

/** Runs the loop's checks, which the runner does. */
export interface Trying {
  readonly verdict: PromptWorld['tryMutant'];
  readonly tests: PromptWorld['tryTests'];
}

/** The world of prompts about one change: texts from git, checks by the runner. */
export function promptWorld(
  { commonDir, change, seed }: Pick<DeskOrder, 'commonDir' | 'change' | 'seed'>,
  trying: Trying,
): PromptWorld {
  const read = (commit: string) => async (path: string) => {
    const blob = await readBlob({ commonDir }, commit, path);
    return blob.ok && blob.value !== undefined ? textOf(blob.value) : undefined;
  };
  return {
    readBase: read(change.base),
    readHead: read(change.head),
    tryMutant: trying.verdict,
    tryTests: trying.tests,
    placesOf: (names) => namedPlaces({ commonDir }, change.head, names),
    random: seededRandom(seed),
    now: () => performance.now(),
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes that are not UTF-8 would not come back as they were when an edit of the text is written. */
function textOf(bytes: Buffer): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
