import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export type Content = string | Buffer | { readonly link: string };

/** A folder with files; no git. */
export class Checkout {
  readonly path: string;

  constructor(files: Readonly<Record<string, Content>> = {}) {
    this.path = realpathSync(mkdtempSync(join(tmpdir(), 'loopwright-workspace-')));
    this.write(files);
  }

  write(files: Readonly<Record<string, Content>>): void {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.path, path);
      mkdirSync(dirname(file), { recursive: true });
      if (typeof content === 'string' || Buffer.isBuffer(content)) writeFileSync(file, content);
      else symlinkSync(content.link, file);
    }
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
