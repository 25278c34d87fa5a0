import { readFile, rename, writeFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { brotliDecompress } from 'node:zlib';
import { TreeSyntax } from '../../parsing/treeSyntax.ts';
import type { FileReading } from '../../review/reading.ts';
import { digest } from './digest.ts';
import { makeOutline } from './makeOutline.ts';
import { outlineText } from './outlineFile.ts';
import { type FileToRead, readFiles } from './readFiles.ts';
import { type PartRead, readOnThreads, type ThreadStart } from './readingPool.ts';
import { outlineRequestSchema } from './request.ts';

/** Fewer parts are read before a thread would have started. */
const leastForThreads = 3;

if (isMainThread) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
} else {
  serveParts(workerData as ThreadStart);
}

/** Makes the outline that standard input asks for, and writes it to its file. */
async function main(): Promise<void> {
  const request = outlineRequestSchema.parse(JSON.parse(await text(process.stdin)));
  if (request.isAhead) setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const { commonDir, out } = request;
  const outline = await makeOutline(request, async (parts) => {
    if (parts.length >= leastForThreads) return readOnThreads(__filename, { commonDir }, parts);
    const read = reader(commonDir);
    const files: FileReading[] = [];
    for (const part of parts) files.push(...(await read(part)));
    return files;
  });
  const fresh = `${out}.${process.pid}`;
  await writeFile(fresh, outlineText(outline), { mode: 0o600 });
  await rename(fresh, out);
}

/** As the build has put it beside this program. */
async function readGrammar(name: string): Promise<Uint8Array> {
  return promisify(brotliDecompress)(await readFile(join(__dirname, `${name}.wasm.br`)));
}

/** Reads parts with one parser, which is made when it is first needed. */
function reader(commonDir: string): (part: readonly FileToRead[]) => Promise<readonly FileReading[]> {
  const opened = TreeSyntax.open(readGrammar);
  return async (part) => {
    const syntax = await opened;
    await syntax.load(part.map(({ file }) => file.path));
    return readFiles(commonDir, part, { syntax, digest });
  };
}

function serveParts({ commonDir }: ThreadStart): void {
  const read = reader(commonDir);
  parentPort?.on('message', (part: readonly FileToRead[]) => {
    read(part)
      .then((files): PartRead => ({ files }))
      .catch((error: unknown): PartRead => ({ failed: error instanceof Error ? error.message : String(error) }))
      .then((answer) => parentPort?.postMessage(answer));
  });
}
