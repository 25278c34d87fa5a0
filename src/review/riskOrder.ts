import type { Change, FileChange } from '../model/change.ts';
import { type FileKind, fileKindOf, isMarkedGenerated } from './fileKind.ts';

/** A file of a change with how much it wants a reader's attention. */
export interface RankedFile {
  readonly file: FileChange;
  /** Only the order of two risks means something. */
  readonly risk: number;
  /** Why, in plain words, weightiest first; never empty. */
  readonly reasons: readonly string[];
}

interface Sign {
  readonly weight: number;
  readonly reason: string;
}

const kinds: Readonly<Record<FileKind, Sign>> = {
  pipeline: { weight: 60, reason: 'decides what builds, checks or hooks run' },
  manifest: { weight: 55, reason: 'names the dependencies' },
  code: { weight: 50, reason: 'code' },
  settings: { weight: 45, reason: 'settings' },
  test: { weight: 30, reason: 'test' },
  data: { weight: 20, reason: 'data' },
  docs: { weight: 10, reason: 'documentation' },
  generated: { weight: 0, reason: 'generated: read what it is made from' },
  lockfile: { weight: 0, reason: 'lockfile: read the manifest instead' },
};

const executable = '100755';
const symlink = '120000';
const submodule = '160000';

const protectedLooking =
  /(?:^|[/._-])(?:auth|authn|authz|login|session|security|crypto|secrets?|passwords?|credentials?|tokens?|permissions?|acl|payments?|billing|migrations?|sudoers)(?:[/._-]|$)|(?:^|\/)\.env|\.(?:pem|key|p12|pfx)$/i;

/**
 * The files of a change in the order they deserve to be read: what can do most harm first, what a program wrote last
 * (the last file of a long list is the one read least: Fregnan 2022). Equal risks go by size, then by path. `textOf`
 * gives the new text of a path where it is at hand, to know generated files by their marker.
 */
export function riskOrder(
  change: Pick<Change, 'files'>,
  textOf: (path: string) => string | undefined = () => undefined,
): RankedFile[] {
  return change.files.map((file) => ranked(file, textOf(file.path))).sort(byRisk);
}

function ranked(file: FileChange, text: string | undefined): RankedFile {
  const kind = text !== undefined && isMarkedGenerated(text) ? 'generated' : fileKindOf(file.path);
  const signs = [kinds[kind], ...modeSigns(file), ...contentSigns(file, kind)];
  signs.sort((a, b) => b.weight - a.weight);
  return {
    file,
    risk: signs.reduce((sum, { weight }) => sum + weight, 0),
    reasons: signs.map(({ reason }) => reason),
  };
}

function* modeSigns({ oldMode, newMode, status }: FileChange): Iterable<Sign> {
  const becomes = (mode: string): boolean => newMode === mode && oldMode !== mode;
  if (becomes(symlink)) yield { weight: 45, reason: 'becomes a symbolic link' };
  else if (oldMode === symlink && newMode === symlink) yield { weight: 30, reason: 'a symbolic link points elsewhere' };
  if (newMode === submodule || oldMode === submodule)
    yield { weight: 45, reason: 'another repository inside this one' };
  if (becomes(executable)) {
    yield { weight: 40, reason: status === 'added' ? 'a new executable file' : 'becomes executable' };
  }
  if (oldMode === executable && newMode === '100644') yield { weight: 10, reason: 'is no longer executable' };
  if (status === 'type-changed' && oldMode === symlink) yield { weight: 30, reason: 'was a symbolic link' };
}

function* contentSigns(file: FileChange, kind: FileKind): Iterable<Sign> {
  const { path, status, added, removed, binary } = file;
  if (kind === 'generated' || kind === 'lockfile') return;
  if (protectedLooking.test(path))
    yield { weight: 30, reason: 'its name speaks of access, secrets, money or stored data' };
  if (kind === 'test' && status === 'deleted') yield { weight: 70, reason: 'a test is deleted' };
  else if (kind === 'test' && removed > added) yield { weight: 30, reason: 'a test loses lines' };
  else if (status === 'deleted') yield { weight: 5, reason: 'is deleted' };
  if (binary) yield { weight: 5, reason: 'binary: its lines cannot be compared' };
  const lines = added + removed;
  if (lines > 0) yield { weight: sizeWeight(lines), reason: lines >= 200 ? `large: ${lines} lines` : linesOf(lines) };
}

const linesOf = (lines: number): string => (lines === 1 ? '1 line' : `${lines} lines`);

/** 1 for a line, 5 for 30, 8 for 200, 12 at most: size sorts within a kind, and a huge file climbs one kind at most. */
const sizeWeight = (lines: number): number => Math.min(12, Math.round(Math.log2(1 + lines)));

function byRisk(a: RankedFile, b: RankedFile): number {
  const size = ({ file }: RankedFile): number => file.added + file.removed;
  return b.risk - a.risk || size(b) - size(a) || (a.file.path < b.file.path ? -1 : a.file.path > b.file.path ? 1 : 0);
}
