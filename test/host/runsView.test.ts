import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { RunFeed } from '../../src/extension/runner/runFeed.ts';
import { RunnerLink } from '../../src/extension/runner/runnerLink.ts';
import { RunStore } from '../../src/extension/runs/runStore.ts';
import { type RunNode, RunsView } from '../../src/extension/runs/runsView.ts';
import { ok } from '../../src/model/result.ts';
import { FakeRunner } from '../unit/extension/fakeRunner.ts';
import { itemOf } from '../unit/extension/recordedRun.ts';
import { until } from './until.ts';

describe('the view Runs', () => {
  const runner = new FakeRunner();
  const link = new RunnerLink(
    async () => ok(runner.connect()),
    () => true,
  );
  const store = new RunStore();
  const feed = new RunFeed(link, store, ({ message }) => assert.fail(message));
  // A view of its own id: the real one is taken by the extension itself.
  const view = new RunsView(store, (run) => feed.read(run), 'loopwright.testRuns');
  const labels = async (node?: RunNode) => (await view.getChildren(node)).map((child) => view.getTreeItem(child).label);

  before(async () => {
    runner.waitingRun('r1');
    await link.open(true);
    await until('the run', () => store.get('r1')?.state);
  });

  after(() => {
    for (const one of [view, feed, link]) one.dispose();
  });

  it('shows run, iteration and step from the recorded events', async () => {
    const [root] = await view.getChildren();
    if (!root) throw new Error('no run');
    assert.deepEqual(await labels(root), ['Before the first pass', 'Iteration 1']);
    const [, iteration] = await view.getChildren(root);
    assert.deepEqual(await labels(iteration), ['Commit what it made', 'Check: tests', 'Goal reached?']);
    assert.equal(view.getParent(iteration as RunNode)?.id, root.id);
  });

  it('gives each row an icon in a theme colour, words for a screen reader and a tooltip that is trusted with nothing', async () => {
    const [root] = await view.getChildren();
    const item = view.getTreeItem(root as RunNode);
    assert.ok(item.iconPath instanceof vscode.ThemeIcon && item.iconPath.color);
    assert.match(item.accessibilityInformation?.label ?? '', /keep-tests-green, waiting for you, Waits/);
    assert.ok(item.tooltip instanceof vscode.MarkdownString);
    assert.equal(item.tooltip.isTrusted, false);
    assert.equal(item.contextValue, 'run+stop+review+reject');
  });

  it('shows what happens live in the same rows, at most five times a second', async () => {
    const run = runner.newRun('r2').start();
    const root = await until('the new run', async () => (await view.getChildren()).find((node) => node.run === 'r2'));
    let updates = 0;
    const listening = view.onDidChangeTreeData(() => updates++);
    const startedAt = Date.now();
    for (let i = 0; i < 200; i++) {
      run.check(0, 0, `check${i}`);
      if (i % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await until('all rows', async () => {
      const [iteration] = await view.getChildren(root);
      return iteration?.row.children().length === 200 ? true : undefined;
    });
    const seconds = (Date.now() - startedAt) / 1000;
    listening.dispose();
    assert.ok(updates <= 5 * seconds + 2, `${updates} updates in ${seconds} s`);
    assert.equal(
      (await view.getChildren()).find((node) => node.run === 'r2'),
      root,
    );
  });

  it('shows the items of a run by their keys, each with what can be done about it, and counts those that wait', async () => {
    const items = [itemOf('flaky [x](command:evil)\n$(bell)'), itemOf('other')];
    runner.waitingItems('r4', items);
    const root = await until('the run', async () => (await view.getChildren()).find((node) => node.run === 'r4'));
    const rows = (await view.getChildren(root)).map((node) => ({ node, item: view.getTreeItem(node) }));
    const [first] = rows.filter(({ node }) => node.item !== undefined);
    assert.equal(first?.item.label, 'flaky [x](command:evil) $(bell)');
    assert.equal(first?.item.contextValue, 'item+review+reject');
    assert.equal(first?.node.item, items[0]?.id);
    assert.ok(first?.item.tooltip instanceof vscode.MarkdownString);
    assert.ok(!first.item.tooltip.value.includes('[x](command:evil)'), first.item.tooltip.value);
    await link.request('reject', { run: 'r4', item: items[1]?.id, reason: 'no' });
    await until('the end of one', () => (store.get('r4')?.summary.waitingCount === 1 ? true : undefined));
    await until('the badge', () => (view.view.badge?.value === 2 ? true : undefined));
  });

  it('shows markup and links of an agent as plain text', async () => {
    runner.newRun('r3').start({ loop: '[x](command:evil) **b** <b>' });
    const root = await until('the run', async () => (await view.getChildren()).find((node) => node.run === 'r3'));
    const { tooltip } = view.getTreeItem(root);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.ok(!tooltip.value.includes('[x](command:evil)'), tooltip.value);
  });
});
