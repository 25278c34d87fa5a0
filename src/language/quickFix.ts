import { isScalar } from 'yaml';
import type { Range } from '../model/problem.ts';
import { guard } from './guard.ts';
import { LineIndex } from './lineIndex.ts';
import type { Problem } from './problem.ts';
import { placeAt, read } from './reading.ts';

export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

/** A change that solves a problem, with its title for the menu. */
export interface QuickFix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** The safe ways to solve a problem of a text; empty where a person has to think. */
export function quickFixesFor(text: string, problem: Problem): readonly QuickFix[] {
  const { range } = problem;
  const replace = (newText: string, title = `Change to ${newText}`): readonly QuickFix[] => [
    { title, edits: [{ range, newText }] },
  ];
  switch (problem.code) {
    case 'LW101':
    case 'LW108':
      return problem.data.near === undefined ? [] : replace(problem.data.near);
    case 'LW102':
      return renameCheck(text, problem);
    case 'LW103':
      return replace(problem.data.file);
    case 'LW104':
      return replace(problem.data.quoted, 'Quote the text');
    case 'LW107':
      return problem.data.quoted === undefined ? [] : replace(problem.data.quoted, 'Quote the text');
    case 'LW203':
      return problem.data.near === undefined ? [] : nearName(text, problem.range, problem.data.near);
    case 'LW220':
      return replace('command', 'Use agent: command');
    case 'LW310':
      return append(text, `budget: { max-iterations: ${problem.data.iterations} }`, 'Add a budget');
    case 'LW326':
      return append(text, 'gates: { understand: {} }', 'Ask before it lands');
    default:
      return [];
  }
}

/** A name in quotes, as in `checks["tests"]`, stays in quotes. */
function nearName(text: string, range: Range, near: string): readonly QuickFix[] {
  const lines = new LineIndex(text);
  const written = text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
  const quoted = /^\\?["']/.exec(written)?.[0] ?? '';
  return [{ title: `Change to ${near}`, edits: [{ range, newText: quoted + near + quoted }] }];
}

/** Renames a check and every use of it in the goal. */
function renameCheck(text: string, problem: Problem & { readonly code: 'LW102' }): readonly QuickFix[] {
  const { id, suggestion } = problem.data;
  const edits: TextEdit[] = [{ range: problem.range, newText: suggestion }];
  const reading = guard(text).safe ? read(text, []) : undefined;
  const goal = reading && placeAt(reading, ['goal']);
  const ids = reading && placeAt(reading, ['checks'])?.value;
  if (typeof ids === 'object' && ids !== null && Object.hasOwn(ids, suggestion)) return [];
  if (reading && goal && isScalar(goal.node)) {
    const written = text.slice(goal.at.start, goal.at.end);
    const use = `checks.${id}`;
    for (let at = written.indexOf(use); at !== -1; at = written.indexOf(use, at + use.length)) {
      const start = goal.at.start + at + 'checks.'.length;
      if (/^[\w-]/.test(written.slice(at + use.length))) continue;
      edits.push({ range: reading.lines.rangeOf(start, start + id.length), newText: suggestion });
    }
  }
  return [{ title: `Rename to ${suggestion}`, edits }];
}

function append(text: string, line: string, title: string): readonly QuickFix[] {
  const position = new LineIndex(text).positionAt(text.length);
  const newText = `${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`;
  return [{ title, edits: [{ range: { start: position, end: position }, newText }] }];
}
