import { memoryLimits } from '../model/memory.ts';
import { decisionValue, parseDecision, type Said } from './decisionLine.ts';
import { plainLine, visibleLine } from './inertText.ts';
import { alignLines } from './lineDiff.ts';
import { findingOfHeading, type Place, placesOf, sections } from './sections.ts';

/** What a person did to the state document. */
export interface Edits {
  /** In the order they stand. */
  readonly decisions: readonly (Said & { readonly finding: string })[];
  /** Findings whose decision was emptied. */
  readonly withdrawn: readonly string[];
  /** Texts of new lessons. */
  readonly lessonsAdded: readonly string[];
  /** Lines of lessons that are gone, as `lessonLine` writes them. */
  readonly lessonsRemoved: readonly string[];
  /** The notes before and after. */
  readonly notes: { readonly base: string; readonly edited: string };
  /** What was written outside the notes and means nothing there, each piece with the place it was found at. */
  readonly leftOver: readonly { readonly where: string; readonly text: string }[];
  /** Every line that the person wrote or changed. */
  readonly written: readonly string[];
}

/** Reads what changed from `rendered`, a document of `renderState`, to `edited`. Never fails: what means nothing is left over. */
export function readEdits(rendered: string, edited: string): Edits {
  return read(pageOf(rendered), linesOf(edited));
}

interface Page {
  readonly lines: readonly string[];
  readonly places: readonly Place[];
  /** Line of the notes' heading. */
  readonly notes: number;
  readonly known: ReadonlySet<string>;
  /** What stands after `decision:` in the block of a finding. */
  readonly decided: ReadonlyMap<string, string>;
}

function linesOf(text: string): readonly string[] {
  return text
    .replace(/^\ufeff/, '')
    .split(/\r\n|[\n\r]/)
    .map(visibleLine);
}

function pageOf(rendered: string): Page {
  const lines = linesOf(rendered);
  const places = placesOf(lines, 'any');
  const heading = lines.indexOf(sections.notes);
  const notes = heading < 0 ? lines.length : heading;
  const head = lines.slice(0, notes);
  const known = new Set(head.map(findingOfHeading).filter((id) => id !== undefined));
  return { lines, places, notes, known, decided: decisionsIn(head, places) };
}

/** The last decision that is written in each block; '' where all are empty. */
function decisionsIn(lines: readonly string[], places: readonly Place[]): ReadonlyMap<string, string> {
  const decided = new Map<string, string>();
  lines.forEach((line, index) => {
    const finding = places[index]?.finding;
    const value = decisionValue(line);
    if (finding !== undefined && value !== undefined) decided.set(finding, value || (decided.get(finding) ?? ''));
  });
  return decided;
}

function read(page: Page, lines: readonly string[]): Edits {
  const from = alignLines(page.lines, lines);
  const notes = notesStart(page, from);
  const head = lines.slice(0, notes.heading);
  const places = placesOf(head, page.known);
  const meaning = new Meaning(page, places);
  for (const [index, line] of head.entries()) meaning.take(line, index, (from[index] ?? -1) >= 0);
  return {
    decisions: meaning.decisions,
    withdrawn: withdrawnIn(page, head, places),
    lessonsAdded: meaning.lessons,
    lessonsRemoved: lessonsGone(page, head),
    notes: { base: page.lines.slice(page.notes + 1).join('\n'), edited: lines.slice(notes.first).join('\n') },
    leftOver: meaning.leftOver(),
    written: lines.filter((line, index) => (from[index] ?? -1) < 0 && line.trim() !== ''),
  };
}

/** Where the notes begin in the edited document: after their heading or, where that was deleted, after what is before them. */
function notesStart({ notes }: Page, from: readonly number[]): { readonly heading: number; readonly first: number } {
  const heading = from.indexOf(notes);
  if (heading >= 0) return { heading, first: heading + 1 };
  const last = from.findLastIndex((line) => line >= 0 && line < notes) + 1;
  return { heading: last, first: last };
}

/** Sorts the lines of an edited document by what they mean. */
class Meaning {
  readonly decisions: (Said & { readonly finding: string })[] = [];
  readonly lessons: string[] = [];
  readonly #page: Page;
  readonly #places: readonly Place[];
  readonly #left: { readonly index: number; readonly line: string; readonly where: string }[] = [];
  readonly #own: ReadonlySet<string>;
  /** The line of the newest lesson, for a line that goes on with it. */
  #lessonAt = -2;

  constructor(page: Page, places: readonly Place[]) {
    this.#page = page;
    this.#places = places;
    this.#own = new Set(page.lines.slice(0, page.notes).map((line) => line.trim()));
  }

  take(line: string, index: number, old: boolean): void {
    const place = this.#places[index] ?? { section: 'other' };
    if (old || line.trim() === '') return;
    if (this.#decides(line, place)) return;
    // A line of ours that was moved or copied says nothing new.
    if (this.#own.has(line.trim())) return;
    if (place.section === 'lessons' && this.#teaches(line, index)) return;
    this.#left.push({ index, line, where: whereOf(place) });
  }

  #decides(line: string, { finding }: Place): boolean {
    const value = decisionValue(line);
    if (finding === undefined || value === undefined) return false;
    if (value === '' || value === this.#page.decided.get(finding)) return true;
    const said = parseDecision(value);
    if (said === undefined || (said.note?.length ?? 0) > memoryLimits.note) return false;
    this.decisions.push({ finding, ...said });
    return true;
  }

  #teaches(line: string, index: number): boolean {
    if (line.startsWith('#')) return false;
    const previous = this.lessons.at(-1);
    if (/^\s+[^\s*+-]/.test(line) && this.#lessonAt === index - 1 && previous !== undefined) {
      const longer = plainLine(`${previous} ${line}`, 1_000_000);
      if (longer.length > memoryLimits.lesson) return false;
      this.lessons[this.lessons.length - 1] = longer;
      this.#lessonAt = index;
      return true;
    }
    const text = plainLine(line.replace(/^\s*[-*+]\s+/, ''), 1_000_000);
    if (text === '' || text.length > memoryLimits.lesson) return false;
    this.lessons.push(text);
    this.#lessonAt = index;
    return true;
  }

  /** Lines that follow each other are one piece. */
  leftOver(): Edits['leftOver'] {
    const pieces: { where: string; text: string; last: number }[] = [];
    for (const { index, line, where } of this.#left) {
      const piece = pieces.at(-1);
      if (piece?.where === where && piece.last === index - 1) {
        piece.text += `\n${line}`;
        piece.last = index;
      } else pieces.push({ where, text: line, last: index });
    }
    return pieces.map(({ where, text }) => ({ where, text }));
  }
}

function whereOf({ section, finding }: Place): string {
  if (finding !== undefined) return `under the finding ${finding}`;
  return section === 'other' ? 'outside of its sections' : `under “${sections[section].slice(3)}”`;
}

function withdrawnIn({ decided }: Page, head: readonly string[], places: readonly Place[]): readonly string[] {
  const headings = new Set(head.map(findingOfHeading));
  const now = decisionsIn(head, places);
  return [...decided]
    .filter(([finding, value]) => value !== '' && headings.has(finding) && (now.get(finding) ?? '') === '')
    .map(([finding]) => finding);
}

function lessonsGone({ lines, places }: Page, head: readonly string[]): readonly string[] {
  const still = new Set(head.map((line) => line.trim()));
  return lines
    .filter((line, index) => places[index]?.section === 'lessons' && line.startsWith('- '))
    .map((line) => line.trimEnd())
    .filter((line) => !still.has(line));
}
