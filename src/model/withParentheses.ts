import type { CelNode } from './goalTree.ts';

/**
 * The text of a node with the parentheses that belong to it: cel-js counts a node from the start of its first part, so
 * `(a + b) > c` would begin after the bracket.
 */
export function withParentheses(source: string, { start, end }: Pick<CelNode, 'start' | 'end'>): string {
  let from = start;
  let to = end;
  let { opened, closed } = balanceOf(source.slice(from, to));
  while (closed > 0 && from > 0) {
    from -= 1;
    if (source[from] === '(') closed -= 1;
  }
  while (opened > 0 && to < source.length) {
    if (source[to] === ')') opened -= 1;
    to += 1;
  }
  return source.slice(from, to);
}

/** Brackets that are opened and not closed, and closed and not opened; those in texts do not count. */
function balanceOf(text: string): { opened: number; closed: number } {
  let opened = 0;
  let closed = 0;
  for (const [match] of text.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[()]/g)) {
    if (match === '(') opened += 1;
    else if (match === ')' && opened > 0) opened -= 1;
    else if (match === ')') closed += 1;
  }
  return { opened, closed };
}
