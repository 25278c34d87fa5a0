import type { OwedUnit } from '../../model/debt.ts';
import type { Look } from '../../model/statusLook.ts';
import { ageWords } from '../age.ts';
import { plainLine } from '../plainText.ts';
import type { OfRepository } from '../repositories/askedOfAll.ts';
import type { TreeRow } from '../tree/treeRow.ts';
import { rowContext } from '../viewTable.ts';
import type { AskedDebt, WindowDebt } from './askDebt.ts';

/** A place in the checkout of a repository, or nothing where a row is about none; `line` from 1. */
export interface OwedPlace extends OfRepository {
  readonly path?: string;
  readonly line?: number;
}

type Landing = OwedUnit['landings'][number];
type Owed = OwedUnit & OfRepository;

const folderLook: Look = { icon: 'folder', words: 'folder' };
const fileLook: Look = { icon: 'file-code', words: 'file' };
const unitLook: Look = { icon: 'symbol-method', words: 'unit' };
const landingLook: Look = { icon: 'git-merge', words: 'landed' };

/** Folders, most owed first; below them files, their units, and the landings that each unit is owed for. */
export function debtRows(debts: readonly WindowDebt[], now: number): readonly TreeRow<OwedPlace>[] {
  const units = debts.flatMap(({ debt, repository, repositoryName }) =>
    debt.units.map((unit): Owed => ({ ...unit, repository, ...(repositoryName !== undefined && { repositoryName }) })),
  );
  return groupsOf(units, ({ repository, path }) => `${repository}\n${folderOf(path)}`).map((own) =>
    folderRow(own, now),
  );
}

function folderRow(units: Group, now: number): TreeRow<OwedPlace> {
  const { repository, repositoryName, path } = units[0];
  const folder = folderOf(path);
  const where = repositoryName === undefined ? '' : `${repositoryName} · `;
  const files = groupsOf(units, (unit) => unit.path);
  const count = files.length === 1 ? '1 file' : `${files.length} files`;
  return {
    id: `folder:${repository}:${folder}`,
    label: plainLine(folder) || 'top of the repository',
    description: `${where}${linesWords(sumOf(units))}`,
    look: folderLook,
    context: rowContext('owedFolder'),
    facts: [{ name: 'Owed', text: `${linesWords(sumOf(units))} in ${count}` }],
    about: { repository },
    children: () => files.map((own) => fileRow(own, now)),
  };
}

function fileRow(units: Group, now: number): TreeRow<OwedPlace> {
  const { path, repository, line } = units[0];
  const about: OwedPlace = { path, repository, ...(line !== undefined && { line }) };
  const count = units.length === 1 ? '1 unit' : `${units.length} units`;
  return {
    id: `file:${repository}:${path}`,
    label: plainLine(path.slice(path.lastIndexOf('/') + 1)),
    description: linesWords(sumOf(units)),
    look: fileLook,
    context: rowContext('owedFile'),
    facts: [
      { name: 'File', text: path },
      { name: 'Owed', text: `${linesWords(sumOf(units))} in ${count}` },
      { name: 'By', text: [...new Set(units.flatMap(({ landings }) => landings.map(({ loop }) => loop)))].join(', ') },
    ],
    about,
    press: { command: 'loopwright.openOwedFile', title: 'Open File', arguments: [{ about }] },
    children: () => units.map((unit) => unitRow(unit, now)),
  };
}

function unitRow(unit: Owed, now: number): TreeRow<OwedPlace> {
  const { path, repository, line, landings, why } = unit;
  const about: OwedPlace = { path, repository, ...(line !== undefined && { line }) };
  return {
    id: `unit:${repository}:${unit.unit}`,
    label: plainLine(unit.name) || 'outside of every function',
    description: linesWords(unit.owed),
    look: unitLook,
    context: rowContext('owedUnit'),
    facts: [
      { name: 'Why', text: why },
      { name: 'Lines by loops', text: `${unit.lines}, each weighs ${Number(unit.weight.toFixed(2))}` },
      { name: 'Shown', text: shownWords(unit) },
    ],
    about,
    press: { command: 'loopwright.openOwedFile', title: 'Open Unit', arguments: [{ about }] },
    children: () => landings.map((landing) => landingRow(about, unit.unit, landing, now)),
  };
}

function landingRow(about: OwedPlace, unit: string, { run, item, loop, at }: Landing, now: number): TreeRow<OwedPlace> {
  return {
    id: `landing:${about.repository}:${unit}:${run}/${item}`,
    label: plainLine(loop),
    description: ageWords(now - at),
    look: landingLook,
    context: rowContext('landing'),
    facts: [
      { name: 'Landed', text: new Date(at).toLocaleString() },
      { name: 'Run', text: run },
    ],
    about,
    run,
    item,
    press: { command: 'loopwright.openLanding', title: 'Open Its Change', arguments: [{ run, item }] },
  };
}

/** What was shown of a unit, and how much of that is likely remembered. */
const shownWords = ({ evidence, recall }: OwedUnit): string =>
  evidence === 0
    ? 'nothing yet'
    : `${Math.round(evidence * 100)} of 100, of which ${Math.round(recall * 100)}% is likely remembered`;

type Group = readonly [Owed, ...Owed[]];

/** Units that belong together, the groups and the units in each with the most owed first. */
function groupsOf(units: readonly Owed[], keyOf: (unit: Owed) => string): readonly Group[] {
  const groups = new Map<string, [Owed, ...Owed[]]>();
  for (const unit of units.toSorted((a, b) => b.owed - a.owed)) {
    const known = groups.get(keyOf(unit));
    if (known === undefined) groups.set(keyOf(unit), [unit]);
    else known.push(unit);
  }
  return [...groups.values()].sort((a, b) => sumOf(b) - sumOf(a));
}

/** Rounded up where it is less than a line: something is owed. */
export function linesWords(owed: number): string {
  const lines = owed > 0 && owed < 1 ? 1 : Math.round(owed);
  return lines === 1 ? '1 line' : `${lines} lines`;
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

const sumOf = (units: readonly OwedUnit[]): number => units.reduce((sum, { owed }) => sum + owed, 0);

/** `you owe 120 lines · repository 80 lines`; empty where nothing is owed. */
export function debtSum(debts: readonly AskedDebt[]): string {
  const of = (whose: 'mine' | 'repository') => debts.reduce((sum, { debt }) => sum + debt[whose].owed, 0);
  const [mine, all] = [of('mine'), of('repository')];
  if (mine === 0 && all === 0) return '';
  return `you owe ${linesWords(mine)} · repository ${linesWords(all)}`;
}
