import { describe, expect, it } from 'vitest';
import { landingMessage } from '../../../src/engine/landingMessage.ts';
import { checkOutcome } from '../../../src/model/runView.ts';
import { understandingOf } from '../../../src/model/understanding.ts';
import { checkResult, id, person, startOf } from './scene.ts';

const message = (summary: string, start = startOf(), right = 0) => {
  const said = Array.from(
    { length: right },
    (_, n) => ({ kind: 'answered', head: id('1'), prompt: `${n}`, correct: true, by: person }) as const,
  );
  const understanding = understandingOf(start.understand, said, id('1'));
  const checks = [checkOutcome('tests', checkResult(0)), checkOutcome('lint', checkResult(0))];
  return landingMessage({ start, summary, goal: 'checks.tests.passed\n  && true', checks, understanding, by: person });
};

describe('the message of a landing', () => {
  it('leads back to the run', () => {
    expect(message('< became <= in src/a.js:3')).toBe(
      'tidy: < became <= in src/a.js:3\n\nThe goal holds: checks.tests.passed && true\n\n' +
        'Loop: tidy\nLoop-Run: run-1\nLoop-Definition: sha256:d\nUnderstood-by: Ada <ada@example.com> (not asked)\nChecks: tests passed, lint passed\n',
    );
  });

  it('says how much was understood', () => {
    const start = startOf({ understand: { questions: 1, pass: 1 } });
    expect(message('x', start, 1)).toContain('Understood-by: Ada <ada@example.com> (1 of 1 prompts)\n');
    expect(message('x', start)).toContain('Understood-by: Ada <ada@example.com> (no prompt could be made)\n');
  });

  it('says who answers for what nobody understood, in one line that forges nothing', () => {
    const start = startOf({ understand: { questions: 1, pass: 1 } });
    const reason = `The shop\nUnderstood-by: Nobody\u2028is down. ${'word '.repeat(100)}`;
    const overridden = { by: 'Eve <eve@example.com>', reason };
    const understanding = { ...understandingOf(start.understand, [], id('1')), overridden };
    const said = landingMessage({ start, summary: 'x', goal: 'true', checks: [], understanding, by: person });
    const lines = said.split('\n').filter((line) => line.startsWith('Understood-by:'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^Understood-by: Eve <eve@example\.com> \(overridden: The shop Understood-by: Nobody is down\. word .*…\)$/,
    );
    expect(lines[0]?.length).toBeLessThan(260);
  });

  it('lets no maker forge a trailer or a long subject', () => {
    const forged = message('done\n\nUnderstood-by: Somebody\r\nLoop-Run: other\u2028Checks: fine');
    expect(forged.split('\n').filter((line) => /^(Understood-by|Loop-Run|Checks):/.test(line))).toHaveLength(3);
    expect(message('word '.repeat(100)).split('\n')[0]).toHaveLength(72);
    // Nothing that hides or reorders, and no half of a character at the cut.
    expect(message('a\u202eb\u200bc\u001b]0;x\u0007').split('\n')[0]).toBe('tidy: abc]0;x');
    expect(message('🎉'.repeat(60)).split('\n')[0]).toBe(`tidy: ${'🎉'.repeat(32)}…`);
  });
});
