import type { OutlineFile, ReviewOutline, Unit } from '../../model/reviewOutline.ts';
import { inert } from './inert.ts';
import type { Paint } from './paint.ts';
import { countText } from './runText.ts';

/** Why a file is folded, in words. */
const foldedWords: Readonly<Record<NonNullable<OutlineFile['folded']>, string>> = {
  generated: 'generated',
  lockfile: 'a lockfile',
  moved: 'only moved',
  format: 'only blanks differ',
  binary: 'binary',
  'too-large': 'too large to be told apart into lines',
};

/** A change as it is read: its files, riskiest first, each with its units and why they stand where they do. */
export function outlineText({ files, lines }: ReviewOutline, paint: Paint): readonly string[] {
  const toRead = lines === 1 ? '1 line to read' : `${lines} lines to read`;
  return [...files.flatMap((file, index) => fileText(file, index + 1, paint)), paint.dim(`  ${toRead}`)];
}

function fileText(outlined: OutlineFile, place: number, paint: Paint): readonly string[] {
  const { file, folded, movedFrom, reasons, units } = outlined;
  const from = movedFrom === undefined ? '' : paint.dim(` from ${inert(movedFrom)}`);
  const why = folded === undefined ? reasons : [foldedWords[folded]];
  const title = `  ${place}. ${inert(file.path)}${from}  ${countText(file, paint)}  ${reasonsText(why, paint)}`;
  // What stands outside every name says no more than its file, unless there is more.
  const isPlain = units.length === 1 && units[0]?.name === '';
  return folded !== undefined || isPlain ? [title] : [title, ...units.map((unit) => unitText(unit, paint))];
}

function unitText({ name, lines, reasons }: Unit, paint: Paint): string {
  const shown = name === '' ? paint.dim('the rest of the file') : inert(name);
  const count = lines === 1 ? '1 line' : `${lines} lines`;
  return `       ${shown}  ${count}  ${reasonsText(reasons, paint)}`;
}

const reasonsText = (reasons: readonly string[], paint: Paint): string =>
  paint.dim(`(${reasons.map(inert).join('; ')})`);
