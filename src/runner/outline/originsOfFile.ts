import { loopIdentity } from '../../engine/pass.ts';
import { readBlobs } from '../../git/blobs.ts';
import type { Repository } from '../../git/repository.ts';
import type { Change } from '../../model/change.ts';
import { nameAndEmail } from '../../model/nameAndEmail.ts';
import type { LineOrigin } from '../../model/reviewMarks.ts';
import type { ItemView } from '../../model/runView.ts';
import { stepsOfKind } from '../../model/stepState.ts';
import { type FileVersion, lineOriginsOf } from '../../review/lineOrigins.ts';
import { orRefuse, Refused } from '../refusal.ts';

/** Characters of a file, over all its versions, beyond which nobody is told who made which line. */
const mostText = 8_000_000;

/** A commit of an item: who made it, and the files that then differed from its base. */
interface Made {
  readonly change: Change;
  /** Absent where the commit only brought the base up to date. */
  readonly iteration?: number;
  /** The person, where it was not the maker. */
  readonly by?: string;
}

/** Who made which lines of a file of the head, by the commits of the item. Empty for a file that is no text, or too large. */
export async function lineOrigins(
  repository: Pick<Repository, 'commonDir'>,
  item: ItemView,
  change: Change,
  path: string,
): Promise<LineOrigin[]> {
  const file = change.files.find((one) => one.path === path);
  if (file === undefined) {
    throw new Refused('not-in-change', `${path} is not part of the change. \`loopwright review\` lists its files.`);
  }
  if (file.binary || !/^100/.test(file.newMode)) return [];
  const made = commitsOf(item, change.head);
  // Where a commit does not tell of the path, it has it as the base does.
  const ofBase = made.map(({ change: one }) => fileAt(one, path)?.oldBlob).find(isKnown) ?? file.oldBlob;
  const blobs = [ofBase, ...made.map(({ change: one }) => fileAt(one, path)?.newBlob ?? ofBase)];
  const contents = orRefuse(await readBlobs(repository, blobs.filter(isThere)));
  const texts = blobs.map((blob) => contents.get(blob)?.toString('latin1') ?? '');
  if (texts.reduce((sum, text) => sum + text.length, 0) > mostText) return [];
  const versions = texts.map((text, index): FileVersion => {
    const { iteration, by } = made[index - 1] ?? {};
    return { text, ...(iteration === undefined ? {} : { iteration }), ...(by === undefined ? {} : { by }) };
  });
  return [...lineOriginsOf(versions)];
}

const isThere = (blob: string): boolean => !/^0+$/.test(blob);
const isKnown = (blob: string | undefined): blob is string => blob !== undefined;

const fileAt = ({ files }: Change, path: string) => files.find((one) => one.path === path);

/** The commits that led to the head, oldest first; one that was thrown away is not among them. */
function commitsOf({ iterations, steps }: ItemView, head: string): readonly Made[] {
  const all = [...steps, ...iterations.flatMap((one) => one.steps)];
  const commits = stepsOfKind(all, 'commit');
  const rebases = stepsOfKind(all, 'rebase');
  const published = stepsOfKind(all, 'publish');
  const made: Made[] = [];
  const seen = new Set<string>();
  for (let at = head; !seen.has(at); ) {
    seen.add(at);
    const commit = commits.findLast(({ result }) => result?.change.head === at);
    const rebase = rebases.findLast(({ result }) => result?.change.head === at);
    if (commit?.result !== undefined) {
      const { author, iteration, parent } = commit.input;
      const isLoop = author.name === loopIdentity.name && author.email === loopIdentity.email;
      const by = isLoop ? {} : { by: nameAndEmail(author) };
      if (parent !== at) made.push({ change: commit.result.change, iteration, ...by });
      at = parent;
    } else if (rebase?.result !== undefined) {
      made.push({ change: rebase.result.change });
      at = rebase.input.head;
    } else {
      at = published.findLast(({ result }) => result?.commit === at)?.input.head ?? at;
    }
  }
  return made.reverse();
}
