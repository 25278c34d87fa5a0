import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceMapData } from './sourceMap.ts';

/** The file that a source of a map names; undefined when it names no file (a bundler's own scheme, a data URL). */
export function sourceFile(scriptUrl: string, { sourceRoot = '' }: SourceMapData, source: string): string | undefined {
  const rooted = /^[a-z]{2,}:/i.test(source) ? source : sourceRoot + source;
  try {
    if (/^[a-z]{2,}:/i.test(rooted)) return rooted.startsWith('file:') ? fileURLToPath(rooted) : undefined;
    return resolve(dirname(fileURLToPath(scriptUrl)), rooted);
  } catch {
    return undefined;
  }
}
