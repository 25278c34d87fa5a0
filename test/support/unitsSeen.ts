import type { FileChange } from '../../src/model/change.ts';
import { fileKindOf } from '../../src/review/fileKind.ts';
import type { RiskWorld, UnitSeen } from '../../src/review/risk/seen.ts';

/** A changed file of a change, for what judges changes. */
export function changedFile(path: string, more: Partial<FileChange> = {}): FileChange {
  const [oldBlob, newBlob] = ['1', '2'].map((digit) => digit.repeat(40)) as [string, string];
  const modes = { oldMode: '100644', newMode: '100644' };
  return { path, status: 'modified', ...modes, oldBlob, newBlob, added: 1, removed: 1, binary: false, ...more };
}

/** A unit as the signs of risk see it: lines of texts, of a path that tells its kind. */
export function seenUnit(path: string, removed: string, added: string, more: Partial<UnitSeen> = {}): UnitSeen {
  const lines = (text: string): string[] => (text === '' ? [] : text.split('\n'));
  const file = changedFile(path, { removed: lines(removed).length, added: lines(added).length });
  const unit = { name: 'work', kind: 'function' as const };
  return { file, kind: fileKindOf(path), unit, removed: lines(removed), added: lines(added), ...more };
}

/** A repository where nothing is protected, owned or counted. */
export const plainWorld: RiskWorld = {
  protectedBy: () => undefined,
  ownersOf: () => [],
  callersOf: () => undefined,
};
