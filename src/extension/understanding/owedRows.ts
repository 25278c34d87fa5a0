import type { OwedFile } from '../../model/owed.ts';
import type { Look } from '../../model/statusLook.ts';
import { ageWords } from '../age.ts';
import { plainLine } from '../plainText.ts';
import type { OfRepository } from '../repositories/askedOfAll.ts';
import type { TreeRow } from '../tree/treeRow.ts';
import { rowContext } from '../viewTable.ts';

/** A file of one repository of the window for which lines are owed. */
export type WindowOwed = OwedFile & OfRepository;

/** A file from the top of its repository, or nothing where a row is about none. */
export interface OwedPlace extends OfRepository {
  readonly path?: string;
}

type Landing = OwedFile['landings'][number];

const folderLook: Look = { icon: 'folder', words: 'folder' };
const fileLook: Look = { icon: 'file-code', words: 'file' };
const landingLook: Look = { icon: 'git-merge', words: 'landed' };

/** Folders, most owed first; below them files, and below those the landings that they are owed for. */
export function owedRows(files: readonly WindowOwed[], now: number): readonly TreeRow<OwedPlace>[] {
  const folders = new Map<string, WindowOwed[]>();
  for (const file of files) {
    const id = `${file.repository}\n${folderOf(file.path)}`;
    const known = folders.get(id);
    if (known === undefined) folders.set(id, [file]);
    else known.push(file);
  }
  return [...folders.values()].sort((a, b) => sumOf(b) - sumOf(a)).flatMap((own) => folderRow(own, now));
}

function folderRow(files: readonly WindowOwed[], now: number): readonly TreeRow<OwedPlace>[] {
  const [first] = files;
  if (first === undefined) return [];
  const { repository, repositoryName } = first;
  const folder = folderOf(first.path);
  const where = repositoryName === undefined ? '' : `${repositoryName} · `;
  const count = files.length === 1 ? '1 file' : `${files.length} files`;
  const row: TreeRow<OwedPlace> = {
    id: `folder:${repository}:${folder}`,
    label: plainLine(folder) || 'top of the repository',
    description: `${where}${linesWords(sumOf(files))}`,
    look: folderLook,
    context: rowContext('owedFolder'),
    facts: [{ name: 'Owed', text: `${linesWords(sumOf(files))} in ${count}` }],
    about: { repository },
    children: () => files.toSorted((a, b) => b.owed - a.owed).map((file) => fileRow(file, now)),
  };
  return [row];
}

function fileRow(file: WindowOwed, now: number): TreeRow<OwedPlace> {
  const { path, owed, landings, repository } = file;
  const about: OwedPlace = { path, repository };
  return {
    id: `file:${repository}:${path}`,
    label: plainLine(path.slice(path.lastIndexOf('/') + 1)),
    description: linesWords(owed),
    look: fileLook,
    context: rowContext('owedFile'),
    facts: [
      { name: 'File', text: path },
      { name: 'Owed', text: `${linesWords(owed)} that landed and nobody has answered a prompt about` },
      { name: 'By', text: [...new Set(landings.map(({ loop }) => loop))].join(', ') },
    ],
    about,
    press: { command: 'loopwright.openOwedFile', title: 'Open File', arguments: [{ about }] },
    children: () => landings.map((landing) => landingRow(about, landing, now)),
  };
}

function landingRow(about: OwedPlace, { run, item, loop, at, lines }: Landing, now: number): TreeRow<OwedPlace> {
  return {
    id: `landing:${about.repository}:${about.path}:${run}/${item}`,
    label: plainLine(loop),
    description: `${linesWords(lines)} · ${ageWords(now - at)}`,
    look: landingLook,
    context: rowContext('landing'),
    facts: [
      { name: 'Landed', text: new Date(at).toLocaleString() },
      { name: 'Added here', text: linesWords(lines) },
      { name: 'Run', text: run },
    ],
    about,
    run,
    item,
    press: { command: 'loopwright.openLanding', title: 'Open Its Change', arguments: [{ run, item }] },
  };
}

const linesWords = (count: number): string => (count === 1 ? '1 line' : `${count} lines`);

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

const sumOf = (files: readonly OwedFile[]): number => files.reduce((sum, { owed }) => sum + owed, 0);

/** `120 lines owed`; empty where nothing is. */
export const owedSum = (files: readonly OwedFile[]): string =>
  sumOf(files) === 0 ? '' : `${linesWords(sumOf(files))} owed`;
