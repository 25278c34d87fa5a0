import { describe, expect, it } from 'vitest';
import { TranscriptEntries } from '../../../media/run/transcriptEntries.ts';
import type { TranscriptEvent } from '../../../src/model/transcript.ts';

const linesOf = (...events: readonly TranscriptEvent[]): string =>
  events.map((event, seq) => `${JSON.stringify({ at: 1000 * seq, seq, ...event })}\n`).join('');

const entriesOf = (text: string) => {
  const entries = new TranscriptEntries();
  entries.add(text);
  return entries.all;
};

describe('the entries of a transcript', () => {
  it('joins words that come in pieces, whatever comes between them that is not drawn', () => {
    const usage = { inputTokens: 1, cachedTokens: 0, outputTokens: 1, costUsd: null };
    const text = linesOf({ type: 'text', text: 'Hel' }, { type: 'usage', usage }, { type: 'text', text: 'lo' });
    expect(entriesOf(text)).toEqual([{ kind: 'said', seq: 0, text: 'Hello' }]);
  });

  it('puts what a tool came to beside its call', () => {
    const text = linesOf(
      { type: 'tool-start', id: 'a', name: 'Read', input: { file_path: 'src/a.js' } },
      { type: 'tool-start', id: 'b', name: 'Bash', input: { command: 'npm test', description: 'Run the tests' } },
      { type: 'tool-end', id: 'a', ok: true, output: 'content' },
    );
    expect(entriesOf(text)).toMatchObject([
      { name: 'Read', target: 'src/a.js', startedAt: 0, endedAt: 2000, ok: true, output: 'content' },
      { name: 'Bash', target: 'npm test' },
    ]);
    expect(entriesOf(text)[1]).not.toHaveProperty('endedAt');
  });

  it('takes a line in two pieces, and leaves out what cannot be read', () => {
    const text = `${linesOf({ type: 'note', text: 'a' })}{"half\n${linesOf({ type: 'note', text: 'b' })}`;
    const entries = new TranscriptEntries();
    for (const letter of text) entries.add(letter);
    expect(entries.all.map((entry) => entry.kind === 'note' && entry.text)).toEqual(['a', 'b']);
  });
});
