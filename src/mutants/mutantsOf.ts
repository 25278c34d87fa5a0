import type { Edit } from './edit.ts';
import { lineFinder } from './lineFinder.ts';
import type { LineRange, Mutant } from './mutant.ts';
import { FileNames } from './namesInScope.ts';
import { operandMutants, operatorMutants } from './operators/binary.ts';
import { addedArgumentMutants, swappedArgumentMutants } from './operators/calls.ts';
import { conditionMutants } from './operators/conditions.ts';
import { constantMutants, stringMutants } from './operators/constants.ts';
import { guardMutants } from './operators/guards.ts';
import { identifierMutants } from './operators/identifiers.ts';
import { methodMutants, optionalChainMutants, propertyMutants } from './operators/members.ts';
import { offByOneMutants } from './operators/offByOne.ts';
import type { Operator } from './operators/operator.ts';
import { awaitMutants, returnMutants } from './operators/promises.ts';
import { regexMutants } from './operators/regexes.ts';
import { spreadMutants } from './operators/spreads.ts';
import { statementMutants } from './operators/statements.ts';
import { unaryMutants } from './operators/unary.ts';
import { StatementCheck } from './stillParses.ts';
import { isScriptPath, parseSource, type Site, sitesOf } from './syntaxTree.ts';

const operators: readonly Operator[] = [
  operatorMutants,
  operandMutants,
  unaryMutants,
  conditionMutants,
  constantMutants,
  stringMutants,
  offByOneMutants,
  swappedArgumentMutants,
  addedArgumentMutants,
  methodMutants,
  propertyMutants,
  optionalChainMutants,
  identifierMutants,
  awaitMutants,
  returnMutants,
  statementMutants,
  guardMutants,
  spreadMutants,
  regexMutants,
];

/**
 * Small edits of a JavaScript or TypeScript source, most plausible first, then in the order of the text. Never throws:
 * a source that does not parse, or a path of another language, has none. No edit is a no-op or given twice, and every
 * edited source parses. With `lines`, only edits that start and end in one of the ranges.
 */
export function mutantsOf(source: string, path: string, lines?: readonly LineRange[]): Mutant[] {
  if (!isScriptPath(path)) return [];
  const file = parseSource(source, path);
  if (file === undefined || (file.errors ?? []).length > 0) return [];
  const sites = [...sitesOf(file.program, source)];
  const names = new FileNames(sites);
  const lineOf = lineFinder(source);
  const inLines = (offset: number): boolean => {
    const line = lineOf(offset).line;
    return lines === undefined || lines.some(({ first, last }) => line >= first && line <= last);
  };
  const found = new Map<string, Mutant>();
  for (const site of sites) {
    for (const edit of editsAt(site, names, path, inLines)) {
      const id = identityOf(source, edit);
      const known = found.get(id);
      if (known && known.plausibility >= edit.plausibility) continue;
      found.set(id, { ...edit, id, path, ...lineOf(edit.start) });
    }
  }
  return [...found.values()].sort((a, b) => b.plausibility - a.plausibility || a.start - b.start || a.end - b.end);
}

function* editsAt(site: Site, names: FileNames, path: string, inLines: (offset: number) => boolean): Iterable<Edit> {
  let check: StatementCheck | undefined;
  for (const operator of operators) {
    for (const edit of operator(site, names)) {
      const before = site.source.slice(edit.start, edit.end);
      if (before === edit.replacement || !inLines(edit.start) || !inLines(edit.end)) continue;
      check ??= new StatementCheck(site, path);
      if (check.passes(edit)) yield edit;
    }
  }
}

/** The same for two edits that give the same source: what is left of the edit without what stays at both of its ends. */
export function identityOf(source: string, { start, end, replacement }: Edit): string {
  const tail = source.slice(end, end + 200);
  const [before, after] = [source.slice(start, end) + tail, replacement + tail];
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  const most = Math.min(before.length, after.length) - same;
  let atEnd = 0;
  while (atEnd < most && before[before.length - 1 - atEnd] === after[after.length - 1 - atEnd]) atEnd++;
  return `${start + same}-${before.length - same - atEnd}-${fingerprint(after.slice(same, after.length - atEnd))}`;
}

/** FNV-1a, 32 bits, of UTF-16 units: keeps ids short (http://www.isthe.com/chongo/tech/comp/fnv/). */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36);
}
