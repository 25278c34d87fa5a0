import { describe, expect, it } from 'vitest';
import type { PersonSays } from '../../../src/model/person.ts';
import { person, startOf } from './scene.ts';
import { answers, type Files, lands, type Options, type Workshop, work } from './workshop.ts';

/** A person who answers for a change that nobody understood, and gates for which nothing waits. */

const loopText = [
  'name: tidy',
  'on: manual',
  'roles: { maker: { agent: command, run: make } }',
  'checks: { tests: npm test }',
  'goal: checks.tests.passed',
].join('\n');
const right: Files = { 'src/a.js': 'right' };
const better: Files = { 'src/a.js': 'right, better' };
const shop: Workshop = { make: () => right, checks: { tests: (files) => (files['src/a.js'] ?? '').includes('right') } };
const understand = { questions: 2, pass: 2 };

const headOf = (files: Files): string => {
  const said = lands(files);
  return said.kind === 'land' ? said.approval.head : '';
};
const overrides = (files: Files): PersonSays => ({
  kind: 'override',
  head: headOf(files),
  reason: 'The shop is down.',
  by: { name: 'Eve', email: 'eve@example.com' },
});
const missed = answers(right, false, 'p');

/** What became of it, and the message that it landed with. */
async function play(says: Options['says'], { isAdvisory = false, as = 'merge' as 'merge' | 'branch' } = {}) {
  const messages: string[] = [];
  const start = startOf({
    understand: { ...understand, ...(isAdvisory && { isAdvisory }) },
    deliver: { as, into: 'refs/heads/main', squash: true },
  });
  const more: Workshop['more'] = {
    publish: ({ message, head }) => {
      messages.push(message);
      return { commit: head };
    },
  };
  const text = as === 'merge' ? loopText : `${loopText}\ndeliver: { as: branch }`;
  const options = { start, ...(says && { says }) };
  const played = await work(text, { ...shop, edits: [better], ...(as === 'branch' && { more }) }, options);
  return { ...played, message: messages.at(-1) ?? '' };
}

describe('an override', () => {
  it('lets land what nobody understood, and the landing says who answers for it', async () => {
    expect((await play([missed, lands(right)])).outcome.status).toBe('waiting');
    expect((await play([missed, overrides(right), lands(right)])).outcome.status).toBe('delivered');
    const { outcome, message } = await play([missed, overrides(right), lands(right)], { as: 'branch' });
    expect(outcome.status).toBe('delivered');
    expect(message).toContain('Understood-by: Eve <eve@example.com> (overridden: The shop is down.)\n');
  });

  it('is for this very content', async () => {
    const edited: PersonSays = { kind: 'edited', by: person };
    expect((await play([overrides(right), edited, lands(better)])).outcome.status).toBe('waiting');
    expect((await play([overrides(right), edited, overrides(better), lands(better)])).outcome.status).toBe('delivered');
  });

  it('lands nothing by itself', async () => {
    expect((await play([overrides(right)])).outcome.status).toBe('waiting');
    expect((await play([overrides(right)], { as: 'branch' })).outcome.status).toBe('waiting');
  });
});

describe('an advisory gate', () => {
  it('holds up nothing: not who lands, and no other delivery', async () => {
    expect((await play([missed, lands(right)], { isAdvisory: true })).outcome.status).toBe('delivered');
    const { outcome, message } = await play([], { isAdvisory: true, as: 'branch' });
    expect(outcome.status).toBe('delivered');
    expect(message).toContain('(no prompt was answered)\n');
  });

  it('merges nothing that nobody lands', async () => {
    expect((await play([missed], { isAdvisory: true })).outcome.status).toBe('waiting');
  });
});
