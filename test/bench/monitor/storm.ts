import { closeSync, openSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { FromStorm, ToStorm } from './stormMessages.ts';

/**
 * `storm.js <file>`: when it is told to, writes into the files that the file names, one a line: so many every half second, for
 * so many seconds, as an agent's tools do all at once.
 */

const every = 500;
const [list = ''] = process.argv.slice(2);

async function blow({ writes, seconds }: Extract<ToStorm, { readonly say: 'begin' }>): Promise<void> {
  const files = (await readFile(list, 'utf8')).trimEnd().split('\n');
  let written = 0;
  const gust = () => {
    for (let n = 0; n < writes; n += 1, written += 1) overwrite(files[written % files.length], written);
  };
  gust();
  const timer = setInterval(gust, every);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  clearInterval(timer);
  const message: FromStorm = { say: 'over', written };
  process.send?.(message);
}

function overwrite(file: string | undefined, written: number): void {
  if (file === undefined) throw new Error('there are no files to write');
  // In place: where a file is cut first, ext4 waits for the disk at each close, and so many a second cannot be written.
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, `changed ${String(written).padStart(8, '0')}\n`, 0);
  closeSync(descriptor);
}

process.on('message', (message: ToStorm) => {
  if (message.say === 'begin') void blow(message);
  else process.exit(0);
});
process.on('disconnect', () => process.exit(0));
