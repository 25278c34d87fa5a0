import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { runnerFolder } from '../../client/runnerFolder.ts';
import { replaceFile } from './replaceFile.ts';

const tipsSchema = z.strictObject({ tips: z.record(z.string(), z.string()) });

/**
 * The tips of the branches as the triggers last saw them (`<common dir>/loopwright/tips.json`), so that a push while no
 * runner was there is heard of. A file that is not there or cannot be read means: never looked before.
 */
export class SeenTips {
  readonly #file: string;

  constructor(commonDir: string) {
    this.#file = join(runnerFolder(commonDir), 'tips.json');
  }

  async read(): Promise<ReadonlyMap<string, string> | undefined> {
    const text = await readFile(this.#file, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    try {
      return new Map(Object.entries(tipsSchema.parse(JSON.parse(text)).tips));
    } catch {
      return undefined;
    }
  }

  write(tips: ReadonlyMap<string, string>): Promise<void> {
    return replaceFile(this.#file, JSON.stringify({ tips: Object.fromEntries(tips) }));
  }

  async forget(): Promise<void> {
    await rm(this.#file, { force: true });
  }
}
