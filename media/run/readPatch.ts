/** A line of a hunk with its number before and after. */
export interface PatchLine {
  readonly kind: 'added' | 'removed' | 'same';
  readonly before?: number;
  readonly after?: number;
  readonly text: string;
}

export interface Hunk {
  /** `@@ -1,3 +1,4 @@ function x()` */
  readonly header: string;
  readonly lines: readonly PatchLine[];
}

export interface PatchFile {
  readonly path: string;
  readonly added: number;
  readonly removed: number;
  readonly hunks: readonly Hunk[];
  /** What there is to say of a file without lines: `binary`, `renamed`, `mode changed`. */
  readonly remark: string;
}

const hunkHeader = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** Reads a patch as `git diff` writes it. What cannot be read is left out: a patch may be cut. */
export function readPatch(patch: string): readonly PatchFile[] {
  return patch
    .split(/^(?=diff --git )/m)
    .filter((part) => part.startsWith('diff --git '))
    .map(readFile);
}

function readFile(part: string): PatchFile {
  const lines = part.replace(/\n$/, '').split('\n');
  const first = lines.findIndex((line) => hunkHeader.test(line));
  const head = first === -1 ? lines : lines.slice(0, first);
  const hunks = first === -1 ? [] : readHunks(lines.slice(first));
  const count = (kind: PatchLine['kind']) =>
    hunks.flatMap(({ lines: all }) => all).filter((line) => line.kind === kind).length;
  return { path: pathOf(head), added: count('added'), removed: count('removed'), hunks, remark: remarkOf(head) };
}

/** The new path; the old one of a file that is gone. */
function pathOf(head: readonly string[]): string {
  const named = (mark: string): string | undefined =>
    head.find((line) => line.startsWith(mark) && !line.endsWith('/dev/null'))?.slice(mark.length);
  const both = /^diff --git a\/(.*) b\/\1$/.exec(head[0] ?? '')?.[1];
  const path =
    named('+++ b/') ?? named('rename to ') ?? named('--- a/') ?? both ?? (head[0] ?? '').slice('diff --git '.length);
  return path.replace(/\t$/, '');
}

function remarkOf(head: readonly string[]): string {
  const says = (start: string): boolean => head.some((line) => line.startsWith(start));
  if (says('Binary files') || says('GIT binary patch')) return 'binary';
  if (says('rename from')) return 'renamed';
  if (says('new file')) return 'new';
  if (says('deleted file')) return 'deleted';
  return says('old mode') ? 'mode changed' : '';
}

function readHunks(lines: readonly string[]): readonly Hunk[] {
  const hunks: { header: string; lines: PatchLine[] }[] = [];
  let before = 0;
  let after = 0;
  for (const line of lines) {
    const header = hunkHeader.exec(line);
    if (header !== null) {
      hunks.push({ header: line, lines: [] });
      before = Number(header[1]);
      after = Number(header[2]);
      continue;
    }
    const into = hunks.at(-1)?.lines;
    const text = line.slice(1);
    if (line.startsWith('+')) into?.push({ kind: 'added', after: after++, text });
    else if (line.startsWith('-')) into?.push({ kind: 'removed', before: before++, text });
    else if (line.startsWith(' ')) into?.push({ kind: 'same', before: before++, after: after++, text });
  }
  return hunks;
}
