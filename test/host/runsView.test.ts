import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { RunFeed } from '../../src/extension/runner/runFeed.ts';
import { RunnerLink } from '../../src/extension/runner/runnerLink.ts';
import { OlderRuns, pageOfRuns } from '../../src/extension/runs/olderRuns.ts';
import { RunListChoices } from '../../src/extension/runs/runListChoices.ts';
import { RunStore } from '../../src/extension/runs/runStore.ts';
import { type RunNode, type RunsNode, RunsView } from '../../src/extension/runs/runsView.ts';
import { ok } from '../../src/model/result.ts';
import { fold } from '../../src/model/runState.ts';
import type { RunSummary } from '../../src/model/shapes.ts';
import { FakeRunner } from '../unit/extension/fakeRunner.ts';
import { itemOf } from '../unit/extension/recordedRun.ts';
import { until } from './until.ts';

const isRun = (node: RunsNode): node is RunNode => 'row' in node;

describe('the view Runs', () => {
  const runner = new FakeRunner();
  const link = new RunnerLink(
    async () => ok(runner.connect()),
    () => true,
  );
  const store = new RunStore(fold);
  const feed = new RunFeed(link, store, ({ message }) => assert.fail(message));
  // A view of its own id: the real one is taken by the extension itself.
  const memory = new Map<string, unknown>();
  const choices = new RunListChoices({
    get: (key) => memory.get(key),
    update: async (key, value) => void memory.set(key, value),
  });
  const here = { id: '', name: 'here', root: '/', link };
  const older = new OlderRuns(store, { all: () => [here], byId: () => here, onChange: () => () => {} });
  const readRun = (run: string) => feed.read(run);
  const view = new RunsView({ store, older, choices, readRun, id: 'loopwright.testRuns' });
  const labels = async (node?: RunsNode) =>
    (await view.getChildren(node)).map((child) => view.getTreeItem(child).label);
  /** The rows of the runs in all groups. */
  const runs = async (): Promise<RunNode[]> => {
    const groups = await view.getChildren();
    return (await Promise.all(groups.map((group) => view.getChildren(group)))).flat().filter(isRun);
  };
  /** What it says under the mouse. */
  const tooltipOf = (node: RunNode): vscode.MarkdownString => {
    const { tooltip } = view.resolveTreeItem(view.getTreeItem(node), node);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    return tooltip;
  };
  const runOf = (run: string) => until('the run', async () => (await runs()).find((node) => node.run === run));

  before(async () => {
    runner.waitingRun('r1');
    await link.open(true);
    await until('the run', () => store.get('r1')?.state);
  });

  after(() => {
    for (const one of [view, feed, link]) one.dispose();
  });

  it('shows run, iteration and step from the recorded events', async () => {
    const root = await runOf('r1');
    assert.deepEqual(await labels(root), ['Before the first pass', 'Iteration 1']);
    const [, iteration] = await view.getChildren(root);
    assert.deepEqual(await labels(iteration), ['Commit what it made', 'Check: tests', 'Goal reached?']);
    assert.equal(iteration && view.getParent(iteration)?.id, root.id);
    assert.equal(view.getParent(root)?.id, 'group:waiting');
  });

  it('gives each row an icon in a theme colour, words for a screen reader and a tooltip that is trusted with nothing', async () => {
    const item = view.getTreeItem(await runOf('r1'));
    assert.ok(item.iconPath instanceof vscode.ThemeIcon && item.iconPath.color);
    assert.match(item.accessibilityInformation?.label ?? '', /keep-tests-green, waiting for you, Waits/);
    const tooltip = tooltipOf(await runOf('r1'));
    assert.equal(tooltip.isTrusted, false);
    assert.equal(item.contextValue, 'run+stop+review+reject+pause');
  });

  it('shows what happens live in the same rows, at most five times a second', async () => {
    const run = runner.newRun('r2').start();
    const root = await runOf('r2');
    let updates = 0;
    const listening = view.onDidChangeTreeData(() => updates++);
    const startedAt = Date.now();
    for (let i = 0; i < 200; i++) {
      run.check(0, 0, `check${i}`);
      if (i % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await until('all rows', async () => {
      const [iteration] = await view.getChildren(root);
      return iteration && isRun(iteration) && iteration.row.children().length === 200 ? true : undefined;
    });
    const seconds = (Date.now() - startedAt) / 1000;
    listening.dispose();
    assert.ok(updates <= 5 * seconds + 2, `${updates} updates in ${seconds} s`);
    assert.equal(await runOf('r2'), root);
  });

  it('shows the items of a run by their keys, each with what can be done about it', async () => {
    const items = [itemOf('flaky [x](command:evil)\n$(bell)'), itemOf('other')];
    runner.waitingItems('r4', items);
    const root = await runOf('r4');
    const rows = (await view.getChildren(root)).filter(isRun).map((node) => ({ node, item: view.getTreeItem(node) }));
    const [first] = rows.filter(({ node }) => node.item !== undefined);
    assert.equal(first?.item.label, 'flaky [x](command:evil) $(bell)');
    assert.equal(first?.item.contextValue, 'item+review+reject+worktree+note');
    assert.equal(first?.node.item, items[0]?.id);
    assert.ok(first !== undefined);
    const tooltip = tooltipOf(first.node);
    assert.ok(!tooltip.value.includes('[x](command:evil)'), tooltip.value);
    await link.request('reject', { run: 'r4', item: items[1]?.id, reason: 'no' });
    await until('the end of one', () => (store.get('r4')?.summary.waitingCount === 1 ? true : undefined));
  });

  it('shows markup and links of an agent as plain text', async () => {
    runner.newRun('r3').start({ loop: '[x](command:evil) **b** <b>' });
    const root = await runOf('r3');
    const tooltip = tooltipOf(root);
    assert.ok(!tooltip.value.includes('[x](command:evil)'), tooltip.value);
  });

  it('puts a run under another group when it comes to rest, and says what a filter leaves out', async () => {
    const run = runner.newRun('r5').start();
    assert.equal(view.getParent(await runOf('r5'))?.id, 'group:running');
    run.end({ status: 'failed', reason: 'It broke.' });
    await until('the other group', async () =>
      view.getParent(await runOf('r5'))?.id === 'group:running' ? undefined : true,
    );
    await choices.show({ text: 'no-such-run' });
    await older.filter({ text: 'no-such-run' });
    assert.deepEqual(await runs(), []);
    await until('the words', () => (view.view.message?.includes('no-such-run') ? true : undefined));
    await older.filter({});
    await choices.show({});
    await until('no words', () => (view.view.message === '' ? true : undefined));
  });

  it('makes no more rows of ten thousand runs than a page, whatever is opened', async () => {
    const startedAt = Date.now();
    const summaries = Array.from({ length: 10_000 }, (_, n): RunSummary => {
      const at = new Date(startedAt - n * 60_000).toISOString();
      const id = `many-${String(10_000 - n).padStart(5, '0')}`;
      const reason = 'Landed.';
      return { id, loop: 'often', status: 'delivered', reason, startedAt: at, finishedAt: at, iterationCount: 1 };
    });
    store.know(summaries);
    let made = 0;
    const groups = await view.getChildren();
    for (const group of groups) {
      view.getTreeItem(group);
      for (const node of await view.getChildren(group)) {
        view.getTreeItem(node);
        made += 1;
      }
    }
    assert.ok(made >= pageOfRuns && made + groups.length <= 300, `${made} rows`);
    assert.equal(groups.at(-1)?.id, 'more');
  });
});
