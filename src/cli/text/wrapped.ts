/** A line broken at spaces to lines of at most `columns` characters; a longer word has a line of its own. */
export function wrapped(line: string, columns: number): readonly string[] {
  if (line.length <= columns) return [line];
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let now = indent;
  for (const word of line.trim().split(/\s+/)) {
    const isFirst = now === indent;
    if (!isFirst && now.length + 1 + word.length > columns) {
      lines.push(now);
      now = indent + word;
    } else now = isFirst ? indent + word : `${now} ${word}`;
  }
  return [...lines, now];
}
