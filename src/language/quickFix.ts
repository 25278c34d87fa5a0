import type { Range } from '../model/problem.ts';
import { entrySpan } from './entrySpan.ts';
import { fieldTexts } from './fieldTexts.ts';
import { guard } from './guard.ts';
import { LineIndex } from './lineIndex.ts';
import type { Problem } from './problem.ts';
import { budgetLine, understandingLine } from './problemText.ts';
import { placeAt, type Reading, read } from './reading.ts';
import { isTemplate } from './templates.ts';

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
      return renameId(text, problem);
    case 'LW103':
      return replace(problem.data.file);
    case 'LW104':
      return replace(problem.data.quoted, 'Quote the text');
    case 'LW107':
      return problem.data.quoted === undefined ? [] : replace(problem.data.quoted, 'Quote the text');
    case 'LW203':
      return problem.data.near === undefined ? [] : nearName(text, problem.range, problem.data.near);
    case 'LW220':
      return [...replace('acp', 'Use agent: acp'), ...replace('command', 'Use agent: command')];
    case 'LW221':
    case 'LW222':
      return deleteKey(text, range);
    case 'LW227':
      return replace(problem.data.agent);
    case 'LW228':
      return replace('auto', 'Use agent: auto');
    case 'LW314':
      return replace(String(problem.data.max));
    case 'LW322':
      return switchCageOn(text);
    case 'LW323':
      return replace('all');
    case 'LW332':
      return replace('reject');
    case 'LW310':
      return append(text, budgetLine(problem.data), 'Add a budget');
    case 'LW326':
      return append(text, understandingLine, 'Ask before it lands');
    default:
      return [];
  }
}

/** Takes the entry out whose key stands at a range; nothing where it would leave no map, or not the map that was meant. */
function deleteKey(text: string, range: Range): readonly QuickFix[] {
  const reading = guard(text).safe ? read(text, []) : undefined;
  const span = reading && entrySpan(reading, reading.lines.offsetAt(range.start));
  if (!reading || !span) return [];
  const key = text.slice(reading.lines.offsetAt(range.start), reading.lines.offsetAt(range.end));
  return [{ title: `Delete ${key}`, edits: [{ range: reading.lines.rangeOf(span.start, span.end), newText: '' }] }];
}

function switchCageOn(text: string): readonly QuickFix[] {
  const reading = guard(text).safe ? read(text, []) : undefined;
  const at = reading && placeAt(reading, ['policy', 'sandbox'])?.at;
  if (!reading || !at) return [];
  return [
    { title: 'Switch the cage on', edits: [{ range: reading.lines.rangeOf(at.start, at.end), newText: 'preferred' }] },
  ];
}

/** A name in quotes, as in `checks["tests"]`, stays in quotes. */
function nearName(text: string, range: Range, near: string): readonly QuickFix[] {
  const lines = new LineIndex(text);
  const written = text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
  const quoted = /^\\?["']/.exec(written)?.[0] ?? '';
  return [{ title: `Change to ${near}`, edits: [{ range, newText: quoted + near + quoted }] }];
}

const usedAs = { check: 'checks', metric: 'metrics', input: 'inputs', gate: undefined, connector: undefined } as const;

/** Renames what an author named, with every use of it in expressions and templates. */
function renameId(text: string, problem: Problem & { readonly code: 'LW102' }): readonly QuickFix[] {
  const { kind, id, suggestion } = problem.data;
  const edits: TextEdit[] = [{ range: problem.range, newText: suggestion }];
  const reading = guard(text).safe ? read(text, []) : undefined;
  const map = kind === 'input' ? ['on', 'manual', 'inputs'] : [`${kind}s`];
  const ids = reading && placeAt(reading, map)?.value;
  if (typeof ids === 'object' && ids !== null && Object.hasOwn(ids, suggestion)) return [];
  const root = usedAs[kind];
  if (reading && root !== undefined) {
    for (const start of usesOf(reading, `${root}.${id}`)) {
      const from = start + root.length + 1;
      edits.push({ range: reading.lines.rangeOf(from, from + id.length), newText: suggestion });
    }
  }
  if (reading && kind === 'connector') {
    for (const { path, text, place } of fieldTexts(reading)) {
      const isUse = path[0] === 'roles' && path[2] === 'connectors' && text === id;
      if (isUse) edits.push({ range: reading.lines.rangeOf(place.at.start, place.at.end), newText: suggestion });
    }
  }
  return [{ title: `Rename to ${suggestion}`, edits }];
}

/** Where a name such as `checks.unit-tests` stands in the expressions and templates of a text. */
function* usesOf(reading: Reading, use: string): Iterable<number> {
  for (const { meta, place } of fieldTexts(reading)) {
    if (meta.lang !== 'cel' && !isTemplate(meta)) continue;
    const written = reading.text.slice(place.at.start, place.at.end);
    for (let at = written.indexOf(use); at !== -1; at = written.indexOf(use, at + use.length)) {
      const isWhole = !/^[\w-]/.test(written.slice(at + use.length)) && !/[\w.-]$/.test(written.slice(0, at));
      if (isWhole) yield place.at.start + at;
    }
  }
}

/** At the end of the text; nothing where the key is there already, because a second one would be an error. */
function append(text: string, line: string, title: string): readonly QuickFix[] {
  const [key = ''] = line.split(':');
  if (new RegExp(`^${key}[ \\t]*:`, 'm').test(text)) return [];
  const position = new LineIndex(text).positionAt(text.length);
  const newText = `${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`;
  return [{ title, edits: [{ range: { start: position, end: position }, newText }] }];
}
