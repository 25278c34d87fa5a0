import { createHash } from 'node:crypto';
import type { CodeUnit } from '../../src/comprehension/codeReading.ts';
import { readBlobs } from '../../src/git/blobs.ts';
import type { UnitBodies } from '../../src/runner/understanding/bodies.ts';

/** The functions of a JavaScript text that is laid out as usual: each begins and ends in the first column. */
export function plainFunctions(text: string): readonly CodeUnit[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index): readonly CodeUnit[] => {
    const name = /^function (\w+)\(/.exec(line)?.[1];
    const end = lines.indexOf('}', index);
    if (name === undefined || end === -1) return [];
    const own = lines.slice(index, end + 1);
    const code = own.map((one) => one.replace(/\/\/.*$/, '').replace(/\s+/g, '')).join('');
    return [
      {
        name,
        lines: { first: index + 1, count: own.length },
        body: createHash('sha256').update(code).digest('hex').slice(0, 32),
        size: own.filter((one) => one.trim() !== '').length,
      },
    ];
  });
}

/** Reads the functions of `.js` files of a repository; no other language. Tells how many files it was asked for. */
export function plainUnitBodies(commonDir: string): { readonly read: UnitBodies; readonly asked: () => number } {
  let asked = 0;
  return {
    asked: () => asked,
    read: async (files) => {
      asked += files.length;
      const scripts = files.filter(({ path }) => path.endsWith('.js'));
      const texts = await readBlobs(
        { commonDir },
        scripts.map(({ blob }) => blob),
      );
      if (!texts.ok) throw new Error(texts.error.code);
      return new Map(
        scripts.map(({ path, blob }) => [path, plainFunctions(texts.value.get(blob)?.toString('utf8') ?? '')]),
      );
    },
  };
}
