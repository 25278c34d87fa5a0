/**
 * The text without the block entry whose key begins at `start`: its line, all that is indented below it, and the comment
 * lines directly above it.
 */
export function takenOut(text: string, start: number): string {
  const lines = text.split(/(?<=\n)/);
  const own = text.slice(0, start).split('\n').length - 1;
  const indent = indentOf(lines[own] ?? '');
  let first = own;
  while (first > 0 && isComment(lines[first - 1] ?? '', indent)) first -= 1;
  let last = own + 1;
  while (last < lines.length && isBelow(lines, last, indent)) last += 1;
  // An entry between two blank lines leaves one.
  if (isBlank(lines[first - 1] ?? '\n') && isBlank(lines[last] ?? '')) last += 1;
  return [...lines.slice(0, first), ...lines.slice(last)].join('');
}

const isBlank = (line: string): boolean => line.trim() === '';
const indentOf = (line: string): number => line.length - line.trimStart().length;
const isComment = (line: string, indent: number): boolean =>
  line.trimStart().startsWith('#') && indentOf(line) === indent;

/** Indented deeper, or a blank line before one that is. */
function isBelow(lines: readonly string[], index: number, indent: number): boolean {
  const next = lines.slice(index).find((line) => !isBlank(line));
  return next !== undefined && indentOf(next) > indent;
}
