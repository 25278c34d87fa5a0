import type { Mutant } from './mutant.ts';

/** The whole source after the edit. */
export function applyMutant(source: string, mutant: Pick<Mutant, 'start' | 'end' | 'replacement'>): string {
  return source.slice(0, mutant.start) + mutant.replacement + source.slice(mutant.end);
}

const lineStart = (source: string, offset: number): number => source.lastIndexOf('\n', offset - 1) + 1;

function lineEnd(source: string, offset: number): number {
  const newline = source.indexOf('\n', offset);
  const end = newline === -1 ? source.length : newline;
  return source[end - 1] === '\r' ? end - 1 : end;
}

/** The edited line without its line break; undefined when the edit takes or gives more than one line. */
export function mutatedLine(source: string, mutant: Pick<Mutant, 'start' | 'end' | 'replacement'>): string | undefined {
  const taken = source.slice(mutant.start, mutant.end);
  if (/[\r\n\u2028\u2029]/.test(taken + mutant.replacement)) return undefined;
  const [first, last] = [lineStart(source, mutant.start), lineEnd(source, mutant.end)];
  return source.slice(first, mutant.start) + mutant.replacement + source.slice(mutant.end, last);
}
