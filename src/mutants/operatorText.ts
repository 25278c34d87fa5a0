/**
 * The offset of an operator written between two operands, or undefined: the syntax tree names the operator but not its
 * place. Blanks, comments and the parentheses around the operands are passed over.
 */
export function operatorOffset(source: string, from: number, to: number, operator: string): number | undefined {
  const between = source.slice(from, to);
  const blank = /\s+|\/\*[\s\S]*?\*\/|\/\/[^\n]*|\)|!(?!=)/y;
  let at = 0;
  for (blank.lastIndex = at; blank.test(between); blank.lastIndex = at) at = blank.lastIndex;
  return between.startsWith(operator, at) ? from + at : undefined;
}
