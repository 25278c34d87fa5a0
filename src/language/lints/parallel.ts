import { isWritten, keysAt, type Lint, numberAt, textAt, textsAt } from './lint.ts';

const defaultMax = 10;
const defaultParallel = 2;

/** Caches of package managers stand several at once. */
const caches =
  /(?:^|\/)(?:[^/]*cache[^/]*|\.npm|\.yarn|\.pnpm-store|\.cargo|\.rustup|\.gradle|\.m2|\.nuget|\.bun|\.gem|\.composer|pkg\/mod|go\/pkg)(?:\/|$)/i;

/**
 * Each item has a worktree of its own; what lies outside of it all items share: what the cage lets them write, and a port of
 * this machine.
 */
export const sharedByItems: Lint = function* ({ reading }) {
  if (!isWritten(reading, ['items'])) return;
  const most = numberAt(reading, ['items', 'max'])?.value ?? defaultMax;
  const parallel = Math.min(most, numberAt(reading, ['items', 'max-parallel'])?.value ?? defaultParallel);
  if (parallel < 2) return;
  if (textAt(reading, ['policy', 'sandbox'])?.text !== 'off') {
    for (const { text, place } of textsAt(reading, ['policy', 'write'])) {
      if (!caches.test(text)) yield { code: 'LW320', ...place.at, data: { what: text, parallel } };
    }
  }
  for (const id of keysAt(reading, ['checks'])) {
    for (const name of keysAt(reading, ['checks', id, 'env'])) {
      const value = textAt(reading, ['checks', id, 'env', name]);
      if (!value || !/(?:^|_)PORT$/.test(name) || !/^[1-9]\d{1,4}$/.test(value.text)) continue;
      yield { code: 'LW320', ...value.place.at, data: { what: `${name}=${value.text}`, parallel } };
    }
  }
};
