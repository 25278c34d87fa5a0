import { describe, expect, it } from 'vitest';
import { followLog, type LogSource } from '../../../src/extension/runs/followLog.ts';
import { terminalText } from '../../../src/extension/runs/logText.ts';
import { err, ok } from '../../../src/model/result.ts';

/** A log that grows by one piece at each pause and ends after the last. */
function growing(pieces: readonly string[]): LogSource {
  let text = pieces[0] ?? '';
  let next = 1;
  return {
    read: async (offset) => ok({ text: text.slice(offset), next: text.length, ended: next >= pieces.length }),
    pause: async () => {
      text += pieces[next] ?? '';
      next += 1;
    },
  };
}

describe('followLog', () => {
  it('writes all of a log that grows, once and in order, and ends with it', async () => {
    const written: string[] = [];
    const source = growing(['one\n', 'two\n', '', 'three\n']);
    const refusal = await followLog(source, (text) => written.push(text), new AbortController().signal);
    expect(refusal).toBeUndefined();
    expect(written.join('')).toBe('one\ntwo\nthree\n');
  });

  it('stops when it is aborted', async () => {
    const end = new AbortController();
    const endless = growing(Array.from({ length: 1e6 }, () => 'x'));
    const source: LogSource = {
      ...endless,
      pause: async (ms, signal) => {
        await endless.pause(ms, signal);
        end.abort();
      },
    };
    await followLog(source, () => {}, end.signal);
    expect(end.signal.aborted).toBe(true);
  });

  it('ends with the refusal that stopped it', async () => {
    const gone = { code: 'disconnected', message: 'The runner is gone.' };
    const source: LogSource = { read: async () => err(gone), pause: async () => {} };
    expect(await followLog(source, () => {}, new AbortController().signal)).toEqual(gone);
  });
});

describe('terminalText', () => {
  it('gives a terminal nothing to obey', () => {
    const hostile = 'a\u001b]52;c;AAAA\u0007b\u009b31mc\u0000d\u202ee\rf\u0008g';
    const harmless = terminalText(hostile);
    expect(harmless).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(harmless.replaceAll('\u{fffd}', '')).toBe('a]52;c;AAAAb31mcdefg');
  });

  it('keeps lines and tabs', () => {
    expect(terminalText('a\tb\r\nc\n')).toBe('a\tb\r\nc\r\n');
  });
});
