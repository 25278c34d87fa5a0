import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';

/**
 * The file that a command's standard output goes to as it is: not cleaned, not redacted, so whatever secret the command
 * prints is in it. It is for its owner alone (0600), and whoever asked for it takes from it what is wanted and deletes it.
 */
export class Capture {
  readonly #fd: number;
  #room: number;

  /** Anything that is there already is of an attempt that was cut off, and goes. Throws as `node:fs` does. */
  constructor(path: string, limitBytes: number) {
    rmSync(path, { force: true });
    this.#fd = openSync(path, 'wx', 0o600);
    this.#room = limitBytes;
  }

  /** Keeps what there is room for. */
  write(bytes: Buffer): void {
    const kept = bytes.subarray(0, this.#room);
    this.#room -= kept.length;
    for (let at = 0; at < kept.length; ) at += writeSync(this.#fd, kept, at);
  }

  /** Before the result says that the command ended, so that a file which a power cut shortened never passes for whole. */
  end(): void {
    fdatasyncSync(this.#fd);
    closeSync(this.#fd);
  }
}
