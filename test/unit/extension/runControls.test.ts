import { describe, expect, it } from 'vitest';
import { controlCommands } from '../../../src/extension/runs/controlCommands.ts';
import { runRow } from '../../../src/extension/runs/runRows.ts';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import { fold } from '../../../src/model/runState.ts';
import { FakeDesk, ScriptedPerson } from './fakeDesk.ts';
import { changeOf, fileChange, itemOf, person, RecordedRun } from './recordedRun.ts';

const change = changeOf([fileChange('a.js', 'new')]);
const spend = { tokens: 1200, costUsd: 0.42 };
const limits = [{ scope: 'run' as const, costUsd: 1 }];

/** Two runs that go on, one with a budget; one of items; and one that is over. */
function world(...says: ConstructorParameters<typeof ScriptedPerson>) {
  const store = new RunStore(fold);
  const link = new FakeDesk();
  const dialogs = new ScriptedPerson(...says);
  const over = new RecordedRun('over').untilWaiting(change).end({ status: 'failed', reason: 'It broke.' });
  const paid = new RecordedRun('paid')
    .start()
    .did(
      'account',
      { loop: 'l', item: 'default', iteration: 1, limits, at: 0 },
      { run: spend, item: spend, warnings: [] },
    );
  const item = itemOf('flaky a');
  const items = new RecordedRun('items')
    .start({ loop: 'fix-flaky' })
    .found([item])
    .prepare(item.id)
    .check(1, 1, 'tests', item.id);
  for (const { run, events } of [over, paid, items]) {
    store.history(run, events);
    const entry = store.get(run);
    if (entry) link.summaries.push(entry.summary);
  }
  const [revealed, started, copied]: string[][] = [[], [], []];
  const commands = controlCommands({
    link,
    store,
    dialogs,
    reveal: async (run) => void revealed?.push(run),
    started: (run) => void started?.push(run),
    copy: async (text) => void copied?.push(text),
  });
  return { store, link, dialogs, commands, item, revealed, started, copied };
}

describe('pausing', () => {
  it('is for the run that is meant, and asks where several go on', async () => {
    const { commands, link, dialogs } = world('fix-flaky');
    await commands['loopwright.pause']({ run: 'paid' });
    expect([...link.paused]).toEqual(['paid']);
    await commands['loopwright.pause']();
    expect(dialogs.questions).toEqual(['Pause which run?']);
    expect([...link.paused]).toEqual(['paid', 'items']);
    await commands['loopwright.resume']({ run: 'paid' });
    expect([...link.paused]).toEqual(['items']);
  });

  it('tells what the runner refuses', async () => {
    const { commands, link, dialogs } = world();
    link.summaries = [];
    await commands['loopwright.pause']({ run: 'paid' });
    expect(dialogs.refusals.map(({ message }) => message)).toEqual(['There is no run paid.']);
  });

  it('says so where nothing is paused', async () => {
    const { commands, dialogs } = world();
    await commands['loopwright.resume']();
    expect(dialogs.told).toEqual(['There is no run that this can be done with.']);
  });
});

describe('a note', () => {
  it('is for one item or for all of a run, and is not empty', async () => {
    const { commands, link, dialogs, item } = world('', 'look at parseRange', 'be brief');
    await commands['loopwright.addNote']({ run: 'items', item: item.id });
    await commands['loopwright.addNote']({ run: 'items' });
    expect(link.paramsOf('note')).toEqual([
      { run: 'items', item: item.id, text: 'look at parseRange' },
      { run: 'items', text: 'be brief' },
    ]);
    expect(dialogs.questions[0]).toBe('Note for the next iteration of fix-flaky (flaky a)');
    expect(dialogs.told[0]).toBe('A note needs words.');
  });

  it('is not told when the person leaves', async () => {
    const { commands, link } = world(undefined);
    await commands['loopwright.addNote']({ run: 'paid' });
    expect(link.paramsOf('note')).toEqual([]);
  });
});

describe('raising a budget', () => {
  it('shows what was used and takes only more than what holds', async () => {
    const { commands, link, dialogs } = world('Cost', 'much', '0.9', '1', '2.5');
    await commands['loopwright.raiseBudget']({ run: 'paid' });
    expect(link.paramsOf('raise')).toEqual([{ run: 'paid', costUsd: 2.5 }]);
    expect(dialogs.told).toEqual([
      'A number above 0 is needed.',
      'It holds at 1 already. Write more.',
      'It holds at 1 already. Write more.',
      'Raised cost to 2.5 dollars.',
    ]);
  });

  it('takes whole tokens and iterations, and a limit that is not known here', async () => {
    const { commands, link, dialogs } = world('Iterations', '2.5', '5', 'Tokens', '20000', 'Time', '7.5');
    for (let i = 0; i < 3; i++) await commands['loopwright.raiseBudget']({ run: 'items' });
    expect(link.paramsOf('raise')).toEqual([
      { run: 'items', iterations: 5 },
      { run: 'items', tokens: 20_000 },
      { run: 'items', minutes: 7.5 },
    ]);
    expect(dialogs.told[0]).toBe('A whole number is needed.');
  });
});

describe('a retry', () => {
  it('takes up the iteration that is named, tells the note, and shows the new run', async () => {
    const { commands, link, dialogs, revealed, started } = world('the limit is wrong');
    await commands['loopwright.retryFrom']({ run: 'over', item: 'default', iteration: 1 });
    expect(dialogs.questions).toEqual(['Retry keep-tests-green from iteration 1']);
    expect(link.paramsOf('retry')).toEqual([
      { run: 'over', item: 'default', iteration: 1, note: 'the limit is wrong' },
    ]);
    expect([revealed, started]).toEqual([['over-again'], ['over-again']]);
  });

  it('asks from where, the base too, when a run is meant', async () => {
    const { commands, link, revealed } = world('From the base', '', 'From iteration 1', undefined);
    await commands['loopwright.retryFrom']({ run: 'over' });
    expect(link.paramsOf('retry')).toEqual([{ run: 'over', item: 'default', iteration: 0 }]);
    await commands['loopwright.retryFrom']({ run: 'over' });
    expect(revealed).toEqual(['over-again']);
  });

  it('says so where there is nothing to begin from', async () => {
    const { commands, dialogs } = world();
    await commands['loopwright.retryFrom']({ run: 'paid', item: 'no-such' });
    expect(dialogs.told).toEqual(['It has no iteration to begin from. Run its loop again.']);
  });
});

it('the id of a run can be copied', async () => {
  const { commands, copied } = world();
  await commands['loopwright.copyRunId']({ run: 'over' });
  expect(copied).toEqual(['over']);
});

it('a run that was paused offers to resume while its last step still works', async () => {
  const recorded = new RecordedRun('r1').start();
  recorded.begin('check', {
    item: 'default',
    worktree: '/w',
    iteration: 1,
    check: { id: 'tests', run: 'true', env: {}, timeoutSeconds: 1 },
  });
  recorded.record({ type: 'pause.requested', by: person });
  const store = new RunStore(fold);
  store.history('r1', recorded.events);
  const entry = store.get('r1');
  expect(entry?.summary.status).toBe('running');
  expect(entry && runRow(entry, 0).context).toBe('run+stop+resume');
  recorded.record({ type: 'resume.requested', by: person });
  store.history('r1', recorded.events);
  const after = store.get('r1');
  expect(after && runRow(after, 0).context).toBe('run+stop+pause');
});
