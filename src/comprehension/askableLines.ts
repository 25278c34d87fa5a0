import type { Change, FileChange } from '../model/change.ts';
import { isScriptPath } from '../mutants/syntaxTree.ts';
import { fileKindOf, isMarkedGenerated } from '../review/fileKind.ts';
import { changedHunks, type Hunk, linesOf } from '../review/hunks.ts';
import { fileRisk } from '../review/risk/risk.ts';
import type { RiskWorld } from '../review/risk/seen.ts';

/** A longer text is not read by a person line by line, and costs too much to parse again and again. */
const longestText = 500_000;
/** A longer line is minified or data. */
const longestLine = 160;

/** Files that may be asked about, riskiest first: regular scripts with added lines, neither tests nor generated. */
export function askableFiles(change: Pick<Change, 'files'>): FileChange[] {
  const askable = change.files.filter(({ path, newMode, added, binary }) => {
    const regular = newMode === '100644' || newMode === '100755';
    const kind = fileKindOf(path);
    return regular && !binary && added > 0 && isScriptPath(path) && (kind === 'code' || kind === 'settings');
  });
  const ranked = askable.map((file) => ({ file, ...fileRisk(file, fileKindOf(file.path), [], nothingKnown) }));
  return ranked.sort((a, b) => b.risk - a.risk || byLines(a.file, b.file)).map(({ file }) => file);
}

/** By what their paths and sizes say: prompts are made before anybody has asked about the repository. */
const nothingKnown: RiskWorld = { protectedBy: () => undefined, ownersOf: () => [], callersOf: () => undefined };

const byLines = (a: FileChange, b: FileChange): number =>
  b.added + b.removed - (a.added + a.removed) || (a.path < b.path ? -1 : 1);

/** Numbers of the lines of `head`, from 1, that were really written there and hold code to ask about. */
export function askableLines(base: string, head: string): number[] {
  if (head.length > longestText || isMarkedGenerated(head)) return [];
  const lines = linesOf(head);
  const hunks = changedHunks(base, head);
  const old = new Set(hunks.flatMap(({ removed }) => removed.map(withoutBlanks)));
  return hunks.flatMap((hunk) => writtenLines(hunk, old)).filter((number) => isCode(lines[number - 1] ?? ''));
}

/** A line that only moved within the file, or only changed its blanks, was not written by anybody. */
function writtenLines({ head, added }: Hunk, old: ReadonlySet<string>): number[] {
  return added.flatMap((text, index) => (old.has(withoutBlanks(text)) ? [] : [head.first + index]));
}

const withoutBlanks = (text: string): string => text.replace(/\s+/g, '');

/** Blank lines, comments, imports and lone brackets hold nothing to understand. */
function isCode(line: string): boolean {
  const text = line.trim();
  if (text.length > longestLine || /^[\s()[\]{};,]*$/.test(text)) return false;
  if (/^(?:\/\/|\/\*|\*(?:\s|\/|$)|#!)/.test(text)) return false;
  return !/^(?:import\b(?!\s*[(.])|export\s+(?:type\s+)?(?:\*|\{)|\}\s*from\b)|\brequire\s*\(/.test(text);
}
