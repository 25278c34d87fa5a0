import type { Moved } from './movedLines.ts';
import type { FileReading } from './reading.ts';

/** Added files and the deleted ones that each came from. */
export interface MovedFiles {
  /** By the new path. */
  readonly from: ReadonlyMap<string, string>;
  /** Paths, old and new, of files that were moved as they are. */
  readonly whole: ReadonlySet<string>;
}

/**
 * Which added files were deleted ones: those with the very content first, then those that have at least half of their lines
 * from one deleted file. No file is moved to two places.
 */
export function movedFiles(files: readonly FileReading[], moved: Moved): MovedFiles {
  const from = new Map<string, string>();
  const whole = new Set<string>();
  const taken = new Set<string>();
  const deleted = files.filter(({ file }) => file.status === 'deleted');
  const added = files.filter(({ file }) => file.status === 'added');
  const byContent = new Map(deleted.map(({ file }) => [file.oldBlob, file.path]));
  for (const { file } of added) {
    const path = byContent.get(file.newBlob);
    if (path === undefined || taken.has(path)) continue;
    from.set(file.path, path);
    taken.add(path);
    whole.add(path).add(file.path);
  }
  const gone = new Set(deleted.map(({ file }) => file.path));
  for (const reading of added) {
    if (from.has(reading.file.path)) continue;
    const path = mostLinesFrom(reading, moved, gone);
    if (path === undefined || taken.has(path)) continue;
    from.set(reading.file.path, path);
    taken.add(path);
  }
  return { from, whole };
}

/** The deleted file that at least half of the lines came from. */
function mostLinesFrom(reading: FileReading, moved: Moved, gone: ReadonlySet<string>): string | undefined {
  const counts = new Map<string, number>();
  let all = 0;
  for (const piece of reading.units.flatMap(({ pieces }) => pieces)) {
    all += piece.added.filter((line) => /\S/.test(line)).length;
    const lines = moved.get(piece);
    if (lines !== undefined && gone.has(lines.other.path)) {
      counts.set(lines.other.path, (counts.get(lines.other.path) ?? 0) + lines.added.size);
    }
  }
  const [most] = [...counts].sort((one, other) => other[1] - one[1]);
  return most !== undefined && most[1] * 2 >= all ? most[0] : undefined;
}
