import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RoleTask } from '../../../src/agents/agent.ts';
import { answersIn } from '../../../src/agents/report/answersFile.ts';
import { reportFile } from '../../../src/agents/report/reportFile.ts';
import type { InboxEvent } from '../../../src/model/inbox.ts';
import { Inbox } from '../../../src/runner/inbox.ts';
import { LiveQuestions } from '../../../src/steps/liveQuestions.ts';
import { OpenQuestions } from '../../../src/steps/openQuestions.ts';

let directory: string;
let events: InboxEvent[];
let now: number;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'loopwright-live-'));
  writeFileSync(reportFile(directory), '');
  events = [];
  now = 1000;
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const say = (line: object) => appendFileSync(reportFile(directory), `${JSON.stringify(line)}\n`);

/** A runner's side of a step, over a real inbox that remembers what was there before. */
function runner() {
  const inbox = new Inbox({
    append: async (event) => void events.push(event),
    earlier: [...events],
    live: () => [],
    clock: () => now,
  });
  const questions = new OpenQuestions();
  const input = { item: 'login', loop: 'fix', worktree: '/tree' };
  const task = {
    role: 'maker',
    clean: (text: string) => text.replaceAll('s3cret', '***'),
    input,
  } as unknown as RoleTask;
  const context = { runId: 'r1', key: 'login/1/make', directory };
  const live = new LiveQuestions({ inbox, questions, now: () => now }, context, task);
  return { inbox, questions, live };
}

describe('questions of an agent that works', () => {
  it('are in the inbox at once, cleaned, and an answer gets to the agent', async () => {
    const { inbox, questions, live } = runner();
    live.begin();
    say({ type: 'question', text: 'Does s3cret go?', id: 'q1', at: 900 });
    say({ type: 'question', text: 'Nobody waits for this one.' });
    while (inbox.open().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const [entry, ...others] = inbox.open();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      id: 'question:r1:login/1/make/q1',
      kind: 'question',
      run: 'r1',
      item: 'login',
      why: 'Does *** go?',
      at: 900,
      actions: ['answer', 'dismiss'],
    });
    expect(entry?.title).toBe('fix: login asks, and waits');
    expect(await questions.answer(entry?.id ?? '', 'yes')).toBe(true);
    expect([...(await answersIn(directory))]).toEqual([['q1', 'yes']]);
    await live.end();
  });

  it('that were asked last are there when the agent is gone, and then nobody hears an answer', async () => {
    const { inbox, questions, live } = runner();
    say({ type: 'question', text: 'And this?', id: 'q2', at: 5_000_000 });
    await live.end();
    expect(inbox.open()).toMatchObject([{ why: 'And this?', at: 1000, title: 'fix: login asks' }]);
    expect(await questions.answer('question:r1:login/1/make/q2', 'yes')).toBe(false);
    expect((await answersIn(directory)).size).toBe(0);
  });

  it('are found again by another runner, but not those that were answered', async () => {
    say({ type: 'question', text: 'One?', id: 'q1', at: 900 });
    say({ type: 'question', text: 'Two?', id: 'q2', at: 900 });
    const first = runner();
    await first.live.end();
    await first.inbox.close({ id: 'question:r1:login/1/make/q1', why: 'Answered.', at: now });
    now = 5000;
    const second = runner();
    await second.live.end();
    expect(second.inbox.open().map(({ why }) => why)).toEqual(['Two?']);
    // Each waits, and then does not wait any more; one that is closed is left alone.
    const raised = events.flatMap((event) => (event.type === 'raised' ? [event.entry.why] : []));
    expect(raised.filter((why) => why === 'One?')).toHaveLength(2);
  });
});
