import { expect, it } from 'vitest';
import type { PersonSays } from '../../../src/model/person.ts';
import { foldAll } from '../../../src/model/runState.ts';
import { itemsOf } from '../../../src/model/runView.ts';
import { askedThen } from '../../../src/runner/takenUp.ts';
import { person } from '../engine/scene.ts';
import { lands, work } from '../engine/workshop.ts';

const loop = `
name: tidy
on: manual
roles: { maker: { run: make } }
checks: { tests: npm test }
goal: checks.tests.passed
budget: { max-iterations: 3 }
`;

it('a run that takes an item up in the middle of what was asked for is told it', async () => {
  const at = (text: string) => ({ 'src/a.js': text });
  const read = lands(at('right 1'));
  const head = read.kind === 'land' ? read.approval.head : '';
  const asked: PersonSays = { kind: 'request-changes', head, remarks: [], takenOut: [], note: 'Shorter.', by: person };
  const texts = ['right 1', 'wrong 2', 'right 3'];
  const played = await work(
    loop,
    {
      make: (_files, { number }) => at(texts[number - 1] ?? ''),
      checks: { tests: (files) => (files['src/a.js'] ?? '').includes('right') },
    },
    { says: [asked] },
  );
  const state = foldAll(played.durable.events);
  const [item] = state === undefined ? [] : itemsOf(state);
  if (item === undefined) throw new Error('no item');
  expect(askedThen(item, 1)).toBe('');
  expect(askedThen(item, 2)).toContain('Of the change as a whole: Shorter.');
  expect(askedThen(item, 3)).toBe('');
});
