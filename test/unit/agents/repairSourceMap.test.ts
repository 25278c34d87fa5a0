import { transform } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { decodeMappings, mapBack, type SourceMapData } from '../../../src/agents/repair/sourceMap.ts';

describe('source maps', () => {
  it('decodes segments as the standard has them', () => {
    // AAAA: all zero; IAAM: column +4, source column +6; a new line starts its column again; CACD: +1, line +1, column -1.
    expect(decodeMappings('AAAA,IAAM;CACD')).toEqual([
      { line: 0, column: 0, source: 0, sourceLine: 0, sourceColumn: 0 },
      { line: 0, column: 4, source: 0, sourceLine: 0, sourceColumn: 6 },
      { line: 1, column: 1, source: 0, sourceLine: 1, sourceColumn: 5 },
    ]);
  });

  it('maps what ran in the output of a compiler back to the source', async () => {
    const source =
      'interface Unused { a: string }\nexport function one(): number { return 1; }\nexport function two(): number { return 2; }\n';
    const { code, map } = await transform(source, { loader: 'ts', sourcemap: 'external', sourcefile: 'a.ts' });
    const data = JSON.parse(map) as SourceMapData;
    const start = code.indexOf('return 2');
    const lengths = code.split('\n').map((line) => line.length);
    const ran = mapBack([[start, start + 8]], lengths, decodeMappings(data.mappings), 0, source);
    const text = ran.map(([from, to]) => source.slice(from, to)).join('');
    expect(text).toContain('return 2');
    expect(text).not.toContain('return 1');
  });
});
