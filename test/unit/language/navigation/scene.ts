import { indexedLoop } from '../../../../src/language/indexedLoop.ts';
import { LineIndex } from '../../../../src/language/lineIndex.ts';
import type { Place } from '../../../../src/language/navigation/place.ts';
import type { TextEdit } from '../../../../src/language/textEdit.ts';
import type { WorkspaceIndex } from '../../../../src/language/workspaceIndex.ts';
import type { Range } from '../../../../src/model/problem.ts';

const key = { start: { line: 2, character: 4 }, end: { line: 2, character: 12 } };

/** A repository with these loops, by the names of their files, and one thing of every other kind. */
export function repository(loops: Readonly<Record<string, string>> = {}): WorkspaceIndex {
  return {
    skills: [{ name: 'tdd', file: '.claude/skills/tdd/SKILL.md' }],
    agents: [{ agent: 'claude', name: 'reviewer', file: '.claude/agents/reviewer.md' }],
    servers: [{ name: 'github', file: '.mcp.json', range: key }],
    loops: Object.entries(loops).map(([name, text]) => indexedLoop(`.loops/${name}.loop.yaml`, text)),
  };
}

/** A text with `«…»` around ranges of it, to see at once where they are. */
export function marked(text: string, ranges: readonly Range[]): string {
  const lines = new LineIndex(text);
  return [...ranges]
    .sort((a, b) => lines.offsetAt(b.start) - lines.offsetAt(a.start))
    .reduce((done, { start, end }) => {
      const [from, to] = [lines.offsetAt(start), lines.offsetAt(end)];
      return `${done.slice(0, from)}«${done.slice(from, to)}»${done.slice(to)}`;
    }, text);
}

/** The ranges of places in the text itself. */
export const ownRanges = (places: readonly Place[]): readonly Range[] =>
  places.filter(({ file }) => file === undefined).map(({ range }) => range);

/** A text after edits that do not overlap. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const lines = new LineIndex(text);
  return [...edits]
    .sort((a, b) => lines.offsetAt(b.range.start) - lines.offsetAt(a.range.start))
    .reduce(
      (done, { range, newText }) =>
        done.slice(0, lines.offsetAt(range.start)) + newText + done.slice(lines.offsetAt(range.end)),
      text,
    );
}
