import { lstat, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Usage } from '../../model/spend.ts';
import { keepClean } from './keepClean.ts';
import { writeFresh } from './openPlain.ts';
import { reportFile } from './reportFile.ts';
import type { CleanText } from './said.ts';
import { bothUsages } from './usageFold.ts';
import { UsageTail } from './usageTail.ts';

/**
 * The usage of a step whose command may have been started more than once: where its wrapper was killed, the report of the
 * cut-off attempt is kept beside the new one, because what it used was used.
 */
export class Attempts {
  readonly #directory: string;
  readonly #log: string;
  #tail: UsageTail;
  #earlier: readonly (Usage | null)[] | undefined;

  /** `log`: the file of the command's output. */
  constructor({ directory, log }: { readonly directory: string; readonly log: string }) {
    this.#directory = directory;
    this.#log = log;
    this.#tail = new UsageTail(reportFile(directory));
  }

  /** Makes room for the report of another attempt. Tells whether one was cut off before. */
  async begin(): Promise<boolean> {
    const file = reportFile(this.#directory);
    // The log is opened before the command is started: without one nobody has used anything yet.
    const isAgain = await exists(this.#log);
    if (isAgain) {
      const count = (await earlierReports(this.#directory)).length;
      await rename(file, join(this.#directory, `report-${count + 1}.jsonl`)).catch(() => undefined);
    }
    await writeFresh(file, '');
    this.#tail = new UsageTail(file);
    this.#earlier = undefined;
    return isAgain;
  }

  /** What was used at least; null where nothing was said. */
  async used(): Promise<Usage | null> {
    const all = [...(await this.#cutOff()), await this.#tail.read()];
    return sum(all.filter((one) => one !== null));
  }

  /** What was used; null where any attempt does not tell. */
  async total(): Promise<Usage | null> {
    const all = [...(await this.#cutOff()), await this.#tail.readToEnd()];
    const known = all.filter((one) => one !== null);
    return known.length < all.length ? null : sum(known);
  }

  /** Once all was read: what stays on disk of the reports holds no secret. */
  async keepClean(clean: CleanText): Promise<void> {
    const names = await earlierReports(this.#directory);
    await keepClean(reportFile(this.#directory), clean);
    for (const name of names) await keepClean(join(this.#directory, name), clean);
  }

  async #cutOff(): Promise<readonly (Usage | null)[]> {
    this.#earlier ??= await Promise.all(
      (await earlierReports(this.#directory)).map((name) => new UsageTail(join(this.#directory, name)).readToEnd()),
    );
    return this.#earlier;
  }
}

const exists = (file: string): Promise<boolean> =>
  lstat(file).then(
    () => true,
    () => false,
  );

async function earlierReports(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch(() => []);
  return names.filter((name) => /^report-\d{1,3}\.jsonl$/.test(name)).slice(0, 100);
}

const sum = (usages: readonly Usage[]): Usage | null =>
  usages.length === 0 ? null : usages.reduce((total, one) => bothUsages(total, one));
