import type { Change } from '../../model/change.ts';
import type { Decision, TakenOut } from '../../model/reviewMarks.ts';
import type { OutlineFile, Piece, ReviewOutline } from '../../model/reviewOutline.ts';
import { mergedEdits } from '../../review/marks/mergedEdits.ts';
import { takenOutPatch } from '../../review/marks/takenOutPatch.ts';
import { modeWith, withPieces } from '../../review/pieces.ts';
import { Refused } from '../refusal.ts';
import type { FileTexts } from './fileTexts.ts';
import type { TreeFile, WorktreeFiles } from './worktreeFiles.ts';

/** What is to become of the files of a worktree. */
export interface TakingOut {
  /** What goes, for those who are told. */
  readonly takenOut: readonly TakenOut[];
  /** By path; undefined: it is deleted. Only those that are not so yet. */
  readonly files: ReadonlyMap<string, TreeFile | undefined>;
  /** Whether nothing of the change is left. */
  readonly leavesNothing: boolean;
}

const absent = '000000';
const submodule = '160000';

/**
 * What the files of a worktree are without the pieces that were decided on: the base, with the pieces that are kept and with
 * what a person has edited there meanwhile. Nothing is written yet. Done again it comes to the same.
 */
export async function planTakingOut(
  {
    change,
    outline,
    texts,
    worktree,
  }: {
    readonly change: Change;
    readonly outline: ReviewOutline;
    readonly texts: FileTexts;
    readonly worktree: Pick<WorktreeFiles, 'read'>;
  },
  decisions: readonly Decision[],
): Promise<TakingOut> {
  const out = new Map(decisions.map((decision) => [decision.piece, decision]));
  const takenOut: TakenOut[] = [];
  const files = new Map<string, TreeFile | undefined>();
  let leavesNothing = true;
  for (const of of outline.files) {
    const pieces = of.units.flatMap((unit) => unit.pieces);
    const gone = pieces.filter(({ id }) => out.has(id));
    if (gone.length < pieces.length) leavesNothing = false;
    if (gone.length === 0) continue;
    const sides = await sidesOf(texts, change, of);
    const { path } = of.file;
    takenOut.push(...gone.map((piece) => told(piece, of, sides, out.get(piece.id))));
    const then = without(of, pieces, sides, new Set(gone.map(({ id }) => id)));
    const now = await worktree.read(path);
    const wanted = withEdits(path, { then, read: headOf(of, sides), now });
    if (!isSame(wanted, now)) files.set(path, wanted);
    if (!isSame(now, headOf(of, sides))) leavesNothing = false;
  }
  refuseInTheWay(change, files);
  return { takenOut, files, leavesNothing };
}

/** Deletes first: a folder may stand where a file is put back, and the other way round. */
export async function takeOutOf(worktree: WorktreeFiles, { files }: Pick<TakingOut, 'files'>): Promise<void> {
  for (const [path, file] of files) if (file === undefined) await worktree.remove(path);
  for (const [path, file] of files) if (file !== undefined) await worktree.write(path, file);
}

/** Bytes of both sides; a side that does not have the file is absent. */
interface Sides {
  readonly base?: Buffer | undefined;
  readonly head?: Buffer | undefined;
}

async function sidesOf(texts: FileTexts, { base, head }: Change, { file }: OutlineFile): Promise<Sides> {
  const { path, oldMode, newMode } = file;
  if (oldMode === submodule || newMode === submodule) {
    throw new Refused(
      'submodule',
      `${path} is another repository, which cannot be taken out here. Keep it, or reject the change.`,
    );
  }
  const bytes = async (commit: string, mode: string): Promise<Buffer | undefined> => {
    if (mode === absent) return undefined;
    return Buffer.from((await texts.of(commit, path)) ?? '', 'latin1');
  };
  return { base: await bytes(base, oldMode), head: await bytes(head, newMode) };
}

function told(piece: Piece, { file }: OutlineFile, { base, head }: Sides, decision: Decision | undefined): TakenOut {
  const texts = { base: base?.toString('utf8') ?? '', head: head?.toString('utf8') ?? '' };
  const why = decision?.why;
  const patch = takenOutPatch(piece, file, texts);
  return { piece: piece.id, path: file.path, patch, ...(why === undefined ? {} : { why }) };
}

const headOf = ({ file }: OutlineFile, { head }: Sides): TreeFile | undefined =>
  head === undefined ? undefined : { mode: file.newMode, content: head };

function without(
  { file }: OutlineFile,
  pieces: readonly Piece[],
  sides: Sides,
  out: ReadonlySet<string>,
): TreeFile | undefined {
  const content = withPieces(sides, pieces, out);
  return content === undefined ? undefined : { mode: modeWith(file, pieces, out), content: Buffer.from(content) };
}

const isSame = (one: TreeFile | undefined, other: TreeFile | undefined): boolean =>
  one === undefined || other === undefined
    ? one === other
    : one.mode === other.mode && one.content.equals(other.content);

/** `then`: the head without the pieces; `read`: the head; `now`: what is in the worktree. */
function withEdits(
  path: string,
  { then, read, now }: { readonly [K in 'then' | 'read' | 'now']: TreeFile | undefined },
): TreeFile | undefined {
  if (isSame(now, read) || isSame(now, then)) return then;
  if (then === undefined || read === undefined || now === undefined) throw editedThere(path);
  const [from, ours] = [textOf(read), textOf(then)];
  const merged = mergedEdits(from, ours, withLineEndsOf(from, textOf(now)));
  if (merged === undefined) throw editedThere(path);
  return { mode: now.mode === read.mode ? then.mode : now.mode, content: Buffer.from(merged, 'latin1') };
}

const textOf = ({ content }: TreeFile): string => content.toString('latin1');

/** Where git writes `\r\n` for the `\n` that it keeps, that is no edit; it takes both in again. */
function withLineEndsOf(kept: string, found: string): string {
  const isConverted = !kept.includes('\r\n') && !/(?<!\r)\n/.test(found);
  return isConverted ? found.replaceAll('\r\n', '\n') : found;
}

const editedThere = (path: string): Refused =>
  new Refused(
    'edited',
    `${path} was edited in the worktree where a piece of it is to be taken out. Keep that piece, or undo the edit.`,
  );

/** A file cannot be put back where a folder is, nor a folder where a file is. */
function refuseInTheWay({ files: changed }: Change, files: TakingOut['files']): void {
  const there = new Set(changed.filter(({ newMode }) => newMode !== absent).map(({ path }) => path));
  for (const [path, file] of files) {
    if (file === undefined) there.delete(path);
    else there.add(path);
  }
  for (const path of there) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (!there.has(folder)) continue;
      throw new Refused(
        'in-the-way',
        `${folder} and ${path} cannot both be there. Take out, or keep, both of what the change did to them.`,
      );
    }
  }
}
