import type { CommandHandlers, PieceTarget } from '../commandTable.ts';
import { type Dialogs, textProblem } from '../dialogs.ts';
import { isSameItem } from '../itemRef.ts';
import { canAnswer } from './canAnswer.ts';
import { cursorIn, isUri } from './cursorAt.ts';
import type { OpenReview } from './openReview.ts';
import { piecesWords } from './pending.ts';
import type { Reading } from './reading.ts';
import { pieceAt } from './unitOrder.ts';

export interface PieceDeps {
  readonly review: OpenReview;
  readonly reading: Reading;
  readonly dialogs: Dialogs;
}

type PieceCommands = Pick<
  CommandHandlers,
  'loopwright.takeOutPiece' | 'loopwright.takeOutPieceWhy' | 'loopwright.keepPiece'
>;

/** Keeping and taking out pieces: of the row that is chosen, else the piece at the cursor. */
export function pieceCommands(deps: PieceDeps): PieceCommands {
  const takeOut = async ({ path, pieces }: Meant, why?: string) => {
    const marks = pieces.map((piece) => ({ path, piece }));
    await deps.reading.mark({ kind: 'take-out', pieces: marks, ...(why !== undefined && { why }) });
  };
  return {
    'loopwright.takeOutPiece': (target) => onPieces(deps, target, (meant) => takeOut(meant)),
    'loopwright.takeOutPieceWhy': (target) =>
      onPieces(deps, target, async (meant) => {
        const why = await askWhy(deps.dialogs, meant);
        if (why !== undefined) await takeOut(meant, why);
      }),
    'loopwright.keepPiece': (target) =>
      onPieces(deps, target, async ({ pieces }) => {
        const out = new Set(deps.reading.now.marks?.decisions.map(({ piece }) => piece));
        const kept = pieces.filter((piece) => out.has(piece));
        if (kept.length > 0) await deps.reading.mark({ kind: 'keep', pieces: kept });
      }),
  };
}

/** Pieces of one file; at least one. */
interface Meant {
  readonly path: string;
  readonly pieces: readonly string[];
}

async function onPieces(
  { review, reading, dialogs }: PieceDeps,
  target: PieceTarget,
  act: (meant: Meant) => Promise<void>,
): Promise<void> {
  const { shown } = review;
  if (shown === undefined) return dialogs.say('Open the review of a run first.');
  if (!canAnswer(shown.of)) return dialogs.say(`Nothing can be taken out or kept now. ${shown.gate.reason}`);
  const row = target === undefined || isUri(target) || !isSameItem(target, shown) ? undefined : target.about;
  if (row?.path !== undefined && row.pieces.length > 0) return act({ path: row.path, pieces: row.pieces });
  const cursor = cursorIn(shown);
  const file = reading.now.outline?.files.find(({ file: { path } }) => path === cursor?.path);
  const piece = file && cursor && pieceAt(file, cursor.side, cursor.line);
  if (cursor === undefined || piece === undefined) {
    return dialogs.say('Put the cursor on a changed line of the diff, or choose a row of the view Change.');
  }
  await act({ path: cursor.path, pieces: [piece.id] });
}

const askWhy = ({ write }: Dialogs, { path, pieces }: Meant): Promise<string | undefined> =>
  write({
    title: `Take ${piecesWords(pieces.length)} of ${path} out`,
    prompt: 'Why? The agent is told when you request changes, and must not put it back as it was.',
    placeHolder: 'It retries for ever when the server is down',
    problem: (text) => textProblem(text, 'A reason is needed. To take it out without one, use Take Out.'),
  });
