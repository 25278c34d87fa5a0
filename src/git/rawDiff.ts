import type { FileChange } from '../model/change.ts';

const STATUS: Readonly<Record<string, FileChange['status']>> = {
  A: 'added',
  M: 'modified',
  D: 'deleted',
  T: 'type-changed',
};

/**
 * `git diff-tree -r --raw --numstat -z --no-renames`: first `:oldmode newmode oldid newid STATUS NUL path NUL` for every
 * file, then `added TAB removed TAB path NUL` (`-` twice for binary). Paths are raw, whatever they contain.
 */
export function parseRawDiff(output: string): readonly FileChange[] {
  const tokens = output.split('\0');
  const files = new Map<string, FileChange>();
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? '';
    if (token.startsWith(':')) {
      at += 1;
      const path = tokens[at] ?? '';
      files.set(path, fromRaw(token, path));
    } else if (token !== '') {
      const { path, ...counts } = fromNumstat(token);
      const file = files.get(path);
      if (file !== undefined) files.set(path, { ...file, ...counts });
    }
  }
  return [...files.values()];
}

function fromRaw(header: string, path: string): FileChange {
  const [oldMode = '', newMode = '', oldBlob = '', newBlob = '', status = ''] = header.slice(1).split(' ');
  const known = STATUS[status];
  // Without renames and between two commits git has no other letters.
  if (known === undefined) throw new Error(`git diff printed a status that it does not document: ${header}`);
  return { path, status: known, oldMode, newMode, oldBlob, newBlob, added: 0, removed: 0, binary: false };
}

function fromNumstat(line: string): Pick<FileChange, 'path' | 'added' | 'removed' | 'binary'> {
  const first = line.indexOf('\t');
  const second = line.indexOf('\t', first + 1);
  const [added, removed] = [line.slice(0, first), line.slice(first + 1, second)];
  const binary = added === '-';
  return {
    path: line.slice(second + 1),
    added: binary ? 0 : Number(added),
    removed: binary ? 0 : Number(removed),
    binary,
  };
}
