import picomatch from 'picomatch';
import type { Change, FileChange } from '../model/change.ts';
import { type Check, type Loop, usualOraclePaths } from '../model/loopFile.ts';
import { provingFiles } from './provingFiles.ts';

type Policy = Loop['policy'];

/**
 * What a change does to the files that prove it, each as a sentence for the maker; empty when it keeps its hands off.
 * Tests follow `policy.oracles`. Scripts and settings that decide what a check does (named in its command line, or known
 * settings of test runners) are frozen unless that is `free`, or `policy.allowed-paths` names the very file: then the
 * loop's author means it. `package.json` is such a file where a check goes through its scripts. The change tells only
 * how many lines differ, so adding a dependency would be refused too; a loop that does that names the file.
 */
export function oracleObjections(
  change: Change,
  policy: Policy,
  checks: readonly Pick<Check, 'id' | 'run'>[],
): readonly string[] {
  if (policy.oracles === 'free') return [];
  const isOracle = picomatch([...(policy['oracle-paths'] ?? usualOraclePaths)], { dot: true, flags: 's' });
  const named = new Set(policy['allowed-paths']);
  const reasonFor = provingFiles(checks);
  return change.files.flatMap((file) => {
    if (named.has(file.path)) return [];
    const reason = reasonFor(file.path);
    // A test that a check names is a test first: it may grow.
    if (isOracle(file.path) && reason?.kind !== 'settings') return oracleObjection(file, change, policy.oracles) ?? [];
    return reason === undefined ? [] : [frozenObjection(file, change, reason.why)];
  });
}

function oracleObjection(file: FileChange, change: Change, mode: Policy['oracles']): string | undefined {
  if (mode === 'add' && onlyAdds(file)) return undefined;
  const may = mode === 'add' ? 'may gain tests and lines but lose none' : 'may not be touched';
  return `${file.path} proves the work and ${may}; it was ${whatHappened(file)}: ${howToMend(file, change)}${mode === 'add' && file.added > 0 && file.removed > 0 ? ' Write new tests below it.' : ''}`;
}

/** A changed line is one removed and one added. Of a binary file, and of one that is run differently, nobody can tell. */
function onlyAdds(file: FileChange): boolean {
  if (file.status === 'added') return true;
  return file.status === 'modified' && file.removed === 0 && !file.binary && file.oldMode === file.newMode;
}

function frozenObjection(file: FileChange, change: Change, why: string): string {
  const allow = `(The author of the loop can allow it: name ${file.path} in policy.allowed-paths.)`;
  return `${file.path} ${why} and may not be touched; it was ${whatHappened(file)}: ${howToMend(file, change)} ${allow}`;
}

function whatHappened(file: FileChange): string {
  if (file.status === 'type-changed') return 'changed into another type of file';
  if (file.status !== 'modified') return file.status;
  if (file.binary) return 'changed';
  if (file.added === 0 && file.removed === 0) return 'given another mode';
  return `changed (${file.removed} ${file.removed === 1 ? 'line' : 'lines'} removed, ${file.added} added)`;
}

function howToMend(file: FileChange, change: Change): string {
  return file.status === 'added' ? 'remove it.' : `put back what is there in ${change.base.slice(0, 12)}.`;
}
