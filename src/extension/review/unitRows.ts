import type { OutlineFile, Piece, Unit } from '../../model/reviewOutline.ts';
import { plainLine } from '../plainText.ts';
import { rowContext } from '../viewTable.ts';
import type { ChangeRow, Rows } from './changeRow.ts';
import { abilitiesOf, noteWords, outFacts, outWords, sizeWords } from './pieceWords.ts';

const quiet = 'disabledForeground';

const unitIcons: { readonly [K in Unit['kind']]: string } = {
  function: 'symbol-function',
  method: 'symbol-method',
  class: 'symbol-class',
  type: 'symbol-interface',
  value: 'symbol-constant',
  section: 'symbol-text',
  rest: 'code',
  lines: 'list-selection',
  file: 'file',
};

const unitNames: { readonly [K in Unit['kind']]: string } = {
  function: 'Function',
  method: 'Method',
  class: 'Class',
  type: 'Type',
  value: 'Value',
  section: 'Section',
  rest: 'Outside of everything that has a name',
  lines: 'Lines',
  file: 'The file as a whole',
};

/** What people call a unit. */
export const unitName = ({ name, kind }: Pick<Unit, 'name' | 'kind'>): string =>
  name === '' ? unitNames[kind] : plainLine(name);

/** A unit, with its pieces below it where it has several. */
export function unitRow(rows: Rows, outlined: OutlineFile, unit: Unit): ChangeRow {
  const { run, item } = rows.shown;
  const { path } = outlined.file;
  const { pieces } = unit;
  const [only, another] = pieces;
  const notes = only !== undefined && another === undefined ? noteWords(rows, only) : [outWords(rows, pieces)];
  const isViewed = rows.viewed.has(unit.digest);
  return {
    ...{ id: `unit/${unit.id}`, run, item },
    label: unitName(unit),
    description: [sizeWords(pieces), ...notes].filter(Boolean).join(' · '),
    look: { icon: unitIcons[unit.kind], words: unitNames[unit.kind] },
    context: rowContext('unit', abilitiesOf(rows, pieces)),
    facts: [
      { name: unitNames[unit.kind], text: unit.name === '' ? path : `${unit.name} in ${path}` },
      { name: 'Read it for', text: unit.reasons.join('; ') },
      ...(only && another === undefined ? outFacts(rows, only) : []),
    ],
    about: { path, unit: unit.id, pieces: pieces.map(({ id }) => id) },
    press: { command: 'loopwright.openUnit', title: 'Open Changes', arguments: [{ run, item, unit: unit.id }] },
    ...(!rows.isOver && { box: { isViewed, units: [{ digest: unit.digest, lines: unit.lines }] } }),
    ...(another !== undefined && {
      needsLines: true,
      children: () => pieces.map((piece) => pieceRow(rows, outlined, unit, piece)),
    }),
  };
}

function pieceRow(rows: Rows, outlined: OutlineFile, unit: Unit, piece: Piece): ChangeRow {
  const { run, item } = rows.shown;
  const { path } = outlined.file;
  const isOut = rows.out.has(piece.id);
  const text = plainLine(rows.lineOf(outlined, piece) ?? '', 80);
  const line = piece.head.first;
  return {
    ...{ id: `piece/${unit.id}/${piece.id}`, run, item },
    label: text === '' ? `Line ${line}` : text,
    description: [sizeWords([piece]), ...noteWords(rows, piece)].filter(Boolean).join(' · '),
    look: isOut
      ? { icon: 'circle-slash', color: quiet, words: 'taken out' }
      : { icon: pieceIcon(piece), words: 'kept' },
    context: rowContext('piece', abilitiesOf(rows, [piece])),
    facts: [
      { name: 'Piece', text: `${isOut ? 'taken out' : 'kept'}, at line ${line} of ${path}` },
      ...outFacts(rows, piece),
    ],
    about: { path, unit: unit.id, pieces: [piece.id] },
    press: {
      command: 'loopwright.openUnit',
      title: 'Open Changes',
      arguments: [{ run, item, unit: unit.id, piece: piece.id }],
    },
  };
}

function pieceIcon({ note, base, head }: Piece): string {
  if (note === 'moved') return 'arrow-swap';
  if (note === 'format') return 'whitespace';
  if (base.count === 0) return 'diff-added';
  return head.count === 0 ? 'diff-removed' : 'diff-modified';
}
