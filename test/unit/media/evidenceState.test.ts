import { expect, it } from 'vitest';
import { after, emptyPage, wholeOf } from '../../../media/evidence/pageState.ts';
import type { Evidence } from '../../../src/model/evidence.ts';

const definition = { file: 'x.loop.yaml', digest: 'sha256:1', text: 'name: x\n', committed: true };

it('the evidence page keeps what it was told, part by part, and shows trouble until there is news', () => {
  const begun = after(emptyPage, { show: 'news', evidence: { loop: 'x', reason: 'waits' }, checkout: 'other' });
  expect(wholeOf(begun)).toBeUndefined();
  const whole = after(begun, { show: 'news', evidence: { definition }, checks: [] });
  expect(wholeOf(whole)).toEqual({ loop: 'x', reason: 'waits', definition } satisfies Partial<Evidence>);
  expect(whole).toMatchObject({ checkout: 'other', checks: [] });
  const lost = after(whole, { show: 'trouble', message: 'gone' });
  expect(lost.trouble).toBe('gone');
  const back = after(lost, { show: 'news', evidence: { reason: 'landed' } });
  expect(back).not.toHaveProperty('trouble');
  expect(wholeOf(back)?.reason).toBe('landed');
});
