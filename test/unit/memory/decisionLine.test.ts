import { describe, expect, it } from 'vitest';
import { decisionText, decisionValue, parseDecision } from '../../../src/memory/decisionLine.ts';

describe('a decision in words', () => {
  it.each([
    ['do it', { what: 'do' }],
    ['Do', { what: 'do' }],
    ['do it!', { what: 'do' }],
    ['not now', { what: 'not-now' }],
    ['not-now: after the release', { what: 'not-now', note: 'after the release' }],
    ['never, the page is going away', { what: 'never', note: 'the page is going away' }],
    ['NEVER – gone', { what: 'never', note: 'gone' }],
    ['never - gone', { what: 'never', note: 'gone' }],
    ['later', { what: 'later' }],
    ['later until 2026-12-01', { what: 'later', until: Date.UTC(2026, 11, 1) }],
    ['later 2026-12-01, holidays', { what: 'later', until: Date.UTC(2026, 11, 1), note: 'holidays' }],
    ['later until 2026-12-01 08:30 UTC', { what: 'later', until: Date.UTC(2026, 11, 1, 8, 30) }],
  ])('%s', (text, said) => {
    expect(parseDecision(text)).toEqual(said);
  });

  it.each([
    'do not touch this',
    'never mind',
    'not now or never',
    'later until tomorrow',
    'later, 2026-12-01',
    'later until 2026-02-31',
    'later until 2026-12-01 25:00',
    'never?',
    'dont',
    'yes',
  ])('is not guessed from “%s”', (text) => {
    expect(parseDecision(text)).toBeUndefined();
  });

  it('is read as it was written', () => {
    const decision = { finding: 'a1b2c3d4', by: 'Ada', at: 5, note: 'why not' } as const;
    for (const what of ['do', 'not-now', 'never'] as const) {
      expect(parseDecision(decisionText({ ...decision, what }))).toEqual({ what, note: 'why not' });
    }
    const until = Date.UTC(2026, 11, 1, 8, 30);
    expect(parseDecision(decisionText({ ...decision, what: 'later', until }))).toEqual({
      what: 'later',
      until,
      note: 'why not',
    });
  });

  it('stands after the word', () => {
    expect(decisionValue('- decision: do it ')).toBe('do it');
    expect(decisionValue('  * **Decision:** never')).toBe('never');
    expect(decisionValue('decision:')).toBe('');
    expect(decisionValue('- decided by: Ada')).toBeUndefined();
    expect(decisionValue('- - decision: do it')).toBeUndefined();
  });
});
