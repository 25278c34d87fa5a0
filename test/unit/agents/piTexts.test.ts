import { describe, expect, it } from 'vitest';
import { causeOfError, retryAfterOf } from '../../../src/agents/adapting/causeOfError.ts';
import { ChunkedText } from '../../../src/agents/adapting/chunkedText.ts';
import type { AgentEvent } from '../../../src/agents/port.ts';

describe('causeOfError', () => {
  it.each([
    ['401: {"message":"mock 401","code":"invalid_api_key"}', 'auth'],
    ['No API key for anthropic/claude', 'auth'],
    ['429: {"message":"slow down"}', 'rate'],
    ['At most 500 requests per minute: rate limit reached', 'rate'],
    ['529 overloaded', 'server'],
    ['Internal error: mock 500', 'server'],
    ['Overloaded', 'server'],
    ['connect ECONNREFUSED 127.0.0.1:1', 'network'],
    ['terminated', 'network'],
    ['400: prompt is too long', 'request'],
    ['404: no such model', 'request'],
    ['', 'crash'],
  ])('%s: %s', (text, cause) => {
    expect(causeOfError(text)).toBe(cause);
  });
});

describe('retryAfterOf', () => {
  it.each([
    ['Please retry in 34.07s.', 34_070],
    ['"retryDelay":"12s"', 12_000],
    ['retry-after: 2', 2000],
    ['try again in 20s', 20_000],
    ['429 too many', undefined],
  ])('%s: %s', (text, milliseconds) => {
    expect(retryAfterOf(text)).toBe(milliseconds);
  });
});

describe('ChunkedText', () => {
  function chunks(parts: readonly (readonly ['text' | 'thinking', string])[], step = 0): AgentEvent[] {
    const events: AgentEvent[] = [];
    let now = 0;
    const text = new ChunkedText(
      (event) => events.push(event),
      () => now,
    );
    for (const [kind, part] of parts) {
      text.add(kind, part);
      now += step;
    }
    text.flush();
    return events;
  }

  it('tells small pieces as one, and each kind by itself', () => {
    expect(
      chunks([
        ['thinking', 'hm'],
        ['text', 'a '],
        ['text', 'b'],
      ]),
    ).toEqual([
      { type: 'thinking', text: 'hm' },
      { type: 'text', text: 'a b' },
    ]);
  });

  it('shows a slow answer growing, and cuts no word in two', () => {
    const events = chunks(
      [
        ['text', 'one sk-'],
        ['text', 'se'],
        ['text', 'cret'],
        ['text', ' two'],
      ],
      2500,
    );
    expect(events.map((event) => ('text' in event ? event.text : ''))).toEqual(['one ', 'sk-secret ', 'two']);
  });
});
