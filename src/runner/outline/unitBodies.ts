import { text } from 'node:stream/consumers';
import type { CodeUnit } from '../../comprehension/codeReading.ts';
import { Refused } from '../refusal.ts';
import { endOf, type OutlineProgram, startOutlineProgram } from './outlineChild.ts';
import type { BodiesRequest } from './request.ts';
import type { BodiesByPath } from './writeBodies.ts';

/** A file by its path and its content; each path once. */
export type FileToName = BodiesRequest['files'][number];

/**
 * The units that files have now, by path: names as in the outline, that of what stands outside of all is empty. A blob that is
 * not there is left out, and so is a file of a kind in which nothing has a name. Read by a process of its own, which `signal` ends; throws `Refused` where it fails.
 */
export async function unitBodies(
  program: OutlineProgram,
  commonDir: string,
  files: readonly FileToName[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, readonly CodeUnit[]>> {
  if (files.length === 0) return new Map();
  const child = startOutlineProgram(program, true);
  const stop = (): void => void child.kill();
  signal?.addEventListener('abort', stop);
  const ended = endOf(child);
  // A process that has gone says why by its end.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(JSON.stringify({ commonDir, files } satisfies { commonDir: string; files: readonly FileToName[] }));
  const answer = child.stdout === null ? '' : await text(child.stdout);
  const { code, said } = await ended;
  signal?.removeEventListener('abort', stop);
  if (code !== 0) {
    const why = said.trim() === '' ? 'it was stopped' : said.trim();
    throw new Refused('no-outline', `The units of the files could not be read: ${why}. Ask again.`);
  }
  return new Map(Object.entries(JSON.parse(answer) as BodiesByPath));
}
