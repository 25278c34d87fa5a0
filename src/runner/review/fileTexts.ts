import { readBlob } from '../../git/objects.ts';
import type { Repository } from '../../git/repository.ts';
import { changedHunks } from '../../review/hunks.ts';
import type { Differences } from '../../review/marks/place.ts';
import { orRefuse } from '../refusal.ts';

/** Characters of texts that are kept, which is as many bytes. */
const mostKept = 16_000_000;
/** Comparisons that are kept; most are a few lines. */
const mostCompared = 500;

/** Texts of files in commits, a character for each byte, and how two of them differ. Commits never change, so both are kept. */
export class FileTexts {
  readonly #repository: Pick<Repository, 'commonDir'>;
  readonly #texts = new Map<string, string>();
  readonly #differences = new Map<string, Differences>();
  #kept = 0;

  constructor(repository: Pick<Repository, 'commonDir'>) {
    this.#repository = repository;
  }

  /** Undefined where the commit has no such file. A link is what it says, and not followed. Refused where there is no such commit. */
  async of(commit: string, path: string): Promise<string | undefined> {
    const key = `${commit}:${path}`;
    const known = this.#texts.get(key);
    if (known !== undefined) return known;
    const text = orRefuse(await readBlob(this.#repository, commit, path))?.toString('latin1');
    if (text !== undefined) this.#keep(key, text);
    return text;
  }

  /** From one commit to another; a file that is not there is empty. */
  async differences(path: string, from: string, to: string): Promise<Differences> {
    if (from === to) return [];
    const key = `${from}:${to}:${path}`;
    const known = this.#differences.get(key);
    if (known !== undefined) return known;
    const [before, after] = await Promise.all([this.of(from, path), this.of(to, path)]);
    const differences = changedHunks(before ?? '', after ?? '').map(({ base, head }) => ({ base, head }));
    this.#differences.set(key, differences);
    const [oldest] = this.#differences.keys();
    if (this.#differences.size > mostCompared && oldest !== undefined) this.#differences.delete(oldest);
    return differences;
  }

  #keep(key: string, text: string): void {
    this.#texts.set(key, text);
    this.#kept += text.length;
    for (const [oldest, { length }] of this.#texts) {
      if (this.#kept <= mostKept) return;
      this.#texts.delete(oldest);
      this.#kept -= length;
    }
  }
}
