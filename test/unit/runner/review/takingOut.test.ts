import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listChange } from '../../../../src/git/changes.ts';
import type { Change } from '../../../../src/model/change.ts';
import type { Decision } from '../../../../src/model/reviewMarks.ts';
import type { Piece, ReviewOutline } from '../../../../src/model/reviewOutline.ts';
import { readFile as readPieces } from '../../../../src/review/readFile.ts';
import { FileTexts } from '../../../../src/runner/review/fileTexts.ts';
import { planTakingOut, takeOutOf } from '../../../../src/runner/review/takingOut.ts';
import { type TreeFile, WorktreeFiles } from '../../../../src/runner/review/worktreeFiles.ts';
import { TemporaryRepository } from '../../../support/repository.ts';

/** What is left of a change in a real worktree, by real git, when pieces are taken out of it. */

let repository: TemporaryRepository;
beforeAll(async () => {
  repository = await TemporaryRepository.create();
});
afterAll(() => repository.dispose());

/** Files by path; bytes as characters. */
type Tree = Readonly<Record<string, { readonly mode: string; readonly text: string }>>;

/** Makes the checkout be this tree, and tells git of all of it. */
async function checkOut(tree: Tree): Promise<string> {
  await repository.git('rm', '-rfq', '--ignore-unmatch', '.');
  await repository.git('clean', '-ffdxq');
  for (const [path, { mode, text }] of Object.entries(tree)) {
    const file = join(repository.path, path);
    await mkdir(dirname(file), { recursive: true });
    if (mode === '120000') await symlink(text, file);
    else {
      await writeFile(file, text, 'latin1');
      await chmod(file, mode === '100755' ? 0o755 : 0o644);
    }
  }
  return repository.commit('tree');
}

/** The tree that git finds in the checkout. */
async function treeThere(): Promise<string> {
  await repository.git('add', '-A');
  return (await repository.git('write-tree')).trim();
}

const digest = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts), 'latin1').digest('hex');

async function outlineOf(change: Change, texts: FileTexts): Promise<ReviewOutline> {
  const files = await Promise.all(
    change.files.map(async (file) => {
      const [base, head] = await Promise.all([texts.of(change.base, file.path), texts.of(change.head, file.path)]);
      const read = readPieces(file, { base, head }, { syntax: { partsOf: () => undefined }, digest });
      const units = read.units.map(({ pieces, ...unit }) => ({
        ...unit,
        lines: 0,
        risk: 0,
        reasons: ['code'],
        pieces: pieces.map(({ piece }) => piece),
      }));
      return { file, lines: 0, risk: 0, reasons: ['code'], units };
    }),
  );
  return { base: change.base, head: change.head, tree: change.tree, files, lines: 0 };
}

/** The change from one tree to the other, checked out, and what takes pieces out of it. */
async function changed(base: Tree, head: Tree) {
  const from = await checkOut(base);
  const to = await checkOut(head);
  const common = { commonDir: join(repository.path, '.git') };
  const listed = await listChange(common, from, to);
  if (!listed.ok) throw new Error(listed.error.code);
  const change = listed.value;
  const texts = new FileTexts(common);
  const outline = await outlineOf(change, texts);
  const plan = async (isOut: (piece: Piece, path: string) => boolean) => {
    const decisions = outline.files.flatMap(({ file, units }) =>
      units.flatMap(({ pieces }) =>
        pieces
          .filter((piece) => isOut(piece, file.path))
          .map(({ id }): Decision => ({ piece: id, path: file.path, why: 'no', by: 'Ada <a@b>', at: 0 })),
      ),
    );
    const worktree = await WorktreeFiles.open(repository.path);
    return { worktree, planned: await planTakingOut({ change, outline, texts, worktree }, decisions) };
  };
  return {
    outline,
    plan,
    takeOut: async (isOut: (piece: Piece, path: string) => boolean) => {
      const { worktree, planned } = await plan(isOut);
      await takeOutOf(worktree, planned);
      return planned;
    },
  };
}

const plain = (text: string, mode = '100644') => ({ mode, text });
const codeOf = (refused: Promise<unknown>): Promise<string> =>
  refused.then(
    () => 'done',
    (error: { readonly refusal?: { readonly code: string } }) => error.refusal?.code ?? String(error),
  );

/** A part of a file: lines that stay, or lines of which the change made others. */
interface Block {
  readonly base: readonly string[];
  readonly head: readonly string[];
  readonly isOut: boolean;
}

interface RandomFile {
  readonly blocks: readonly Block[];
  readonly lineEnd: string;
  /** Without a break behind the last line. */
  readonly isOpen: boolean;
  readonly edit: 'none' | 'first' | 'last';
  readonly modes: readonly [base: string, head: string];
  readonly isModeOut: boolean;
}

/** Bytes that are no UTF-8 are among them. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\u00e9', '\u00ff', '\t'), minLength: 1, maxLength: 5 });
const mode = fc.constantFrom('100644', '100755');
const block = fc.record({
  base: fc.array(word, { maxLength: 3 }),
  head: fc.array(word, { maxLength: 3 }),
  isOut: fc.boolean(),
});
const randomFile: fc.Arbitrary<RandomFile> = fc.record({
  blocks: fc.array(block, { minLength: 1, maxLength: 4 }),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  isOpen: fc.boolean(),
  edit: fc.constantFrom('none', 'first', 'last'),
  modes: fc.tuple(mode, mode),
  isModeOut: fc.boolean(),
});

type Side = 'base' | 'head' | 'kept' | 'landed';

/** The file as it is on a side. Between two blocks stand lines that are nowhere else, so the blocks are the pieces. */
function textOf({ blocks, lineEnd, isOpen, edit }: RandomFile, side: Side): string {
  const chosen = ({ base, head, isOut }: Block): readonly string[] =>
    side === 'base' || (side !== 'head' && isOut) ? base : head;
  const made = (lines: readonly string[], name: string): readonly string[] =>
    lines.map((line, index) => `${name}.${index} ${line}`);
  const lines = [
    side === 'landed' && edit === 'first' ? 'edited by hand' : 'the first line',
    'and another',
    ...blocks.flatMap((one, index) => {
      const isBase = chosen(one) === one.base;
      return [...made(chosen(one), `${isBase ? 'base' : 'head'} ${index}`), `between ${index}`, `and ${index}`];
    }),
    side === 'landed' && edit === 'last' ? 'edited at the end' : 'the last line',
  ];
  const text = lines.map((line) => `${line}${lineEnd}`).join('');
  return isOpen ? text.slice(0, -lineEnd.length) : text;
}

function modeOf({ modes: [base, head], isModeOut }: RandomFile, side: Side): string {
  return side === 'base' || (side !== 'head' && isModeOut) ? base : head;
}

const treeOf = (files: readonly RandomFile[], side: Side): Tree =>
  Object.fromEntries(
    files.map((file, index) => [
      `folder ${index}/fil\u00e9 ${index}.txt`,
      plain(textOf(file, side), modeOf(file, side)),
    ]),
  );

describe('property: what is left', () => {
  it('is exactly the base, the pieces that are kept, and what was edited by hand', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(randomFile, { minLength: 1, maxLength: 3 }), async (files) => {
        const expected = await (async () => {
          await checkOut(treeOf(files, 'landed'));
          return treeThere();
        })();
        const { takeOut } = await changed(treeOf(files, 'base'), treeOf(files, 'head'));
        // The person edits what is there: the head.
        for (const [index, file] of files.entries()) {
          const path = join(repository.path, `folder ${index}/fil\u00e9 ${index}.txt`);
          const edited = (await readFile(path, 'latin1'))
            .replace('the first line', file.edit === 'first' ? 'edited by hand' : 'the first line')
            .replace('the last line', file.edit === 'last' ? 'edited at the end' : 'the last line');
          await writeFile(path, edited, 'latin1');
        }
        const isOut = ({ kind, base, head }: Piece, path: string): boolean => {
          const file = files[Number(/folder (\d+)/.exec(path)?.[1])];
          if (file === undefined) throw new Error(path);
          if (kind !== 'lines') return file.isModeOut;
          return blockAt(file, base.count > 0 ? base.first : undefined, head.first)?.isOut === true;
        };
        await takeOut(isOut);
        expect(await treeThere()).toBe(expected);
        // Asked for again, after a kill in the middle, it comes to the same.
        await takeOut(isOut);
        expect(await treeThere()).toBe(expected);
      }),
      { numRuns: 15 },
    );
  });

  /** The block that a line of the base stands in, else one of the head. */
  function blockAt({ blocks }: RandomFile, base: number | undefined, head: number): Block | undefined {
    let [atBase, atHead] = [3, 3];
    for (const one of blocks) {
      const isHere =
        base === undefined
          ? head >= atHead && head < atHead + one.head.length
          : base >= atBase && base < atBase + one.base.length;
      if (isHere) return one;
      atBase += one.base.length + 2;
      atHead += one.head.length + 2;
    }
    return undefined;
  }
});

describe('files as a whole', () => {
  const base: Tree = {
    'kept.txt': plain('kept\n'),
    'gone/deep/away.txt': plain('away\n', '100755'),
    link: plain('kept.txt', '120000'),
    'binary.bin': plain('\0\u00ff1'),
    'was-file': plain('file\n'),
  };
  const head: Tree = {
    'kept.txt': plain('kept\n'),
    'new/folder/fresh.txt': plain('fresh\n'),
    link: plain('elsewhere', '120000'),
    'binary.bin': plain('\0\u00ff2'),
    'was-file/inside.txt': plain('inside\n'),
  };

  it('come back, go, and are what they were: deleted, added, binary and links', async () => {
    const { takeOut } = await changed(base, head);
    const { takenOut, leavesNothing } = await takeOut(() => true);
    expect(leavesNothing).toBe(true);
    expect(new Set(takenOut.map(({ path }) => path)).size).toBe(6);
    const there = await treeThere();
    await checkOut(base);
    expect(there).toBe(await treeThere());
  });

  it('each by itself', async () => {
    const { takeOut } = await changed(base, head);
    await takeOut((_piece, path) => path === 'gone/deep/away.txt' || path === 'new/folder/fresh.txt');
    expect(await readFile(join(repository.path, 'gone/deep/away.txt'), 'utf8')).toBe('away\n');
    expect((await lstat(join(repository.path, 'gone/deep/away.txt'))).mode & 0o111).toBe(0o111);
    expect(await lstat(join(repository.path, 'new')).catch(() => 'gone')).toBe('gone');
    expect(await readFile(join(repository.path, 'binary.bin'), 'latin1')).toBe('\0\u00ff2');
  });

  it('are refused where a file and a folder would have one name, and nothing is written', async () => {
    const { plan } = await changed(base, head);
    expect(await codeOf(plan((_piece, path) => path === 'was-file'))).toBe('in-the-way');
    expect(await readFile(join(repository.path, 'was-file/inside.txt'), 'utf8')).toBe('inside\n');
  });
});

describe('what is refused', () => {
  const tree = (line: string): Tree => ({ 'a/text.txt': plain(`1\n2\n${line}\n4\n5\n`) });

  it('a piece whose lines were edited in the worktree, or whose file was deleted there', async () => {
    const { plan } = await changed(tree('base'), tree('head'));
    const file = join(repository.path, 'a/text.txt');
    await writeFile(file, '1\n2\nedited\n4\n5\n');
    expect(await codeOf(plan(() => true))).toBe('edited');
    await rm(file);
    expect(await codeOf(plan(() => true))).toBe('edited');
  });

  it('a way through a link that was planted there: nothing outside is read or written', async () => {
    const { plan } = await changed(tree('base'), tree('head'));
    const elsewhere = join(repository.outside, 'elsewhere');
    await mkdir(elsewhere, { recursive: true });
    await writeFile(join(elsewhere, 'text.txt'), '1\n2\nhead\n4\n5\n');
    await rm(join(repository.path, 'a'), { recursive: true });
    await symlink(elsewhere, join(repository.path, 'a'));
    expect(await codeOf(plan(() => true))).toBe('outside');
    expect(await readFile(join(elsewhere, 'text.txt'), 'utf8')).toContain('head');
    await rm(join(repository.path, 'a'));
  });

  it('a file that is a link in the worktree is replaced, not followed', async () => {
    const { takeOut, plan } = await changed(tree('base'), tree('head'));
    const target = join(repository.outside, 'target.txt');
    await writeFile(target, 'mine\n');
    await rm(join(repository.path, 'a/text.txt'));
    await symlink(target, join(repository.path, 'a/text.txt'));
    expect(await codeOf(plan(() => true))).toBe('edited');
    expect(await readFile(target, 'utf8')).toBe('mine\n');
    await rm(join(repository.path, 'a/text.txt'));
    await writeFile(join(repository.path, 'a/text.txt'), '1\n2\nhead\n4\n5\n');
    await takeOut(() => true);
    expect(await readFile(join(repository.path, 'a/text.txt'), 'utf8')).toContain('base');
  });

  it('a worktree that is gone', async () => {
    expect(await codeOf(WorktreeFiles.open(join(repository.outside, 'nowhere')))).toBe('no-worktree');
  });

  it('another repository', async () => {
    const { outline } = await changed(tree('base'), tree('head'));
    const [file] = outline.files;
    if (file === undefined) throw new Error('no file');
    const submodule = { ...file, file: { ...file.file, newMode: '160000' } };
    const piece = file.units[0]?.pieces[0]?.id ?? '';
    const worktree: { read: () => Promise<TreeFile | undefined> } = { read: async () => undefined };
    const { base, head, tree: id } = outline;
    const change = { base, head, tree: id, files: [submodule.file] };
    const texts = new FileTexts({ commonDir: join(repository.path, '.git') });
    const plan = planTakingOut({ change, outline: { ...outline, files: [submodule] }, texts, worktree }, [
      { piece, path: file.file.path, by: 'a', at: 0 },
    ]);
    expect(await codeOf(plan)).toBe('submodule');
  });
});
