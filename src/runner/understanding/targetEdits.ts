import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { pathOf } from '../../comprehension/debt/unitIds.ts';
import { readBlobs } from '../../git/blobs.ts';
import type { Repository } from '../../git/repository.ts';
import { type ChangedBlob, type TargetStep, targetSteps } from '../../git/targetSteps.ts';
import type { ReadersRow } from '../../model/ledger.ts';
import { orRefuse } from '../refusal.ts';
import type { Bodies } from './bodies.ts';
import { comprehensionFolder } from './clone.ts';
import { type EditedFile, editedRows, type FileSide } from './editedRows.ts';
import type { Ledger, NewRow } from './ledger.ts';
import { readerOf } from './readerOf.ts';
import type { Target } from './targets.ts';

/** Steps of a target that are looked at after a long time away; of older ones no edit is known. */
const mostSteps = 500;
/** A step with more files is an import or a reformatting: units of it start again. */
const mostFiles = 300;

const seenSchema = z.record(z.string(), z.string());

export interface TargetEditsOptions {
  readonly repository: Pick<Repository, 'commonDir'>;
  readonly bodies: Bodies;
  readonly ledger: Pick<Ledger, 'append'>;
}

/**
 * Writes down what others than loops changed of owed units on the targets, step by step, each once: what people knew of them
 * goes on by the share that stays. Where nothing has moved no git process is started.
 */
export class TargetEdits {
  readonly #options: TargetEditsOptions;
  readonly #file: string;
  /** By full name of a branch, the commit up to which it was looked at. */
  #seen: Record<string, string> | undefined;

  constructor(options: TargetEditsOptions) {
    this.#options = options;
    this.#file = join(comprehensionFolder(options.repository.commonDir), 'seen.json');
  }

  /** Takes in what is new. `rows`: all that is known; `isLanding`: commits of our own runs. */
  async look(
    targets: readonly Target[],
    rows: readonly ReadersRow[],
    isLanding: (commit: string) => boolean,
  ): Promise<void> {
    this.#seen ??= await this.#read();
    for (const { ref, tip, oldest } of targets) {
      const from: string = this.#seen[ref] ?? oldest;
      if (from === tip) continue;
      const steps = orRefuse(await targetSteps(this.#options.repository, { from, to: tip, most: mostSteps }));
      const owed = new Set(
        rows.flatMap(({ row }) => (row.row === 'landed' ? row.units.map(({ unit }) => unit) : unitOf(row))),
      );
      for (const step of steps) {
        if (step.run !== undefined || isLanding(step.commit) || step.files.length > mostFiles) continue;
        await this.#takeIn(step, owed);
      }
      this.#seen = { ...this.#seen, [ref]: tip };
      await this.#write(this.#seen);
    }
  }

  async #takeIn(step: TargetStep, owed: Set<string>): Promise<void> {
    const paths = new Set([...owed].map(pathOf));
    if (!step.files.some(({ path, from }) => paths.has(from ?? path))) return;
    const files = await this.#filesOf(step.files);
    const rows: readonly NewRow[] = editedRows(files, (unit) => owed.has(unit), step);
    for (const row of rows) for (const unit of unitOf(row)) owed.add(unit);
    await this.#options.ledger.append(readerOf(step.email), rows);
  }

  async #filesOf(files: readonly ChangedBlob[]): Promise<readonly EditedFile[]> {
    const { repository, bodies } = this.#options;
    const sides = files.flatMap(({ path, from = path, before, after }) => [
      ...(before === undefined ? [] : [{ path: from, blob: before }]),
      ...(after === undefined ? [] : [{ path, blob: after }]),
    ]);
    const units = await bodies.of(sides);
    const texts = orRefuse(
      await readBlobs(
        repository,
        sides.map(({ blob }) => blob),
      ),
    );
    const sideOf = (path: string, blob: string | undefined): FileSide | undefined => {
      const index = sides.findIndex((one) => one.path === path && one.blob === blob);
      const own = units[index];
      const text = blob === undefined ? undefined : texts.get(blob);
      return own === undefined || text === undefined ? undefined : { path, text: text.toString('utf8'), units: own };
    };
    return files.map(({ path, from = path, before, after }) => {
      const [old, now] = [sideOf(from, before), sideOf(path, after)];
      return { ...(old === undefined ? {} : { before: old }), ...(now === undefined ? {} : { after: now }) };
    });
  }

  async #read(): Promise<Record<string, string>> {
    const text = await readFile(this.#file, 'utf8').catch(() => '{}');
    try {
      const read = seenSchema.safeParse(JSON.parse(text));
      return read.success ? read.data : {};
    } catch {
      return {};
    }
  }

  async #write(seen: Record<string, string>): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
    await writeFile(`${this.#file}.new`, JSON.stringify(seen), { mode: 0o600 });
    await rename(`${this.#file}.new`, this.#file);
  }
}

const unitOf = (row: NewRow): readonly string[] => (row.row === 'landed' ? [] : [row.unit]);
