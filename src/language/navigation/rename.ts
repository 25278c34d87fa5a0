import { slug, userId } from '../../model/loop/words.ts';
import { loopPath } from '../../model/loopPath.ts';
import type { Range } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { IdKind } from '../problem.ts';
import type { Reading, Span } from '../reading.ts';
import { snakeCase } from '../shape.ts';
import type { TextEdit } from '../textEdit.ts';
import { isCelName } from './celIds.ts';
import { declaredIds } from './idOccurrences.ts';
import { occurrenceAt, occurrencesOf, readSafely } from './occurrences.ts';
import type { Surroundings } from './place.ts';
import { othersThatName } from './references.ts';
import type { Thing } from './thing.ts';

/** The longest name of an id or of a loop. */
const longest = 60;

/** What a new name changes. */
export interface Rename {
  readonly changes: readonly {
    /** From the top of the repository; absent for the text itself. */
    readonly file?: string;
    readonly edits: readonly TextEdit[];
  }[];
  /** Files that are called by the old name. */
  readonly moves: readonly { readonly from: string; readonly to: string }[];
}

/**
 * What would be renamed at an offset, and its name now. The error says in a sentence why it cannot be renamed; undefined
 * where nothing is named. Never throws.
 */
export function renameableAt(
  text: string,
  offset: number,
  around: Surroundings = {},
): Result<{ readonly range: Range; readonly name: string }, string> | undefined {
  const found = thingAt(text, offset, around);
  if (!found?.ok) return found;
  const { reading, thing, span } = found.value;
  return ok({ range: reading.lines.rangeOf(span.start, span.end), name: thing.name });
}

/**
 * Renames what stands at an offset everywhere: an id where its own file declares and uses it, a loop in every loop that names
 * it and in the names of files. Comments, commands and other texts stay as they are. The error says why not, and what to
 * write instead. Never throws.
 */
export function renameAt(
  text: string,
  offset: number,
  name: string,
  around: Surroundings = {},
): Result<Rename, string> | undefined {
  const found = thingAt(text, offset, around);
  if (!found?.ok) return found;
  const { reading, thing } = found.value;
  if (name === thing.name) return ok({ changes: [], moves: [] });
  const fault = thing.kind === 'loop' ? faultOfLoopName(name, around) : faultOfId(reading, thing, name);
  if (fault !== undefined) return err(fault);
  const others = othersThatName(thing, around).map(({ reading: other, file }) => ({
    file,
    edits: editsIn(other, thing, name),
  }));
  const changes = [{ edits: editsIn(reading, thing, name) }, ...others].filter(({ edits }) => edits.length > 0);
  return ok({ changes, moves: thing.kind === 'loop' ? movesOf(thing.name, name, around) : [] });
}

/** The changes that give an id another name; undefined where another of its kind has that name already. */
export function renameChanges(
  reading: Reading,
  { kind, id, name }: { readonly kind: IdKind; readonly id: string; readonly name: string },
): readonly (Span & { readonly newText: string })[] | undefined {
  if (isTaken(reading, kind, name)) return undefined;
  return occurrencesOf(reading, { kind, name: id }).map(({ span }) => ({ ...span, newText: name }));
}

/** Why what another place makes cannot be renamed here. */
const elsewhere: Partial<Record<Thing['kind'], string>> = {
  role: 'The names of roles are fixed: explorer, maker, checker and judge.',
  skill: 'A skill is called by the name of its folder. Rename the folder, then write its new name here.',
  agent: 'A definition is called by its own file. Rename it there, then write its new name here.',
  server: 'A server is called by its key in .mcp.json. Rename it there, then write its new name here.',
};

interface Found {
  readonly reading: Reading;
  readonly thing: Thing;
  readonly span: Span;
}

function thingAt(text: string, offset: number, around: Surroundings): Result<Found, string> | undefined {
  const reading = readSafely(text);
  const found = reading && occurrenceAt(reading, offset);
  if (!reading || !found) return undefined;
  const { thing, span } = found;
  const why = elsewhere[thing.kind];
  if (why !== undefined) return err(why);
  if (reading.document.errors.length > 0) {
    return err('The file has an error of syntax, so not every use can be found. Mend that first.');
  }
  if (isMade(reading, thing, around)) return ok({ reading, thing, span });
  return thing.kind === 'loop'
    ? err(`There is no loop \`${thing.name}\` in this repository. Change this name alone.`)
    : err(`There is no ${thing.kind} \`${thing.name}\` in this loop. Declare it, or change this name alone.`);
}

/** Of another loop nothing is known without an index. */
const isMade = (reading: Reading, thing: Thing, { index }: Surroundings): boolean =>
  occurrencesOf(reading, thing).some(({ declares }) => declares) ||
  (thing.kind === 'loop' && (index === undefined || index.loops.some(({ name }) => name === thing.name)));

const editsIn = (reading: Reading, thing: Thing, newText: string): readonly TextEdit[] =>
  occurrencesOf(reading, thing).map(({ span }) => ({ range: reading.lines.rangeOf(span.start, span.end), newText }));

const isTaken = (reading: Reading, kind: Thing['kind'], name: string): boolean =>
  declaredIds(reading).some((id) => id.kind === kind && id.name === name);

function faultOfId(reading: Reading, { kind }: Thing, name: string): string | undefined {
  if (name.length > longest) return `\`${name.slice(0, 20)}…\` is too long: ${longest} characters are the most.`;
  if (!userId.test(name)) {
    const near = snakeCase(name);
    const instead = userId.test(near) ? ` Write \`${near}\`.` : '';
    return `\`${name}\` is not in snake_case: lower-case letters, digits and \`_\`, a letter first.${instead}`;
  }
  if (!isCelName(name)) return `\`${name}\` is a word of expressions. Take another one.`;
  return isTaken(reading, kind, name) ? `There is a ${kind} \`${name}\` already. Take another name.` : undefined;
}

function faultOfLoopName(name: string, { index }: Surroundings): string | undefined {
  if (name.length > longest) return `\`${name.slice(0, 20)}…\` is too long: ${longest} characters are the most.`;
  if (!slug.test(name)) return `\`${name}\` is no name of a loop: write lower-case words with hyphens.`;
  const isThere = index?.loops.some((loop) => loop.name === name || loop.file === loopPath(name)) === true;
  return isThere ? `There is a loop \`${name}\` already. Take another name.` : undefined;
}

const movesOf = (from: string, to: string, { index }: Surroundings): Rename['moves'] =>
  index?.loops.some(({ file, name }) => name === from && file === loopPath(from)) === true
    ? [{ from: loopPath(from), to: loopPath(to) }]
    : [];
