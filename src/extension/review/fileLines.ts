import type { OutlineFile, Piece, ReviewOutline } from '../../model/reviewOutline.ts';
import type { ItemRef } from '../itemRef.ts';
import type { RunRequests } from '../repositories/runners.ts';
import type { Side } from './reviewUri.ts';

/** Longest text of a file whose lines are kept for the labels of its pieces. */
const mostBytes = 2_000_000;

/** The lines of both sides of files, for the labels of pieces: read when a row is opened, dropped with their outline. */
export class FileLines {
  readonly #link: RunRequests;
  readonly #lines = new Map<string, readonly string[]>();
  #of: ReviewOutline | undefined;

  constructor(link: RunRequests) {
    this.#link = link;
  }

  /** Reads both sides of a file, as they are in this outline. What cannot be read has no lines. */
  async read({ run, item }: ItemRef, outline: ReviewOutline, path: string): Promise<void> {
    if (this.#of !== outline) this.#lines.clear();
    this.#of = outline;
    await Promise.all(
      (['base', 'head'] as const).map(async (side) => {
        const key = `${side}/${path}`;
        if (this.#lines.has(key)) return;
        const at = side === 'head' ? { at: outline.head } : {};
        const read = await this.#link.request('readFile', { run, item, path, side, ...at });
        const content = read.ok ? (read.value.content ?? '') : '';
        const text = content.length > mostBytes ? '' : Buffer.from(content, 'base64').toString();
        if (this.#of === outline) this.#lines.set(key, text.split('\n'));
      }),
    );
  }

  /** The first line of a piece that is not blank, without its indentation; undefined before it was read. */
  lineOf({ file }: OutlineFile, { base, head }: Piece): string | undefined {
    const side: Side = head.count > 0 ? 'head' : 'base';
    const { first, count } = side === 'head' ? head : base;
    const lines = this.#lines.get(`${side}/${file.path}`)?.slice(first - 1, first - 1 + count);
    return lines?.find((line) => line.trim() !== '')?.trim();
  }
}
