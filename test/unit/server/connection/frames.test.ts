import { describe, expect, it } from 'vitest';
import { Frames, framed } from '../../../../src/server/connection/frames.ts';

const messages = [{ a: 1 }, { text: 'größer 🦊 \r\n\r\n' }, { b: '' }];
const stream = Buffer.from(messages.map(framed).join(''));

describe('Frames', () => {
  it.each([1, 2, 3, 7, 50, stream.length])('takes messages apart that come %i bytes at a time', (size) => {
    const frames = new Frames();
    const texts: string[] = [];
    for (let at = 0; at < stream.length; at += size) texts.push(...frames.take(stream.subarray(at, at + size)));
    expect(texts.map((text) => JSON.parse(text))).toEqual(messages);
  });

  it('reads heads in any case, with other fields', () => {
    const head = 'Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length: 2 \r\n\r\n';
    expect(new Frames().take(Buffer.from(`${head}{}`))).toEqual(['{}']);
  });

  it('takes an empty message for one', () => {
    expect(new Frames().take(Buffer.from('Content-Length: 0\r\n\r\nContent-Length: 1\r\n\r\n1'))).toEqual(['', '1']);
  });

  it.each([
    ['a head without a length', 'Content-Type: x\r\n\r\n{}'],
    ['a length that is none', 'Content-Length: -1\r\n\r\n{}'],
    ['what has no head', 'x'.repeat(10_000)],
  ])('throws at %s', (_, text) => {
    expect(() => new Frames().take(Buffer.from(text))).toThrow('Content-Length');
  });

  it('puts a large message together once, however many pieces it comes in', () => {
    const large = Buffer.from(framed({ text: 'x'.repeat(4 << 20) }));
    const frames = new Frames();
    const before = process.cpuUsage();
    let found = 0;
    for (let at = 0; at < large.length; at += 1024) found += frames.take(large.subarray(at, at + 1024)).length;
    expect(found).toBe(1);
    // Copying all that came at each of 4,096 pieces would move 8 GB.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(700);
  });
});
