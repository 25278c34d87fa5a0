import { CST, Lexer } from 'yaml';
import type { LineIndex } from '../lineIndex.ts';

/** A line that holds a comment and nothing else. */
export interface CommentLine {
  readonly line: number;
  readonly column: number;
  /** From the hash on. */
  readonly text: string;
}

/** The lines of a text that `guard` called safe that are comments; what looks like one in a block scalar is none. */
export function commentLines(text: string, lines: LineIndex): readonly CommentLine[] {
  const found: CommentLine[] = [];
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    const type = CST.tokenType(token);
    if (type === 'comment') {
      const line = lines.lineAt(offset);
      const column = offset - lines.startOf(line);
      if (lines.line(line).slice(0, column).trim() === '') found.push({ line, column, text: token });
    }
    // Two marks of the lexer stand for nothing in the text.
    if (type !== 'doc-mode' && type !== 'scalar' && type !== 'flow-error-end') offset += token.length;
  }
  return found;
}
