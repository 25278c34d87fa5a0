import type { CodeReading } from '../../../../src/comprehension/codeReading.ts';
import type { LanguageSources } from '../../../fixtures/debianCorpus.ts';
import { debianTexts } from '../../../support/debianSources.ts';
import { loopEdit, loopEditKinds } from '../../../support/loopEdits.ts';
import type { CorpusChange } from './corpusChange.ts';

/** Files that are edited are of such a length. */
const lengths = { least: 2500, most: 40_000 };
/** Edits of one language; each kind has as many files to itself. */
const editsOfKind = 12;

/** Edits such as loops make of real files of a language, each in the middle of the other files of its folder. */
export async function debianChanges(
  { language, ending, files, only }: LanguageSources,
  code: CodeReading,
): Promise<readonly CorpusChange[]> {
  const texts = new Map<string, string>();
  for (const [path, text] of await debianTexts(files, ending)) if (only.test(path)) texts.set(inProject(path), text);
  const long = [...texts].filter(([, { length }]) => length >= lengths.least && length <= lengths.most);
  return loopEditKinds.flatMap((edit, turn) => {
    const found: CorpusChange[] = [];
    // Each kind begins with another file, so that all of them are edited.
    const turned = long.map((_, index) => long[(index + turn * 3) % long.length]).filter((one) => one !== undefined);
    for (const [path, text] of turned) {
      const made = found.length < editsOfKind ? loopEdit(edit, path, text, code, 'corpus') : undefined;
      if (made === undefined) continue;
      const beside = Object.fromEntries([...texts].filter(([other]) => folderOf(other) === folderOf(path)));
      found.push({
        ...{ title: `${edit}: ${path}`, project: folderOf(path), language, edit, path },
        base: { ...beside, [path]: made.base },
        head: { ...beside, [path]: made.head },
      });
    }
    return found;
  });
}

/** A path as it is in the project, not where Debian puts it. */
const inProject = (path: string): string =>
  path.replace(/^.*\/(?:dist-packages|gocode\/src|registry|src\/main\/java)\//, '');
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
