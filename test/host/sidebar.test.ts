import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { registerInbox } from '../../src/extension/inbox/registerInbox.ts';
import { RunStore } from '../../src/extension/runs/runStore.ts';
import type { RowTree } from '../../src/extension/tree/rowTree.ts';
import { registerUnderstanding } from '../../src/extension/understanding/registerUnderstanding.ts';
import { registerWorktrees } from '../../src/extension/worktrees/registerWorktrees.ts';
import type { InboxEntry } from '../../src/model/inbox.ts';
import { fold } from '../../src/model/runState.ts';
import { FakeDesk, FakeRepositories, ScriptedPerson } from '../unit/extension/fakeDesk.ts';
import { until } from './until.ts';

const folder = vscode.workspace.workspaceFolders?.[0];

/** The tree as a person sees it. */
const drawn = <T>(tree: RowTree<T>) => {
  const below = (node?: ReturnType<typeof tree.getChildren>[number]): readonly string[] =>
    tree.getChildren(node).flatMap((child) => {
      const { label, description } = tree.getTreeItem(child);
      return [`${label} | ${description}`, ...below(child)];
    });
  return below();
};

const gate = (item: string): InboxEntry => ({
  id: `gate:r1:${item}`,
  kind: 'gate',
  loop: 'fix-flaky',
  run: 'r1',
  item,
  about: 'start',
  title: `fix-flaky: ${item} waits at the gate start [x](command:evil)`,
  why: 'It may spend. [x](command:evil)',
  at: Date.now(),
  severity: 'high',
  actions: ['approve', 'reject', 'snooze'],
});

describe('the view Inbox', () => {
  const link = new FakeDesk();
  const dialogs = new ScriptedPerson('not now');
  const done: string[] = [];
  const act = (what: string) => async (entry: InboxEntry) => void done.push(`${what} ${entry.loop}`);
  const inbox = registerInbox({
    repositories: new FakeRepositories(link),
    store: new RunStore(fold),
    dialogs,
    loops: { open: act('open'), run: act('run'), enable: act('enable') },
    id: 'loopwright.inbox.test',
  });
  const nodes = () => inbox.tree.getChildren();

  after(() => inbox.dispose());

  it('shows what waits, counts it, and trusts nothing that it says', async () => {
    link.entries = [gate('a'), gate('b'), gate('c')];
    link.open();
    await until('the badge', () => (inbox.tree.view.badge?.value === 3 ? true : undefined));
    const [first] = nodes();
    assert.ok(first);
    const item = inbox.tree.getTreeItem(first);
    assert.equal(item.description, 'high · fix-flaky · just now');
    assert.ok(item.iconPath instanceof vscode.ThemeIcon && item.iconPath.color);
    assert.ok(item.tooltip instanceof vscode.MarkdownString);
    assert.equal(item.tooltip.isTrusted, false);
    assert.ok(!item.tooltip.value.includes('[x](command:evil)'), item.tooltip.value);
    assert.match(item.accessibilityInformation?.label ?? '', /Why: It may spend/);
  });

  it('acts on all the rows that are selected, with one question, and they go when the runner says so', async () => {
    const [first, second] = nodes();
    await inbox.commands['loopwright.rejectEntries'](
      first,
      [first, second].flatMap((node) => node ?? []),
    );
    assert.deepEqual(dialogs.questions, ['Reject 2 entries']);
    await until('one row', () => (nodes().length === 1 ? true : undefined));
    await until('the badge', () => (inbox.tree.view.badge?.value === 1 ? true : undefined));
  });

  it('keeps the row itself while its texts change', async () => {
    const [before] = nodes();
    link.entries = [{ ...gate('c'), why: 'Another reason.' }];
    link.change('inbox');
    await until('the other text', () => (nodes()[0]?.about.why === 'Another reason.' ? true : undefined));
    assert.equal(nodes()[0], before);
  });

  it('runs and enables the loop that an entry is about', async () => {
    link.entries = [
      { ...gate('x'), id: 'missed:nightly', kind: 'missed', loop: 'nightly', actions: ['run', 'dismiss'] },
      { ...gate('y'), id: 'held:weekly', kind: 'held', loop: 'weekly', actions: ['enable', 'dismiss'] },
    ];
    await inbox.refresh();
    const [missed, held] = nodes();
    await inbox.commands['loopwright.runEntry'](missed);
    await inbox.commands['loopwright.enableEntries'](held);
    await inbox.commands['loopwright.openEntryLoop'](held);
    assert.deepEqual(done, ['run nightly', 'enable weekly', 'open weekly']);
  });
});

describe('the view Worktrees', () => {
  it('shows them with their sum, and loses those that are reclaimed', async () => {
    const link = new FakeDesk();
    const made = { run: 'r1', loop: 'fix-flaky', item: 'default', key: 'default', status: 'delivered' as const };
    link.worktrees = [{ ...made, path: '/data/r1', dirty: 0, bytes: 2e6, createdAt: Date.now() }];
    const dialogs = new ScriptedPerson('Reclaim');
    const view = registerWorktrees({
      repositories: new FakeRepositories(link),
      store: new RunStore(fold),
      dialogs,
      id: 'loopwright.worktrees.test',
    });
    await view.refresh();
    await until('the sum', () => (view.tree.view.description === '1 worktree, 2.0 MB' ? true : undefined));
    assert.deepEqual(drawn(view.tree), ['fix-flaky | can be reclaimed · 2.0 MB · just now']);
    const [node] = view.tree.getChildren();
    await view.commands['loopwright.reclaimWorktree'](node);
    assert.deepEqual(drawn(view.tree), []);
    view.dispose();
  });
});

describe('the view Understanding', () => {
  it('shows folders, files and units, of the person or of everybody, and opens the line', async () => {
    const link = new FakeDesk();
    const landings = [{ run: 'r1', item: 'default', loop: 'fix-flaky', at: Date.now() }];
    const [loop] = await vscode.workspace.findFiles('.loops/*.loop.yaml');
    assert.ok(loop && folder, 'the example has no loop');
    const path = vscode.workspace.asRelativePath(loop, false);
    const how = { lines: 3, weight: 1, evidence: 0, recall: 1, landings, why: 'fix-flaky wrote it.' };
    const unit = { unit: `${path}#`, path, name: 'rest', line: 2, ...how };
    link.debts = { me: [{ ...unit, owed: 3 }], repository: [{ ...unit, owed: 1 }] };
    const dialogs = new ScriptedPerson();
    const here = { id: '0', name: 'here', root: folder.uri.fsPath, link };
    const repositories = { all: () => [here], byId: () => here, onChange: () => () => {} };
    const hasChange = async () => false;
    const view = registerUnderstanding({ repositories, dialogs, hasChange, id: 'loopwright.understanding.test' });
    await view.refresh();
    await until('the sum', () =>
      view.tree.view.description === 'you owe 3 lines · repository 1 line' ? true : undefined,
    );
    const shown = () => drawn(view.tree).map((line) => line.split(' | ')[1]);
    assert.deepEqual(shown(), ['3 lines', '3 lines', '3 lines', 'just now']);
    await view.commands['loopwright.showRepositoryDebt']();
    await until('what everybody owes', () => (shown()[0] === '1 line' ? true : undefined));
    await view.commands['loopwright.openOwedFile']({ about: { path, repository: '0', line: 2 } });
    await until('the file', () =>
      vscode.window.activeTextEditor?.document.uri.path.endsWith(`/${path}`) ? true : undefined,
    );
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, 1);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    view.dispose();
  });
});
