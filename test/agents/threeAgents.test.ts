import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { installAgents } from '../../scripts/agents/install.mjs';
import { type DriveOutcome, driveOutcomeSchema } from '../../src/agents/drive/outcome.ts';
import { listPrices } from '../../src/model/listPrices.ts';
import type { RunDetail } from '../../src/model/shapes.ts';
import { LoopRepository } from '../support/loopRepository.ts';
import { agentHome } from './agentHome.ts';
import { costOf, inOrder, type Mock, type Plan, startMock, type Totals } from './mocks/index.ts';

// A loop of three real agents on mock model servers, through the real runner: the maker lies, breaks a test, is refuted by
// the checker, and passes; what was used adds up to what the servers served.

const file = 'src/sum.mjs';
const loopFile = '.loops/mend-sum.loop.yaml';
const sum = (expression: string) => `export const sum = (a, b) => ${expression};\n`;

const files = {
  [file]: sum('a - b'),
  'tools/check.mjs':
    "import { sum } from '../src/sum.mjs';\nif (sum(1, 2) !== 3) { console.log('sum(1, 2) is', sum(1, 2)); process.exit(1); }\n",
  [loopFile]: [
    'name: mend-sum',
    'on: manual',
    'roles:',
    '  maker: { agent: claude, model: claude-sonnet-4-5, prompt: Make sum add its two numbers. }',
    '  checker: { agent: codex, prompt: Try to break this. }',
    '  judge: { agent: pi }',
    'checks: { tests: node tools/check.mjs }',
    'goal: { until: checks.tests.passed && judge.passed, stall: { after: 9 }, judge: { rubric: The cause is removed. } }',
    'budget: { max-iterations: 6, max-cost-usd: 5 }',
  ].join('\n'),
};

const writes = (expression: string): Plan => [
  { do: 'read', path: file },
  { do: 'write', path: file, content: sum(expression) },
  { do: 'say', text: `sum is now ${expression}.` },
];

/** One conversation over all four passes, for the maker goes on with its session. */
const maker: Plan = [
  { do: 'say', text: 'All done, sum adds its numbers.' },
  ...writes('a * b'),
  ...writes('Math.abs(a) + Math.abs(b)'),
  ...writes('a + b'),
];

const defect = {
  severity: 'high',
  title: 'Negative numbers are not added',
  file,
  line: 1,
  reproduce: `node -e "import('./${file}').then((m) => process.exit(m.sum(-1, -2) === -3 ? 0 : 1))"`,
};

const checker = inOrder(
  [{ do: 'answer', value: { passed: false, defects: [defect] } }],
  [{ do: 'answer', value: { passed: true, defects: [] } }],
);

const judge: Plan = [{ do: 'answer', value: { score: 9, reasons: ['The cause is removed.'] } }];

let repository: LoopRepository | undefined;
let mock: Mock | undefined;
let home: string | undefined;
const before = { ...process.env };

afterEach(async () => {
  await repository?.dispose();
  await mock?.close();
  if (home !== undefined) await rm(home, { recursive: true, force: true, maxRetries: 5 });
  process.env = { ...before };
});

/** What a user of all three would have in the environment and the home folder. */
async function beUser(home: string, servers: Mock): Promise<void> {
  const { agents, nodeBin } = await installAgents();
  for (const agent of ['claude', 'codex', 'pi'] as const) {
    const of = agentHome[agent]({ home, url: servers.url(agent), retries: 0 });
    for (const [name, text] of Object.entries(of.files)) {
      await mkdir(dirname(join(home, name)), { recursive: true });
      await writeFile(join(home, name), text);
    }
    Object.assign(process.env, of.env, {
      [`LOOPWRIGHT_AGENT_${agent.toUpperCase()}`]: JSON.stringify(agents[agent].argv),
    });
  }
  process.env['HOME'] = home;
  process.env['PATH'] = `${nodeBin}:${before['PATH']}`;
}

describe('a loop of three real agents', () => {
  it('catches a lie, a broken test and a defect, then passes, and its sums are those of the model servers', async () => {
    mock = await startMock({ plans: { claude: maker, codex: checker, pi: judge } });
    repository = await LoopRepository.create(() => files);
    // Not in the temporary folder, where codex does not work.
    home = await mkdtemp('/var/tmp/loopwright-home-');
    await beUser(home, mock);
    const run = await repository.start(loopFile);
    const detail = await repository.until(run, 'waiting');

    const iterations = detail.items[0]?.iterations.slice(1) ?? [];
    expect(iterations.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed', 'accepted']);
    const reasons = iterations.map((iteration) => iteration.reasons.join(' '));
    expect(reasons[0]).toMatch(/changed nothing|no change|empty/i);
    expect(reasons[1]).toMatch(/checks\.tests\.passed is false/);
    expect(reasons[2]).toMatch(/Negative numbers are not added/);
    expect(detail.change?.files.map(({ path }) => path)).toEqual([file]);

    const outcomes = await outcomesOf(repository);
    const servers = mock;
    for (const agent of ['claude', 'codex', 'pi'] as const) {
      expectSame(agent, outcomes, servers.totals(agent));
    }
    expectSpend(detail, servers);
    const told = await transcripts(repository);
    for (const text of ['All done, sum adds its numbers.', 'sum is now a + b.', 'Negative numbers are not added']) {
      expect(told).toContain(text);
    }
    expect(told).not.toContain('sk-test-key-of-nobody');
    expect(await repository.quiet()).toEqual([]);
  });
});

async function filesNamed(loop: LoopRepository, name: string): Promise<readonly string[]> {
  const all = await readdir(join(loop.commonDir, 'loopwright'), { recursive: true });
  const found = all.filter((path) => path.endsWith(name)).map((path) => join(loop.commonDir, 'loopwright', path));
  return Promise.all(found.map((path) => readFile(path, 'utf8')));
}

const outcomesOf = async (loop: LoopRepository): Promise<readonly DriveOutcome[]> =>
  (await filesNamed(loop, 'outcome.json')).map((text) => driveOutcomeSchema.parse(JSON.parse(text)));

const transcripts = async (loop: LoopRepository): Promise<string> =>
  (await filesNamed(loop, 'transcript.jsonl')).join('');

/** The list price of codex's model in these tests; the others tell their cost themselves. */
const codexPrice = listPrices['gpt-5.5'] ?? { input: Number.NaN, output: Number.NaN };

function costServed(agent: string, served: Totals): number {
  if (agent !== 'codex') return served.costUsd;
  const { input, cachedInput = input, output } = codexPrice;
  return costOf(served, { input, cacheRead: cachedInput, cacheWrite: input, output });
}

function expectSame(agent: string, outcomes: readonly DriveOutcome[], served: Totals): void {
  const usages = outcomes.filter((outcome) => outcome.agent === agent).map(({ usage }) => usage);
  const total = (of: (usage: NonNullable<(typeof usages)[number]>) => number | null) =>
    usages.reduce((sum, usage) => sum + ((usage && of(usage)) ?? Number.NaN), 0);
  expect({ agent, input: total((usage) => usage.inputTokens), output: total((usage) => usage.outputTokens) }).toEqual({
    agent,
    input: served.input + served.cacheRead + served.cacheWrite,
    output: served.output,
  });
  expect(
    total((usage) => usage.costUsd),
    `cost of ${agent}`,
  ).toBeCloseTo(costServed(agent, served), 6);
}

function expectSpend({ spend }: RunDetail, servers: Mock): void {
  const all = (['claude', 'codex', 'pi'] as const).map((agent) => [agent, servers.totals(agent)] as const);
  const tokens = all.reduce((sum, [, one]) => sum + one.input + one.cacheRead + one.cacheWrite + one.output, 0);
  expect(spend?.tokens).toBe(tokens);
  expect(spend?.costUsd).toBeCloseTo(
    all.reduce((sum, [agent, one]) => sum + costServed(agent, one), 0),
    6,
  );
}
