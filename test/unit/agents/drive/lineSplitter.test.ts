import { describe, expect, it } from 'vitest';
import { LineSplitter } from '../../../../src/agents/drive/lineSplitter.ts';

function split(pieces: readonly (string | Buffer)[], longest?: number): readonly string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line), longest);
  for (const piece of pieces) splitter.push(Buffer.from(piece));
  splitter.end();
  return lines;
}

describe('lines', () => {
  it('end at a line feed alone', () => {
    expect(split(['a\u2028b\u2029c\x85d\re\n', '\n', 'f'])).toEqual(['a\u2028b\u2029c\x85d\re', '', 'f']);
  });

  it('come whole however they are cut', () => {
    const bytes = Buffer.from('{"text":"ä€😀"}\nnext\n');
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(split([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(['{"text":"ä€😀"}', 'next']);
    }
  });

  it('are cut off where they are too long, and the next one is whole', () => {
    expect(split(['abc', 'def', 'ghi\njk\n'], 5)).toEqual(['abcde', 'jk']);
  });

  it('may hold bytes that are no text', () => {
    expect(split([Buffer.from([0x61, 0xff, 0xfe, 0x62, 0x0a])])).toEqual(['a\ufffd\ufffdb']);
  });
});
