import { expect, it } from 'vitest';
import { readKept } from '../../../../media/dashboard/kept.ts';

it('a page begins with what it kept', () => {
  const kept = { repository: '/r/.git', days: 7, loop: 'often', scroll: 120 };
  expect(readKept(kept)).toEqual(kept);
});

it.each([undefined, null, 'text', 7, [], { days: 31, scroll: '9', repository: 1, loop: {} }])(
  'a page begins anew with what it does not understand: %j',
  (kept) => expect(readKept(kept)).toEqual({ days: 30, scroll: 0 }),
);
