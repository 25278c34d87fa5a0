import { gunzipSync } from 'node:zlib';

/** A regular file of an archive. */
export interface TarFile {
  readonly path: string;
  readonly content: Buffer;
  /** Its permissions. */
  readonly mode: number;
}

const block = 512;

/**
 * The regular files of a gzipped tar archive as npm makes them: ustar, with the paths of pax headers (POSIX.1-2001, pax). Everything
 * else in it is passed over.
 */
export function* tarFiles(archive: Buffer): Iterable<TarFile> {
  const tar = gunzipSync(archive);
  let longPath: string | undefined;
  for (let at = 0; at + block <= tar.length; ) {
    const field = (from: number, length: number): string =>
      tar.toString('utf8', at + from, at + from + length).replace(/\0.*$/s, '');
    const [name, prefix] = [field(0, 100), field(345, 155)];
    // Two empty blocks are the end.
    if (name === '') return;
    const [mode, size] = [Number.parseInt(field(100, 8), 8), Number.parseInt(field(124, 12), 8)];
    const type = field(156, 1);
    const content = tar.subarray(at + block, at + block + size);
    at += block + Math.ceil(size / block) * block;
    if (type === 'x') {
      longPath = /^\d+ path=(.*)$/m.exec(content.toString('utf8'))?.[1];
      continue;
    }
    const path = longPath ?? (prefix === '' ? name : `${prefix}/${name}`);
    longPath = undefined;
    if (type === '0' || type === '') yield { path, content, mode };
  }
}
