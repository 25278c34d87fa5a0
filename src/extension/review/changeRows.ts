import type { FileChange } from '../../model/change.ts';
import type { OutlineFile, ReviewOutline } from '../../model/reviewOutline.ts';
import { plainLine } from '../plainText.ts';
import { factOf } from '../runs/row.ts';
import { rowContext } from '../viewTable.ts';
import { canAnswer, hasEnded } from './canAnswer.ts';
import type { ChangeRow, Rows, RowsOf } from './changeRow.ts';
import { gateRow, sendRow } from './gateRows.ts';
import { abilitiesOf, outWords } from './pieceWords.ts';
import { unitRow } from './unitRows.ts';

/** The gate first, what is pending, then the files in the order to read them; those that need no reading are folded away. */
export function changeRows(of: RowsOf): readonly ChangeRow[] {
  const { shown, read } = of;
  const { outline, marks } = read;
  const top = [gateRow(of), ...sendRow(shown, marks)];
  if (outline === undefined) return top;
  const rows: Rows = {
    ...of,
    viewed: new Set(marks?.viewed),
    out: new Map(marks?.decisions.map((decision) => [decision.piece, decision])),
    isOpen: canAnswer(shown.of),
    isOver: hasEnded(shown),
  };
  const files = outline.files.filter(({ folded }) => folded === undefined);
  return [...top, ...files.map((file) => fileRow(rows, file)), ...foldRows(rows, outline)];
}

type Folded = NonNullable<OutlineFile['folded']>;

/** Each fold as its row is called. */
const foldWords: { readonly [F in Folded]: (count: number) => string } = {
  generated: (n) => (n === 1 ? '1 file that a program wrote' : `${n} files that a program wrote`),
  lockfile: (n) => (n === 1 ? '1 lockfile' : `${n} lockfiles`),
  moved: (n) => (n === 1 ? '1 file that was only moved' : `${n} files that were only moved`),
  format: (n) => (n === 1 ? '1 file with other blanks alone' : `${n} files with other blanks alone`),
  binary: (n) => (n === 1 ? '1 binary file' : `${n} binary files`),
  'too-large': (n) => (n === 1 ? '1 file too large to take apart' : `${n} files too large to take apart`),
};

function foldRows(rows: Rows, { files }: ReviewOutline): readonly ChangeRow[] {
  const { run, item } = rows.shown;
  return (Object.keys(foldWords) as Folded[]).flatMap((fold) => {
    const own = files.filter(({ folded }) => folded === fold);
    if (own.length === 0) return [];
    const label = foldWords[fold](own.length);
    return {
      ...{ id: `fold/${fold}`, run, item, about: { pieces: [] }, context: rowContext('fold') },
      label,
      description: '',
      look: { icon: 'fold', color: 'disabledForeground', words: 'need not be read line by line' },
      facts: [{ name: 'Reading', text: 'These need not be read line by line. They land like the others.' }],
      children: () => own.map((file) => fileRow(rows, file)),
    };
  });
}

function fileRow(rows: Rows, outlined: OutlineFile): ChangeRow {
  const { file, units, lines, movedFrom, reasons } = outlined;
  const { run, item } = rows.shown;
  const slash = file.path.lastIndexOf('/');
  const folder = slash < 0 ? '' : file.path.slice(0, slash);
  const [only, another] = units;
  const isWhole = only !== undefined && another === undefined && only.kind === 'file';
  const isViewed = units.length > 0 && units.every(({ digest }) => rows.viewed.has(digest));
  const toRead = outlined.folded === undefined ? linesWords(lines) : '';
  const pieces = units.flatMap((unit) => unit.pieces);
  return {
    ...{ id: `file/${file.path}`, run, item, file },
    label: plainLine(file.path.slice(slash + 1)),
    description: [statusWords[file.status], toRead, outWords(rows, pieces), plainLine(folder)]
      .filter(Boolean)
      .join(' · '),
    context: rowContext('file', abilitiesOf(rows, pieces)),
    facts: [
      { name: 'File', text: file.path },
      { name: 'Change', text: spokenSize(file) },
      ...factOf('Moved from', movedFrom),
      { name: 'Read it for', text: reasons.join('; ') },
    ],
    about: { path: file.path, pieces: pieces.map(({ id }) => id), ...(only && { unit: only.id }) },
    press: { command: 'loopwright.openDiff', title: 'Open Changes', arguments: [{ run, item, path: file.path }] },
    ...(!rows.isOver && { box: { isViewed, units: units.map(({ digest, lines: own }) => ({ digest, lines: own })) } }),
    ...(!isWhole && units.length > 0 && { children: () => units.map((unit) => unitRow(rows, outlined, unit)) }),
  };
}

const statusWords: { readonly [S in FileChange['status']]: string } = {
  added: 'new',
  modified: '',
  deleted: 'deleted',
  'type-changed': 'other type',
};

const linesWords = (lines: number): string => (lines === 1 ? '1 line' : `${lines} lines`);

const spokenSize = ({ status, added, removed, binary }: FileChange): string =>
  binary ? `${status}, binary` : `${status}, ${added} lines added, ${removed} removed`;
