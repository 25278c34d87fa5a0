import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../../scripts/paths.mjs';

/** What a script loads at once: its static imports, and theirs. */
function loadedWith(
  file: string,
  found = new Map<string, readonly string[]>(),
): ReadonlyMap<string, readonly string[]> {
  if (found.has(file)) return found;
  const imports = [
    ...readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b(?:[^;'"=]*?\bfrom)? ?['"]([^'"]+)['"];/gm),
  ].flatMap(([, from]) => from ?? []);
  found.set(file, imports);
  for (const from of imports.filter((one) => one.startsWith('.'))) loadedWith(join(dirname(file), from), found);
  return found;
}

it.each(['start', 'test', 'build', 'package', 'check', 'bench', 'agents'])(
  '`scripts/%s.mjs` can be loaded on a machine that has no packages yet: it is what installs them',
  (script) => {
    const loaded = loadedWith(join(root, 'scripts', `${script}.mjs`));
    const packages = [...loaded].flatMap(([file, imports]) =>
      imports.filter((from) => !/^(\.|node:)/.test(from)).map((from) => `${from} (${file.slice(root.length + 1)})`),
    );
    expect(loaded.size).toBeGreaterThan(2);
    expect(packages).toEqual([]);
  },
);
