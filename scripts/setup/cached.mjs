import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheRoot } from '../paths.mjs';
import { withLock } from './lock.mjs';
import { step } from './progress.mjs';

/**
 * A folder of the set-up cache, made on first use. It is filled under a temporary name beside its place and then
 * renamed, so that the place exists only when it is complete; a set-up that was killed is done again.
 * @param {string} key name and version, for instance `node-24.21.0-linux-x64`
 * @param {string} what said to the user while it is made
 * @param {(folder: string) => Promise<void>} fill
 * @param {string} [cache] another folder to cache in
 * @returns {Promise<string>} the absolute folder
 */
export async function cached(key, what, fill, cache = cacheRoot()) {
  const place = join(cache, key);
  if (existsSync(place)) return place;
  await mkdir(cache, { recursive: true });
  await withLock(join(cache, `${key}.lock`), async () => {
    if (existsSync(place)) return;
    await removeDrafts(cache, key);
    const draft = await mkdtemp(join(cache, `${key}.draft-`));
    try {
      await step(what, () => fill(draft));
      await rename(draft, place);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  });
  return place;
}

/**
 * What killed set-ups left of this key. Called under the lock, so nobody is filling one.
 * @param {string} cache
 * @param {string} key
 */
async function removeDrafts(cache, key) {
  const drafts = (await readdir(cache)).filter((name) => name.startsWith(`${key}.draft-`));
  for (const draft of drafts) await rm(join(cache, draft), { recursive: true, force: true });
}
