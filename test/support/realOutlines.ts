import { createHash } from 'node:crypto';
import type { FileChange } from '../../src/model/change.ts';
import type { ReviewOutline } from '../../src/model/reviewOutline.ts';
import type { TreeSyntax } from '../../src/parsing/treeSyntax.ts';
import { changedHunks } from '../../src/review/hunks.ts';
import { judgeUnit } from '../../src/review/judgedUnit.ts';
import { outlineOf, readChange } from '../../src/review/outline.ts';
import { type FileText, readFile } from '../../src/review/readFile.ts';
import { fileRisk } from '../../src/review/risk/risk.ts';
import type { RiskWorld } from '../../src/review/risk/seen.ts';
import { callerNames } from '../../src/review/risk/signatures.ts';
import { seenUnit } from '../../src/review/seenLines.ts';
import { digest } from '../../src/runner/outline/digest.ts';
import type { PackageFile, PackageFiles } from './npmPackages.ts';
import { plainWorld } from './unitsSeen.ts';

/** A change of real files, with their texts as git has them. */
export interface FilesChange {
  readonly files: readonly FileChange[];
  readonly texts: ReadonlyMap<string, FileText>;
  readonly head: PackageFiles;
}

/** What changed between two versions, as git would tell it. */
export function changeBetween(base: PackageFiles, head: PackageFiles, only?: RegExp): FilesChange {
  const paths = [...new Set([...base.keys(), ...head.keys()])].filter((path) => only?.test(path) ?? true);
  const files: FileChange[] = [];
  const texts = new Map<string, FileText>();
  for (const path of paths) {
    const [old, young] = [base.get(path), head.get(path)];
    if (old?.bytes === young?.bytes && old?.mode === young?.mode) continue;
    files.push(fileChange(path, old, young));
    texts.set(path, {
      ...(old === undefined ? {} : { base: old.bytes }),
      ...(young === undefined ? {} : { head: young.bytes }),
    });
  }
  return { files, texts, head };
}

function fileChange(path: string, old: PackageFile | undefined, young: PackageFile | undefined): FileChange {
  const hunks = changedHunks(old?.bytes ?? '', young?.bytes ?? '');
  return {
    path,
    status: old === undefined ? 'added' : young === undefined ? 'deleted' : 'modified',
    oldMode: old?.mode ?? '000000',
    newMode: young?.mode ?? '000000',
    oldBlob: blobOf(old),
    newBlob: blobOf(young),
    added: hunks.reduce((sum, { added }) => sum + added.length, 0),
    removed: hunks.reduce((sum, { removed }) => sum + removed.length, 0),
    binary: [old, young].some((side) => side?.bytes.includes('\0') === true),
  };
}

const blobOf = (file: PackageFile | undefined): string =>
  file === undefined ? '0'.repeat(40) : createHash('sha1').update(file.bytes, 'latin1').digest('hex');

/** The outline of a change: units, signs, order. Callers are counted in the files of the head. */
export async function outlineOfFiles({ files, texts, head }: FilesChange, syntax: TreeSyntax): Promise<ReviewOutline> {
  await syntax.load(files.map(({ path }) => path));
  const change = readChange(files.map((file) => readFile(file, texts.get(file.path) ?? {}, { syntax, digest })));
  const names = new Set(
    change.files.flatMap((file) => file.units.flatMap((unit) => callerNames(seenUnit(file, unit, change.moved)))),
  );
  const world = worldOf(files, head, names);
  const [base, tree] = ['1'.repeat(40), '2'.repeat(40)];
  return outlineOf({ base, head: tree, tree }, change, {
    ofUnit: (file, unit) => judgeUnit(file, unit, change.moved, world),
    ofFile: (file, kind, units) => fileRisk(file, kind, units, world),
  });
}

function worldOf(files: readonly FileChange[], head: PackageFiles, names: ReadonlySet<string>): RiskWorld {
  const counts = new Map<string, Map<string, number>>();
  for (const [path, { bytes }] of names.size > 0 ? head : []) {
    for (const [name] of bytes.matchAll(/[\w$]+/g)) {
      if (!names.has(name)) continue;
      const places = counts.get(name) ?? new Map<string, number>();
      counts.set(name, places.set(path, (places.get(path) ?? 0) + 1));
    }
  }
  const touched = new Set(files.map(({ path }) => path));
  return {
    ...plainWorld,
    callersOf: (path, name) => {
      const places = counts.get(name);
      return places === undefined ? 0 : [...places].reduce((sum, [one, count]) => sum + (one === path ? 0 : count), 0);
    },
    touches: (path) => touched.has(path),
  };
}
