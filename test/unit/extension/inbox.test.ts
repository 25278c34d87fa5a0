import { describe, expect, it } from 'vitest';
import { ageWords } from '../../../src/extension/age.ts';
import { chooseEntries } from '../../../src/extension/inbox/chooseEntries.ts';
import {
  answerEntries,
  approveEntries,
  continueEntries,
  decideEntries,
  dismissEntries,
  rejectEntries,
  snoozeEntries,
} from '../../../src/extension/inbox/inboxActs.ts';
import { badgeOf, inboxRows } from '../../../src/extension/inbox/inboxRows.ts';
import type { WindowEntry } from '../../../src/extension/inbox/inboxWords.ts';
import { snoozeChoices } from '../../../src/extension/inbox/snoozeTimes.ts';
import { watchWaits } from '../../../src/extension/inbox/watchWaits.ts';
import { AskedOfAll } from '../../../src/extension/repositories/askedOfAll.ts';
import { linkOf } from '../../../src/extension/repositories/linkOf.ts';
import { Asked } from '../../../src/extension/runner/asked.ts';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import { type InboxEntry, inboxKindSchema } from '../../../src/model/inbox.ts';
import { fold } from '../../../src/model/runState.ts';
import { FakeDesk, FakeRepositories, ScriptedPerson } from './fakeDesk.ts';
import { changeOf, fileChange, RecordedRun } from './recordedRun.ts';

// A Saturday afternoon, in whatever zone the test runs.
const now = new Date(2026, 10, 21, 15, 30).getTime();
const hour = 3_600_000;

function entryOf(more: Partial<WindowEntry> = {}): WindowEntry {
  return {
    repository: 'here',
    id: 'gate:r1:a',
    kind: 'gate',
    loop: 'fix-flaky',
    run: 'r1',
    item: 'a',
    title: 'fix-flaky: a has a change for you',
    why: 'Proven; waits for a person to land or reject it.',
    at: now - 3 * hour,
    severity: 'medium',
    actions: ['land', 'reject', 'snooze'],
    ...more,
  };
}

const gate = (id: string, more: Partial<WindowEntry> = {}) =>
  entryOf({ id, item: id, about: 'start', actions: ['approve', 'reject', 'snooze'], ...more });
const finding = (about: string) =>
  entryOf({ id: `finding:${about}`, kind: 'finding', about, actions: ['decide', 'dismiss', 'snooze'] });
const question = (id: string) => entryOf({ id, kind: 'question', title: `${id}?`, actions: ['answer', 'dismiss'] });
const missed: WindowEntry = {
  repository: 'here',
  id: 'missed:nightly',
  kind: 'missed',
  loop: 'nightly',
  title: 'nightly: 3 firings missed',
  why: 'The machine slept.',
  at: now - 1000,
  severity: 'low',
  actions: ['run', 'dismiss'],
};

describe('the rows of the inbox', () => {
  it('tell loop, age, why and what can be done', () => {
    const [row] = inboxRows([entryOf()], now);
    expect(row).toMatchObject({
      label: 'a has a change for you',
      description: 'fix-flaky · 3 h',
      look: { icon: 'diff' },
      context: 'entry+review+reject+snooze+reveal',
      run: 'r1',
      item: 'a',
      press: { command: 'loopwright.openReview', arguments: [{ run: 'r1', item: 'a' }] },
    });
    expect(row?.facts.slice(0, 2)).toEqual([
      { name: 'Why', text: 'Proven; waits for a person to land or reject it.' },
      { name: 'What you can do', text: 'open its review, where it lands; reject it with a reason; put it off' },
    ]);
  });

  it('name the loop once', () => {
    const [row] = inboxRows([entryOf({ title: 'fix-flaky has a change for you' })], now);
    expect([row?.label, row?.description]).toEqual(['fix-flaky has a change for you', '3 h']);
  });

  it('have an icon of their own for each kind, and urgency in words beside the colour', () => {
    const looks = inboxKindSchema.options.map((kind) => inboxRows([entryOf({ kind, actions: [] })], now)[0]?.look.icon);
    expect(new Set(looks).size).toBe(inboxKindSchema.options.length);
    const severities = (['low', 'medium', 'high', 'critical'] as const).map((severity) =>
      inboxRows([entryOf({ severity })], now),
    );
    const rows = severities.flat();
    expect(rows.map(({ description }) => description.split(' · ')[0])).toEqual([
      'fix-flaky',
      'fix-flaky',
      'high',
      'critical',
    ]);
    expect(new Set(rows.map(({ look }) => look.color)).size).toBe(4);
  });

  it('let anything be put off, and offer of a loop without a run its file', () => {
    const [row] = inboxRows([missed], now);
    expect(row?.context).toBe('entry+run+dismiss+snooze');
    expect([row?.label, row?.description]).toEqual(['3 firings missed', 'nightly · just now']);
    expect(row?.press).toMatchObject({ command: 'loopwright.openEntryLoop', arguments: [{ about: missed }] });
  });

  it('keep the order of the runner, and titles on one line', () => {
    const rows = inboxRows([gate('b'), gate('a', { title: 'x\n\u202ey' })], now);
    expect(rows.map(({ id, label }) => [id, label])).toEqual([
      ['b', 'a has a change for you'],
      ['a', 'x y'],
    ]);
  });

  it('of several repositories say which, the most urgent of all first', () => {
    const there = { repository: 'there', repositoryName: 'there' };
    const rows = inboxRows([entryOf({ repositoryName: 'here' }), entryOf({ ...there, severity: 'high' })], now);
    expect(rows.map(({ description }) => description)).toEqual([
      'high · there · fix-flaky · 3 h',
      'here · fix-flaky · 3 h',
    ]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(2);
  });

  it('count as a badge', () => {
    expect(badgeOf(0)).toBeUndefined();
    expect([badgeOf(1)?.tooltip, badgeOf(2)]).toEqual([
      '1 thing waits for you',
      { value: 2, tooltip: '2 things wait for you' },
    ]);
  });
});

describe('ageWords', () => {
  it.each([
    [-5, 'just now'],
    [59_999, 'just now'],
    [60_000, '1 min'],
    [90 * 60_000, '1 h'],
    [47 * hour, '47 h'],
    [48 * hour, '2 d'],
  ])('%i ms is %s', (ms, words) => expect(ageWords(ms)).toBe(words));
});

/** What a window shows of it. */
const entriesOf = (link: FakeDesk): readonly WindowEntry[] =>
  link.entries.map((entry) => ({ repository: 'here', ...entry }));

describe('acting in the inbox', () => {
  const desk = (...entries: WindowEntry[]) => Object.assign(new FakeDesk(), { entries });
  const at = (link: FakeDesk, dialogs: ScriptedPerson) => ({ linkOf: () => link, dialogs, now: () => now });

  it('approves several at once, each at its own gate', async () => {
    const link = desk(gate('a'), gate('b', { about: 'spend' }));
    await approveEntries(at(link, new ScriptedPerson()), entriesOf(link));
    expect(link.paramsOf('approve')).toEqual([
      { run: 'r1', item: 'a', gate: 'start' },
      { run: 'r1', item: 'b', gate: 'spend' },
    ]);
    expect(link.entries).toEqual([]);
  });

  it('asks one reason for all that are rejected, and takes none that is empty', async () => {
    const link = desk(gate('a'), gate('b'));
    const person = new ScriptedPerson('  ', ' nobody reads it ');
    await rejectEntries(at(link, person), entriesOf(link));
    expect(person.questions[0]).toBe('Reject 2 entries');
    expect(person.told).toEqual(['A reason is needed.']);
    expect(link.paramsOf('reject').map(({ reason }) => reason)).toEqual(['nobody reads it', 'nobody reads it']);
    expect(link.entries).toEqual([]);
  });

  it('does nothing when the person leaves', async () => {
    const link = desk(gate('a'), finding('f1'), question('q'));
    await rejectEntries(at(link, new ScriptedPerson(undefined)), entriesOf(link));
    await continueEntries(at(link, new ScriptedPerson(undefined)), entriesOf(link));
    await snoozeEntries(at(link, new ScriptedPerson(undefined)), entriesOf(link));
    await decideEntries(at(link, new ScriptedPerson(undefined)), entriesOf(link));
    await decideEntries(at(link, new ScriptedPerson('Later…', undefined)), entriesOf(link));
    await answerEntries(at(link, new ScriptedPerson(undefined)), entriesOf(link));
    expect(link.asked).toEqual([]);
  });

  it('answers each question by itself and says who hears it', async () => {
    const link = desk(question('q-live'), question('q-later'));
    const person = new ScriptedPerson('yes', 'no');
    await answerEntries(at(link, person), entriesOf(link));
    expect(person.questions).toEqual(['q-live?', 'q-later?']);
    expect(link.paramsOf('reply')).toEqual([
      { id: 'q-live', text: 'yes' },
      { id: 'q-later', text: 'no' },
    ]);
    expect(person.told).toEqual(['The agent has your answer.', 'The next run of the loop reads your answer.']);
  });

  it('lets a stalled item go on without a word', async () => {
    const link = desk(entryOf({ kind: 'escalation', actions: ['continue', 'reject'] }));
    await continueEntries(at(link, new ScriptedPerson('')), entriesOf(link));
    expect(link.paramsOf('continue')).toEqual([{ run: 'r1', item: 'a', note: '' }]);
  });

  it('decides on findings, later with a date', async () => {
    const link = desk(finding('f1'), finding('f2'));
    await decideEntries(at(link, new ScriptedPerson('Never', 'not ours')), [finding('f1')]);
    await decideEntries(at(link, new ScriptedPerson('Later…', 'Tomorrow morning', '')), [finding('f2')]);
    expect(link.paramsOf('decide')).toEqual([
      { loop: 'fix-flaky', finding: 'f1', what: 'never', note: 'not ours' },
      { loop: 'fix-flaky', finding: 'f2', what: 'later', until: new Date(2026, 10, 22, 9).getTime() },
    ]);
    expect(link.entries).toEqual([]);
  });

  it('puts off to a date that is written, and refuses what is none or over', async () => {
    const link = desk(finding('f1'), missed);
    const person = new ScriptedPerson('Until a date…', 'soon', '2026-01-01', '2026-12-01 09:30');
    await snoozeEntries(at(link, person), entriesOf(link));
    const until = new Date(2026, 11, 1, 9, 30).getTime();
    expect(link.paramsOf('snooze')).toEqual([
      { id: 'finding:f1', until },
      { id: missed.id, until },
    ]);
    expect(person.told).toHaveLength(2);
  });

  it('tells of what was refused once, and how many more', async () => {
    const link = desk(missed, finding('f1'), finding('f2'));
    link.stubborn.add('finding:f1').add('finding:f2');
    const person = new ScriptedPerson();
    await dismissEntries(at(link, person), entriesOf(link));
    expect(link.entries.map(({ id }) => id)).toEqual(['finding:f1', 'finding:f2']);
    expect(person.refusals.map(({ message }) => message)).toEqual(['finding:f1 stays. (1 more refused.)']);
  });
});

describe('snoozing', () => {
  it('is for an hour, until tomorrow at nine, or until Monday', () => {
    expect(snoozeChoices(now).map(({ value }) => value)).toEqual([
      now + hour,
      new Date(2026, 10, 22, 9).getTime(),
      new Date(2026, 10, 23, 9).getTime(),
    ]);
    const monday = new Date(2026, 10, 23, 8).getTime();
    expect(snoozeChoices(monday)[2]?.value).toBe(new Date(2026, 10, 30, 9).getTime());
  });
});

describe('chooseEntries', () => {
  const all = [gate('a'), gate('b'), finding('f1')];
  const choose = (dialogs: ScriptedPerson, selected: readonly WindowEntry[] = []) => ({
    all,
    selected,
    dialogs,
    now: () => now,
  });
  const about = (id: string) => ({ about: all.find((entry) => entry.id.endsWith(id)) ?? entryOf() });
  const nobody = () => new ScriptedPerson();

  it('takes the rows that were given, without those that do not allow it', async () => {
    const rows = [about('a'), about('f1')];
    expect(await chooseEntries(choose(nobody()), 'approve', rows[0], rows)).toEqual([all[0]]);
  });

  it('takes what is selected, else the only one, else asks', async () => {
    expect(await chooseEntries(choose(nobody(), [gate('b')]), 'approve', undefined)).toEqual([gate('b')]);
    expect(await chooseEntries(choose(nobody()), 'decide', undefined)).toEqual([finding('f1')]);
    const person = new ScriptedPerson(['fix-flaky: a has a change for you']);
    expect(await chooseEntries(choose(person), 'approve', undefined)).toHaveLength(2);
  });

  it('says so where nothing fits', async () => {
    const person = nobody();
    expect(await chooseEntries(choose(person), 'answer', undefined)).toEqual([]);
    expect(await chooseEntries(choose(person), 'answer', about('a'))).toEqual([]);
    expect(person.told).toHaveLength(2);
  });
});

/** Longer than the gap between two updates. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 250));

describe('Asked', () => {
  const asking = (isWanted = () => true) => {
    const link = new FakeDesk();
    const asked = new Asked({ link, after: ['inbox'], ask: () => link.request('inbox', {}), isWanted });
    return { link, asked };
  };

  it('asks when a connection opens and when the runner says that it changed, and for no other news', async () => {
    const { link, asked } = asking();
    expect(asked.value).toBeUndefined();
    link.open();
    await settled();
    expect(asked.value).toEqual([]);
    link.entries = [missed];
    link.change('worktrees');
    await settled();
    expect(asked.value).toEqual([]);
    for (let i = 0; i < 50; i++) link.change('inbox');
    await settled();
    await settled();
    expect(asked.value).toEqual([missed]);
    expect(link.paramsOf('inbox').length).toBeLessThanOrEqual(3);
    asked.dispose();
    link.change('inbox');
    await settled();
    expect(link.paramsOf('inbox').length).toBeLessThanOrEqual(3);
  });

  it('asks for what nobody looked at when somebody does, once', async () => {
    let isSeen = false;
    const { link, asked } = asking(() => isSeen);
    link.open();
    await settled();
    expect(link.asked).toEqual([]);
    isSeen = true;
    asked.look();
    await settled();
    asked.look();
    await settled();
    expect(link.asked).toHaveLength(1);
  });

  it('keeps the last answer while there is no runner, and tells why there is none', async () => {
    const { link, asked } = asking();
    link.entries = [missed];
    await asked.refresh();
    link.isOpen = false;
    link.entries = [];
    await asked.refresh();
    expect(asked.value).toEqual([missed]);
    expect(asked.refusal).toBeUndefined();
  });
});

describe('watchWaits', () => {
  it('tells when a wait begins and when it is over, and not of what goes on in between', async () => {
    const store = new RunStore(fold);
    let told = 0;
    const end = watchWaits(store, () => told++);
    const take = (recorded: RecordedRun) => store.history(recorded.run, recorded.events);
    const recorded = new RecordedRun('r1').start();
    take(recorded);
    await settled();
    const before = told;
    take(recorded.check(0, 1).check(0, 0, 'types'));
    await settled();
    expect(told).toBe(before);
    take(recorded.pass(changeOf([fileChange('a.js', 'new')])).await());
    await settled();
    expect(told).toBe(before + 1);
    take(recorded.end({ status: 'stopped', reason: 'Stopped.' }));
    await settled();
    expect(told).toBe(before + 2);
    end();
  });
});

describe('AskedOfAll', () => {
  it('tells which repository each is of, where there are several, and forgets those that are closed', async () => {
    const [here, there] = [new FakeDesk(), new FakeDesk()];
    const repositories = new FakeRepositories(here);
    const asked = new AskedOfAll<InboxEntry>({
      repositories,
      after: ['inbox'],
      ask: (link) => link.request('inbox', {}),
    });
    const drawn = () => asked.all.map(({ id, repository, repositoryName }) => [id, repository, repositoryName]);
    here.entries = [missed];
    there.entries = [finding('f1')];
    await asked.refresh();
    expect(drawn()).toEqual([[missed.id, '0', undefined]]);
    await settled();
    const before = here.asked.length;
    repositories.open(here, there);
    await settled();
    expect(drawn()).toEqual([
      [missed.id, '0', 'folder-0'],
      ['finding:f1', '1', 'folder-1'],
    ]);
    expect(here.asked).toHaveLength(before);
    repositories.open(there);
    expect(drawn()).toEqual([['finding:f1', '1', undefined]]);
    here.change('inbox');
    await settled();
    expect(here.asked).toHaveLength(before);
    asked.dispose();
  });

  it('acts through the runner that a row is of, and says when its folder was closed', async () => {
    const [here, there] = [new FakeDesk(), new FakeDesk()];
    const of = linkOf(new FakeRepositories(here, there));
    expect(of({ repository: '1' })).toBe(there);
    expect(await of({ repository: '2' }).request('inbox', {})).toMatchObject({
      ok: false,
      error: { code: 'no-folder' },
    });
  });
});
