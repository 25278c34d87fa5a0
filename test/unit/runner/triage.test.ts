import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { InboxEntry } from '../../../src/model/inbox.ts';
import type { RunDetail } from '../../../src/model/shapes.ts';
import { exampleFiles } from '../../support/exampleFiles.ts';
import { ExampleTracker } from '../../support/exampleTracker.ts';
import { LoopRepository } from '../../support/loopRepository.ts';
import { letGo, onDay } from '../../support/runnerOnDay.ts';
import { givenTo, logOf, nthRun, resultOf } from '../../support/storyOfRuns.ts';

let shop: LoopRepository;
let tracker: ExampleTracker;

afterEach(async () => {
  await shop?.dispose();
  await tracker?.stop();
});

const remoteOf = (): string => join(shop.git.outside, 'remote.git');

/** The example's shop with a remote of its own, and both loops allowed on the evening before. */
async function open(): Promise<void> {
  tracker = await ExampleTracker.start();
  const files = { ...(await exampleFiles('morning-triage')), 'tracker.json': JSON.stringify({ url: tracker.url }) };
  shop = await LoopRepository.create(() => files);
  await shop.git.git('init', '-q', '--bare', '--initial-branch=main', remoteOf());
  await shop.git.git('remote', 'add', 'origin', remoteOf());
  await shop.git.git('push', '-q', 'origin', 'main');
  await onDay(shop, '2026-03-01T20:00:00Z');
  for (const name of ['morning-triage', 'triage-fix']) await shop.ask('enable', { file: `.loops/${name}.loop.yaml` });
}

const inbox = (): Promise<InboxEntry[]> => shop.ask('inbox', {});

async function finding(title: string): Promise<InboxEntry> {
  const found = (await inbox()).find((entry) => entry.kind === 'finding' && entry.title.startsWith(title));
  return found ?? expect.unreachable(`no finding ${title} in the inbox`);
}

const itemOf = (run: RunDetail, key: string): RunDetail['items'][number] =>
  run.items.find((item) => item.key === key) ?? expect.unreachable(`no item ${key}`);

/** The most items that were worked on at one moment. */
function mostAtOnce({ items }: RunDetail): number {
  const spans = items.map(({ steps, iterations }) => {
    const times = [...steps, ...iterations.flatMap((one) => one.steps)];
    const starts = times.map(({ startedAt }) => Date.parse(startedAt));
    return [Math.min(...starts), Math.max(...times.map((step) => Date.parse(step.finishedAt ?? '')))] as const;
  });
  return Math.max(...spans.map(([from]) => spans.filter(([start, end]) => start <= from && from < end).length));
}

const remoteBranch = (item: { readonly branch?: string | undefined }): string =>
  item.branch?.replace('refs/heads/', '') ?? expect.unreachable();

const price = 'ci:test/price.test.js';
const label = 'ci:test/label.test.js';

it('triages in the morning, mends what is severe, asks about the rest, and goes on the next day', {
  timeout: 400_000,
}, async () => {
  await open();

  // The first morning: the schedule starts the triage, and what it found starts the mending.
  await onDay(shop, '2026-03-02T08:00:20Z');
  const triage = await nthRun(shop, 'morning-triage', 1);
  expect(triage.trigger).toMatchObject({ kind: 'schedule', at: Date.parse('2026-03-02T08:00:00Z') });
  expect(triage.reason).toMatch(/^Reported 6 findings: .*report\.md$/);
  expect(await readFile(triage.reason.replace(/^.*?: /, ''), 'utf8')).toMatch(
    /\n- critical: CI fails: a character .*src\/label\.js/,
  );

  const mending = await nthRun(shop, 'triage-fix', 1);
  expect(mending.trigger).toMatchObject({
    kind: 'loop',
    about: `morning-triage ${triage.id}: delivered, 6 open findings`,
  });
  expect(mending.items.map(({ key, status }) => [key, status])).toEqual([
    [label, 'delivered'],
    [price, 'delivered'],
    ['issue:11', 'gave-up'],
  ]);
  expect(mostAtOnce(mending)).toBe(2);

  // The checker's defect counts because its command was run and failed; the second pass was told and mended it.
  const priced = itemOf(mending, price);
  expect(priced.iterations.map(({ status }) => status)).toEqual(['before', 'failed', 'accepted']);
  expect(priced.iterations[1]?.checks.map(({ id, passed }) => [id, passed])).toContainEqual(['finding', true]);
  expect(priced.iterations[1]?.reasons).toEqual([
    expect.stringMatching(/^The checker found a defect \(high\) in src\/price\.js:3: .* shows it: exit code 1\./),
  ]);
  expect((await resultOf(shop, mending.id, 'reproduce', `${priced.id}/1/reproduce/1`)).exitCode).toBe(1);
  expect((await resultOf(shop, mending.id, 'reproduce', `${priced.id}/2/reproduce/1`)).exitCode).toBe(0);
  expect(await givenTo(shop, mending.id, `${priced.id}/2/make`, 'feedback.md')).toMatch(
    /Of twenty pieces only one is free \(shown by running `node --input-type=module/,
  );

  // Pushed as one commit to the remote; nothing else moved, and the checkout is as it was.
  const refs = await shop.git.gitAt(remoteOf(), 'for-each-ref', '--format=%(refname:short)', 'refs/heads');
  expect(refs.split('\n').sort()).toEqual([remoteBranch(itemOf(mending, label)), remoteBranch(priced), 'main'].sort());
  const changed = await shop.git.gitAt(remoteOf(), 'diff', '--name-only', `main..${remoteBranch(priced)}`);
  expect(changed).toBe('src/price.js');
  expect(await shop.git.gitAt(remoteOf(), 'rev-list', '--count', `main..${remoteBranch(priced)}`)).toBe('1');
  expect(await shop.git.git('status', '--porcelain')).toBe('');
  const bodyOf = (key: string) => readFile(itemOf(mending, key).reason.replace(/^.*The text for it: /, ''), 'utf8');
  const body = await bodyOf(price);
  expect(body).toContain('| finding | passed |');
  expect(body).toMatch(/1 file, 2 lines, 2 iterations\. Cost: \$0\.\d\d, \d+ tokens\./);
  expect(body).toContain(`Loop-Run: ${mending.id}`);
  // A claim that its command did not show blocks nobody, and whoever reads the pull request knows of it.
  expect(await bodyOf(label)).toContain('- medium: An empty text gets dots (not-reproduced)');
  const roles = (await shop.ask('costs', { from: 0 })).map(({ role }) => role).sort();
  expect(roles).toEqual(['checker', 'checker', 'checker', 'explorer', 'maker', 'maker', 'maker', 'maker']);

  // The rest is in the inbox, each with why.
  const waiting = Object.fromEntries((await inbox()).map(({ kind, title, why }) => [`${kind}: ${title}`, why]));
  expect(waiting).toEqual({
    'escalation: triage-fix: issue:11 gave up': expect.stringContaining('This needs an index over the articles'),
    'finding: Search is slow with 100,000 articles (src/search.js)': expect.stringContaining('ended with gave-up'),
    'finding: The window says 24:00 (src/clock.js)': expect.stringContaining('triage-fix leaves it to you: Not worth'),
    'finding: Receipts in dark mode (src/label.js)': expect.stringContaining('triage-fix leaves it to you: Not worth'),
    'finding: Rename the shop (README.md)': expect.stringContaining('triage-fix leaves it to you: Not worth'),
  });

  // Three people decide in three ways; a colleague merges one of the pull requests.
  const { about: rename = '' } = await finding('Rename the shop');
  await shop.ask('decide', { loop: 'morning-triage', finding: rename, what: 'never', note: 'we like the name' });
  await tracker.react(9, { by: 'grace', content: 'confused', at: '2026-03-02T12:00:00Z' });
  const { document, head } = await shop.ask('state', { loop: 'morning-triage' });
  const { about: clock = '' } = await finding('The window says 24:00');
  const edited = document.replace(new RegExp(`(### \`${clock}\`[\\s\\S]*?- decision:) `), '$1 do it, customers laugh');
  expect(edited).not.toBe(document);
  await shop.ask('writeState', { loop: 'morning-triage', ...(head && { head }), document: edited });
  expect((await inbox()).map(({ title }) => title).sort()).toEqual([
    'Receipts in dark mode (src/label.js)',
    'Search is slow with 100,000 articles (src/search.js)',
    'triage-fix: issue:11 gave up',
  ]);
  await shop.git.git('merge', '-q', '--no-edit', remoteBranch(itemOf(mending, label)));
  await tracker.passes('test/label.test.js');

  // The next morning goes on from there.
  await onDay(shop, '2026-03-03T08:00:20Z');
  const again = await nthRun(shop, 'morning-triage', 2);
  expect(again.trigger).toMatchObject({ kind: 'schedule', at: Date.parse('2026-03-03T08:00:00Z') });
  expect(await resultOf(shop, again.id, 'hear', 'run/hear')).toMatchObject({ taken: 1, problems: [] });
  expect(await logOf(shop, again.id, 'default/explore/1')).toContain('People have put away 2 findings.');

  const next = await nthRun(shop, 'triage-fix', 2);
  expect(next.items.map(({ key, status }) => [key, status])).toEqual([['issue:7', 'delivered']]);
  const discovered = await resultOf(shop, next.id, 'discover', 'run/discover');
  const left = discovered.status === 'found' ? discovered.left : expect.unreachable();
  expect(Object.fromEntries(left.map(({ key, why }) => [key, why]))).toEqual({
    [price]: expect.stringMatching(/^Done already 2026-03-02 by run /),
    'issue:11': expect.stringMatching(/^Tried 2026-03-02 .* It is tried again when it has changed\.$/),
  });
  const memory = await givenTo(shop, next.id, `${itemOf(next, 'issue:7').id}/1/make`, 'memory.md');
  expect(memory).toContain('- A discount that repeats needs a test with more than one of its steps.');
  expect(memory).toMatch(/- tried 2026-03-02 by run \S+ \(gave-up\): issue:11/);
  const clockBranch = remoteBranch(itemOf(next, 'issue:7'));
  expect(
    await shop.git.gitAt(remoteOf(), 'diff', '--name-only', `main...${clockBranch}`, '--', 'src/clock.js', 'test'),
  ).toBe('src/clock.js\ntest/clock.midnight.test.js');

  // What people decided is out of the inbox; the pull request that nobody merged is said once more.
  const rest = await inbox();
  expect(rest.map(({ title }) => title).sort()).toEqual([
    'CI fails: ten pieces cost as much as nine (src/price.js)',
    'Search is slow with 100,000 articles (src/search.js)',
    'triage-fix: issue:11 gave up',
  ]);
  expect((await finding('CI fails: ten pieces')).why).toContain('triage-fix leaves it to you: Done already 2026-03-02');
  const said = (await shop.ask('state', { loop: 'morning-triage' })).document;
  expect(said).toMatch(/high: CI fails: ten pieces cost as much as nine/);
  expect(said.slice(said.indexOf('## Decisions'))).toMatch(/Rename the shop[\s\S]*- decision: never, we like the name/);
  expect(said.slice(said.indexOf('## Decisions'))).toMatch(
    /Receipts in dark mode[\s\S]*- decision: not now\n- decided by: grace/,
  );

  // A morning without anything to do costs nothing and makes no noise.
  const costs = (await shop.ask('costs', { from: 0 })).length;
  await tracker.passes('test/price.test.js');
  for (const issue of [7, 8, 9, 11]) await tracker.close(issue);
  await onDay(shop, '2026-03-04T08:00:20Z');
  const quiet = await nthRun(shop, 'morning-triage', 3);
  expect(quiet.reason).toBe('Skipped: the precheck says that there is nothing to do.');
  expect(await inbox()).toEqual(rest);
  expect((await shop.ask('costs', { from: 0 })).length).toBe(costs);
  const { receipts } = await shop.ask('schedule', { receipts: 100 });
  const started = receipts.filter(({ became }) => became === 'started').map((one) => one.loop);
  expect(started.sort()).toEqual([...Array(3).fill('morning-triage'), ...Array(2).fill('triage-fix')]);
  expect(await letGo(shop)).toEqual([]);
});
