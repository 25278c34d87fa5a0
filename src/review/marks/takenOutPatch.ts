import type { FileChange } from '../../model/change.ts';
import type { LineSpan, Piece } from '../../model/reviewOutline.ts';
import { linesOf } from '../hunks.ts';

/** Characters, so that many pieces can be told of. */
const longest = 4000;
const longestLine = 400;

/** What a piece had done to its file, as a short patch: for whoever is told that it was taken out. */
export function takenOutPatch(
  { kind, base, head }: Piece,
  file: FileChange,
  texts: { readonly base: string; readonly head: string },
): string {
  if (kind === 'mode') return `-mode ${file.oldMode}\n+mode ${file.newMode}`;
  if (kind === 'file') return fileWords(file);
  const lines = [...marked('-', texts.base, base), ...marked('+', texts.head, head)];
  const patch = lines.join('\n');
  return patch.length <= longest ? patch : `${patch.slice(0, longest)}\n…`;
}

function marked(sign: string, text: string, { first, count }: LineSpan): readonly string[] {
  return linesOf(text)
    .slice(first - 1, first - 1 + count)
    .map((line) => `${sign}${line.slice(0, longestLine)}`);
}

function fileWords({ status }: FileChange): string {
  if (status === 'added') return 'The whole file, which was added.';
  if (status === 'deleted') return 'That the file was deleted.';
  return 'The whole file as it was changed.';
}
