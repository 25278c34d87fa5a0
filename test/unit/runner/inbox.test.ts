import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { InboxEntry, InboxEvent } from '../../../src/model/inbox.ts';
import { Inbox } from '../../../src/runner/inbox.ts';
import { countingFiles, type LoopRepository } from '../../support/loopRepository.ts';
import { endedSoon, entrySoon, fileOf, reports, repositories, smallLoop } from './smallLoops.ts';

const entry = (id: string, more: Partial<InboxEntry> = {}): InboxEntry => ({
  id,
  kind: 'failure',
  loop: 'nightly',
  title: 'It failed',
  why: 'exit code 1',
  at: 100,
  severity: 'medium',
  actions: ['run', 'dismiss'],
  ...more,
});

/** An inbox over lines that outlive it, as those on disk do. */
function inboxOver(lines: InboxEvent[] = []) {
  const clock = { now: 1000 };
  const append = async (event: InboxEvent) => void lines.push(event);
  const inbox = new Inbox({ append, earlier: [...lines], live: () => [], clock: () => clock.now });
  return { inbox, clock, lines, ids: () => inbox.open().map(({ id }) => id) };
}

describe('the inbox', () => {
  it('has the most severe first, then what holds work up, then what waits longest', async () => {
    const { inbox, ids } = inboxOver();
    await inbox.raise(entry('finding', { kind: 'finding', at: 1 }));
    await inbox.raise(entry('failure', { at: 9 }));
    await inbox.raise(entry('older failure', { at: 5 }));
    await inbox.raise(entry('missed', { kind: 'missed', severity: 'low' }));
    await inbox.raise(entry('conflict', { kind: 'conflict', severity: 'high' }));
    await inbox.raise(entry('question', { kind: 'question' }));
    await inbox.raise(entry('critical finding', { kind: 'finding', severity: 'critical' }));
    expect(ids()).toEqual([
      'critical finding',
      'conflict',
      'question',
      'older failure',
      'failure',
      'finding',
      'missed',
    ]);
  });

  it('takes the same entry once, the same one with another text anew, and reads the same after a restart', async () => {
    const { inbox, lines } = inboxOver();
    await inbox.raise(entry('a'));
    await inbox.raise(entry('a'));
    expect(lines).toHaveLength(1);
    await inbox.raise(entry('a', { why: 'exit code 2' }));
    expect(inbox.open()).toMatchObject([{ id: 'a', why: 'exit code 2' }]);
    await inbox.raise(entry('b'));
    const next = inboxOver(lines);
    expect(next.inbox.open()).toEqual(inbox.open());
    // A step that is done again after a kill.
    await next.inbox.raise(entry('b'));
    expect(lines).toHaveLength(3);
  });

  it('leaves closed what was closed, also when it is told again, until there is something newer to tell', async () => {
    const { inbox, lines, clock, ids } = inboxOver();
    await inbox.raise(entry('a'));
    clock.now = 2000;
    await inbox.dismiss('a', '', 'Ada');
    expect(lines.at(-1)).toEqual({ type: 'closed', id: 'a', at: 2000, why: 'Dismissed.', by: 'Ada' });
    await inbox.raise(entry('a'));
    await inbox.raise(entry('a', { why: 'other words for the same moment' }));
    expect(ids()).toEqual([]);
    const next = inboxOver(lines);
    await next.inbox.raise(entry('a'));
    expect(next.ids()).toEqual([]);
    await next.inbox.raise(entry('a', { at: 2001 }));
    expect(next.ids()).toEqual(['a']);
  });

  it('lets nobody dismiss what waits for more than to be seen, nor what is not there', async () => {
    const { inbox, ids } = inboxOver();
    await inbox.raise(entry('stall', { kind: 'escalation', actions: ['continue', 'reject'] }));
    await expect(inbox.dismiss('stall', 'no', 'Ada')).rejects.toThrow(
      'waits for more than to be seen: continue or reject',
    );
    await expect(inbox.dismiss('none', '', 'Ada')).rejects.toThrow('There is no open entry none');
    await expect(inbox.snooze('none', 1, 'Ada')).rejects.toThrow('There is no open entry none');
    expect(ids()).toEqual(['stall']);
  });

  it('hides what was put off until its time, and shows at once what is news about it', async () => {
    const { inbox, lines, clock, ids } = inboxOver();
    await inbox.raise(entry('a'));
    await inbox.raise(entry('b'));
    await inbox.snooze('a', 5000, 'Ada');
    expect(ids()).toEqual(['b']);
    expect(inboxOver(lines).ids()).toEqual(['b']);
    clock.now = 4999;
    expect(ids()).toEqual(['b']);
    clock.now = 5000;
    expect(ids()).toEqual(['a', 'b']);
    await inbox.snooze('a', 9000, 'Ada');
    await inbox.raise(entry('a', { why: 'it is worse now', at: 5001 }));
    expect(inbox.open().map(({ why }) => why)).toContain('it is worse now');
  });

  it('closes with the item what held its work up, not what tells how it ended', async () => {
    const { inbox, ids } = inboxOver();
    const of = { run: 'r', item: 'i' };
    await inbox.raise(entry('conflict:r:i', { kind: 'conflict', ...of }));
    await inbox.raise(entry('escalation:r:i:stall', { kind: 'escalation', ...of }));
    await inbox.raise(entry('escalation:r:i:end', { kind: 'escalation', ...of }));
    await inbox.raise(entry('question:r:i:x', { kind: 'question', ...of }));
    await inbox.raise(entry('conflict:r:other', { kind: 'conflict', run: 'r', item: 'other' }));
    await inbox.closeOf({ ...of, why: 'over', at: 1 });
    expect([...ids()].sort()).toEqual(['conflict:r:other', 'escalation:r:i:end', 'question:r:i:x']);
  });

  it('closes what a person has done, for this loop and not for one of its runs', async () => {
    const { inbox, ids } = inboxOver();
    await inbox.raise(entry('missed', { kind: 'missed' }));
    await inbox.raise(entry('of a run', { run: 'r' }));
    await inbox.raise(entry('held', { kind: 'held', actions: ['enable', 'dismiss'] }));
    await inbox.raise(entry('of another', { loop: 'other' }));
    await inbox.actedOn({ loop: 'nightly', action: 'run', why: 'started' });
    expect(ids()).toEqual(['of a run', 'of another', 'held']);
  });
});

const { create, dispose } = repositories();
afterEach(dispose);

/** How often each entry was raised, by what is on disk. */
async function raised(loop: LoopRepository): Promise<Record<string, number>> {
  const text = await readFile(join(loop.commonDir, 'loopwright', 'inbox.jsonl'), 'utf8').catch(() => '');
  const ids = text.match(/"type":"raised","entry":\{"id":"[^"]*"/g) ?? [];
  const counts: Record<string, number> = {};
  for (const id of ids) counts[id] = (counts[id] ?? 0) + 1;
  return counts;
}

describe('the inbox of a repository', () => {
  it('hears nothing of healthy runs, and nothing of one that found nothing', async () => {
    const loop = await create((outside) => ({
      ...countingFiles(outside, 1, 'deliver: { as: branch }'),
      ...smallLoop('quiet', {}),
      ...smallLoop('looker', { look: '' }),
    }));
    const healthy = await loop.start();
    await loop.start(fileOf('quiet'));
    await loop.start(fileOf('looker'));
    await loop.until(healthy, 'delivered');
    for (const name of ['quiet', 'looker']) {
      expect((await endedSoon(loop, name, 1))[0]?.status).toBe('nothing-found');
    }
    expect(await loop.ask('inbox', {})).toEqual([]);
    expect(await raised(loop)).toEqual({});
  });

  it('gathers what waits over all runs, and keeps it over a kill', { timeout: 120_000 }, async () => {
    const loop = await create((outside) => ({
      ...countingFiles(outside, 1),
      ...smallLoop('broken', { look: '', more: ['items: { from: { run: exit 3 } }'] }),
      ...smallLoop('finder', {
        look: reports(
          {
            type: 'finding',
            key: 'leak',
            title: 'A leak',
            body: 'It leaks.',
            severity: 'critical',
            file: 'value.txt',
            line: 1,
          },
          { type: 'question', text: 'Which of the two?', options: ['this', 'that'] },
        ),
      }),
    }));
    const waiting = await loop.start();
    const broken = await loop.start(fileOf('broken'));
    const finder = await loop.start(fileOf('finder'));
    await loop.until(waiting, 'waiting');
    await loop.until(broken, 'failed');
    await loop.until(finder, 'delivered');
    const before = await loop.ask('inbox', {});
    expect(before.map(({ kind, loop: of, run }) => [kind, of, run])).toEqual([
      ['finding', 'finder', finder],
      ['failure', 'broken', broken],
      ['gate', 'count-up', waiting],
      ['question', 'finder', finder],
    ]);
    const [finding, , gate, question] = before;
    expect(finding).toMatchObject({
      title: 'A leak (value.txt:1)',
      why: 'It leaks.',
      actions: ['decide', 'dismiss', 'snooze'],
    });
    expect(gate).toMatchObject({ id: `gate:${waiting}:default`, title: 'count-up has a change for you' });
    expect(question?.why).toMatch(/^Which of the two\?.*this.*that/s);
    const lines = await raised(loop);
    expect(Object.values(lines)).toEqual([1, 1, 1]);

    await loop.killRunner();
    expect(await loop.ask('inbox', {})).toEqual(before);
    expect(await raised(loop)).toEqual(lines);

    await expect(loop.ask('dismiss', { id: gate?.id ?? '', why: '' })).rejects.toThrow(
      /^not-dismissed: .*land or reject/,
    );
    await loop.ask('dismiss', { id: before[1]?.id ?? '', why: 'known' });
    await loop.ask('snooze', { id: gate?.id ?? '', until: Date.now() + 3_600_000 });
    await expect(loop.ask('reply', { id: finding?.id ?? '', text: 'x' })).rejects.toThrow(/^unknown-question: /);
    await loop.ask('reply', { id: question?.id ?? '', text: 'This one.' });
    expect((await loop.ask('inbox', {})).map(({ kind }) => kind)).toEqual(['finding']);
    expect((await loop.ask('state', { loop: 'finder' })).document).toMatch(
      /Asked: Which of the two\?.* Answer: This one\./,
    );
    const { about = '' } = finding ?? {};
    await loop.ask('decide', { loop: 'finder', finding: about, what: 'never', note: 'It is meant to.' });
    expect(await loop.ask('inbox', {})).toEqual([]);

    await loop.killRunner();
    expect(await loop.ask('inbox', {})).toEqual([]);
    // The same finding again: somebody has decided on it.
    await loop.until(await loop.start(fileOf('finder')), 'delivered');
    expect((await loop.ask('inbox', {})).map(({ kind }) => kind)).toEqual(['question']);
    await loop.ask('reject', { run: waiting, reason: 'enough' });
    await loop.until(waiting, 'rejected');
  });

  it('keeps a conflict until it is settled, also for whom put the gate off', async () => {
    const loop = await create((outside) => countingFiles(outside, 1));
    const run = await loop.start();
    const waiting = await loop.until(run, 'waiting');
    await loop.ask('snooze', { id: `gate:${run}:default`, until: Date.now() + 3_600_000 });
    expect(await loop.ask('inbox', {})).toEqual([]);
    await loop.git.commit('meanwhile', { 'value.txt': '5\n' });
    expect((await loop.land(waiting)).status).toBe('refused');
    const entries = await loop.ask('inbox', {});
    expect(entries.map(({ kind }) => kind)).toEqual(['conflict', 'gate']);
    expect(entries[0]).toMatchObject({ why: expect.stringMatching(/value\.txt/), actions: ['land', 'reject'] });
    await loop.killRunner();
    expect(await loop.ask('inbox', {})).toEqual(entries);
    await loop.ask('reject', { run, reason: 'made by hand' });
    expect(await loop.ask('inbox', {})).toEqual([]);
  });

  it('lets nothing go unseen: a finding stays over quiet runs, and says why when it is gone', async () => {
    const finding = reports({ type: 'finding', key: 'leak', title: 'A leak' });
    const onlyWhere = `import { readFileSync } from 'node:fs';\nif (readFileSync('mode', 'utf8') === 'found') {\n${finding.replace(/^.*\n/, "const { appendFileSync } = await import('node:fs');\n")}}\n`;
    const loop = await create(() => ({ ...smallLoop('finder', { look: onlyWhere }), mode: 'found' }));
    await loop.until(await loop.start(fileOf('finder')), 'delivered');
    const [first] = await loop.ask('inbox', {});
    await loop.until(await loop.start(fileOf('finder')), 'delivered');
    expect(await loop.ask('inbox', {})).toEqual([{ ...first, run: expect.any(String) }]);
    await loop.git.commit('mended', { mode: 'gone' });
    await loop.until(await loop.start(fileOf('finder')), 'nothing-found');
    expect(await loop.ask('inbox', {})).toEqual([]);
    const text = await readFile(join(loop.commonDir, 'loopwright', 'inbox.jsonl'), 'utf8');
    expect(text).toMatch(/"type":"closed","id":"finding:finder:[0-9a-f]{8}".*"why":"[^"]+/);
    await loop.git.commit('broken again', { mode: 'found' });
    await loop.until(await loop.start(fileOf('finder')), 'delivered');
    expect(await loop.ask('inbox', {})).toMatchObject([{ kind: 'finding', title: 'A leak' }]);
  });

  it('has an entry once, wherever the runner is killed on the way to it', { timeout: 120_000 }, async () => {
    const loop = await create(() => smallLoop('broken', { look: '', more: ['items: { from: { run: exit 3 } }'] }));
    try {
      // Appends that meet share a sync, so how many there are varies: four steps make at least eight, one after the other.
      for (const point of ['effect.before:4', 'effect.after:4', 'fsync.before:7', 'acknowledge.before:7']) {
        process.env['LOOPWRIGHT_CRASH_AT'] = point;
        const client = await loop.connect();
        delete process.env['LOOPWRIGHT_CRASH_AT'];
        const doomed = await loop.runnerPid();
        await client.request('start', { file: fileOf('broken'), uncommitted: false });
        const [run] = (await loop.ask('runs', {})).runs;
        await loop.until(run?.id ?? '', 'failed');
        await entrySoon(loop, `failure:${run?.id}`);
        expect(await loop.runnerPid(), point).not.toBe(doomed);
        await loop.quiet();
      }
    } finally {
      delete process.env['LOOPWRIGHT_CRASH_AT'];
    }
    expect(Object.values(await raised(loop))).toEqual([1, 1, 1, 1]);
    expect(await loop.ask('inbox', {})).toHaveLength(4);
  });
});
