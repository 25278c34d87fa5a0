import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cage } from '../../../src/model/cage.ts';
import { type StepInput, type StepKind, stepSchemas } from '../../../src/model/steps.ts';
import { cagesOf } from '../../../src/sandbox/cages.ts';
import type { RoleWorld } from '../../../src/steps/rolePlace.ts';
import { roleSteps } from '../../../src/steps/roles.ts';
import { builtPrograms, stepSource } from '../journal/builtPrograms.ts';
import { eventually, withCommandLine } from '../journal/livingProcesses.ts';
import { RoleScene, SECRET } from './roleScene.ts';

const program = builtPrograms({
  step: stepSource,
  driver: 'test/unit/agents/drive/scriptedMain.ts',
  repair: 'src/agents/repair/main.ts',
});
let scene: RoleScene;

beforeEach(async () => {
  scene = await RoleScene.create(program('step'));
});
afterEach(() => scene.dispose());

/** What a scripted agent has at hand; see test/unit/agents/drive. */
const prelude = (turns: string) => `
const fs = require('node:fs');
if (process.argv.includes('--version')) { console.log('1.2.3'); process.exit(0); }
const turn = JSON.parse(fs.readFileSync(0, 'utf8'));
fs.appendFileSync(${JSON.stringify(turns)}, JSON.stringify({ turn, env: process.env }) + '\\n');
const say = (event) => fs.writeSync(1, JSON.stringify(event) + '\\n');
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const usage = (inputTokens, outputTokens, costUsd = null) =>
  ({ inputTokens, cachedTokens: 0, outputTokens, costUsd, since: { tokens: 'turn', cost: 'turn' } });
const done = (text, more = {}) =>
  say({ type: 'outcome', status: 'completed', detail: '', text, usage: usage(100, 10, 0.5), denied: 0, ...more });
`;

const turnsFile = () => path.join(scene.repository.outside, 'turns.jsonl');
/** Turns that were begun; what follows the last line feed is still being written. */
const turns = () => {
  if (!existsSync(turnsFile())) return [];
  const lines = readFileSync(turnsFile(), 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line));
};

/** The world with `claude` being this program, and nothing else on its PATH. */
function worldOf(source: string, base: RoleWorld = scene.world): RoleWorld {
  const file = path.join(scene.repository.outside, 'claude.cjs');
  writeFileSync(file, `${prelude(turnsFile())}(async () => {\n${source}\n})();\n`);
  const environment = {
    ...base.environment,
    PATH: '/usr/bin:/bin',
    ANTHROPIC_API_KEY: 'anthropic-key-5521',
    LOOPWRIGHT_AGENT_CLAUDE: JSON.stringify([process.execPath, file]),
  };
  return { ...base, environment, programs: { ...base.programs, agent: program('driver'), repair: program('repair') } };
}

const held = <T>(kind: StepKind, result: T): T => stepSchemas[kind].result.parse(result) as T;
const make = async (source: string, more: Partial<StepInput<'make'>> = {}, key = 'default/2/make') =>
  held('make', await roleSteps(worldOf(source)).make(scene.make('', { agent: 'claude', ...more }), scene.context(key)));
const folderOf = (key: string) => path.join(scene.repository.outside, 'steps', key.replaceAll('/', '-'));

describe.runIf(process.platform !== 'win32')('a driven agent', () => {
  it('makes a change under the wrapper, and its cost is written down', async () => {
    const report = await make(`
      say({ type: 'usage', usage: usage(50, 5, 0.1) });
      fs.writeFileSync('a.txt', 'three\\n');
      done('I changed a.txt, with ' + process.env.ANTHROPIC_API_KEY);`);
    expect(report).toMatchObject({
      agent: 'claude',
      status: 'completed',
      summary: 'I changed a.txt, with [redacted]',
      final: false,
      problems: [],
      usage: { inputTokens: 100, outputTokens: 10, costUsd: 0.5 },
    });
    expect(readFileSync(path.join(scene.worktree, 'a.txt'), 'utf8')).toBe('three\n');
    expect(scene.costs).toMatchObject([{ agent: 'claude', tokens: 110, costUsd: 0.5, source: 'reported' }]);
    const [{ turn, env }] = turns();
    expect(turn).toMatchObject({ cwd: scene.worktree, readOnly: false });
    expect(turn.prompt).toContain('the prompt');
    expect(turn.prompt).toContain('what failed');
    expect(turn.prompt).toContain('what is remembered');
    expect(turn.mcp).toMatchObject([{ name: 'loopwright' }]);
    expect(env.RUNNER_TOKEN).toBeUndefined();
    const kept = readdirSync(folderOf('default/2/make'), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => readFileSync(path.join(folderOf('default/2/make'), name), 'utf8'))
      .join('');
    expect(kept).not.toContain('anthropic-key-5521');
    expect(kept).not.toContain(SECRET);
  });

  it('that checks answers with a verdict, and sees the change as data', async () => {
    const answer = {
      passed: false,
      defects: [{ severity: 'high', title: 'Two is wrong', file: 'a.txt', line: 1, reproduce: 'false' }],
    };
    const world = worldOf(`done('', { structured: ${JSON.stringify(answer)} });`);
    const input = scene.verify('', { agent: 'claude' });
    const report = held('verify', await roleSteps(world).verify(input, scene.context('default/2/verify')));
    expect(report).toMatchObject({ agent: 'claude', status: 'completed', defects: answer.defects, changed: [] });
    const [{ turn }] = turns();
    expect(turn.readOnly).toBe(true);
    expect(turn.schema).toMatchObject({ type: 'object' });
    expect(turn.prompt).toContain('```diff\ndiff --git a/a.txt');
    expect(turn.prompt).not.toContain('what is remembered\n\nThe');
  });

  it('that checks and edits has failed, whatever it says', async () => {
    const world = worldOf(`fs.writeFileSync('b.txt', 'x'); done('', { structured: { passed: true, defects: [] } });`);
    const input = scene.verify('', { agent: 'claude' });
    const report = await roleSteps(world).verify(input, scene.context('default/2/verify'));
    expect(report).toMatchObject({ status: 'failed', defects: null, changed: ['b.txt'] });
    expect(await scene.status()).toBe('');
  });

  it('that fails says why', async () => {
    const report = await make(`
      say({ type: 'outcome', status: 'failed', cause: 'turns', detail: 'Ten turns are enough.', text: '', usage: null, denied: 0 });`);
    expect(report).toMatchObject({
      status: 'failed',
      usage: null,
      summary: 'claude failed (turns): Ten turns are enough.',
    });
    expect(scene.costs).toMatchObject([{ tokens: null, costUsd: null, source: 'unknown' }]);
  });

  it('is what `auto` takes where it is found, and a maker is repaired without it', async () => {
    const found = await make(`done('ok');`, { agent: 'auto' });
    expect(found.agent).toBe('claude');
    const world = worldOf('');
    const { LOOPWRIGHT_AGENT_CLAUDE: _, ...environment } = world.environment;
    const input = scene.make('', { agent: 'auto' });
    const { run: _run, ...rest } = input;
    const nobody = await roleSteps({ ...world, environment: { ...environment, PATH: '/nowhere' } }).make(
      rest,
      scene.context('default/3/make'),
    );
    expect(nobody.agent).toBe('repair');
  });

  it('goes on with its session in the next pass', async () => {
    const source = `say({ type: 'session', id: 's1' }); done('ok');`;
    await make(source, {}, 'default/1/make');
    await make(source, {}, 'default/2/make');
    await make(source, { session: 'r1/default/maker/2' }, 'default/3/make');
    expect(turns().map(({ turn }) => turn.session)).toEqual([undefined, { id: 's1', mode: 'continue' }, undefined]);
  });

  it('is ended in the middle of a turn when a budget is used up', async () => {
    const report = await make(
      `for (let i = 1; ; i++) { say({ type: 'usage', usage: usage(1000 * i, 1, i / 100) }); await wait(50); }`,
      { limits: [{ scope: 'run', tokens: 5000 }] },
    );
    expect(report.status).toBe('failed');
    expect(report.usage?.inputTokens).toBeGreaterThanOrEqual(5000);
    expect(turns().length).toBe(1);
    if (process.platform === 'linux') expect(withCommandLine(scene.repository.outside)).toEqual([]);
  });

  it.each(process.platform === 'linux' ? ['', 'in a cage'] : [''])(
    'has time to end its turn when it is stopped %s',
    async (caged) => {
      const source = `
      process.on('SIGTERM', async () => {
        await wait(700);
        say({ type: 'usage', usage: usage(777, 7, 0.7) });
        process.exit(0);
      });
      say({ type: 'usage', usage: usage(1, 1, 0.1) });
      await wait(60_000);`;
      const { outside } = scene.repository;
      const cage: Cage = { sandbox: 'required', network: 'all', read: [], write: [outside], env: [] };
      const cages = cagesOf({ ...process.env, LOOPWRIGHT_SANDBOX: undefined });
      const world = worldOf(source, caged === '' ? scene.world : { ...scene.world, cages });
      const input = scene.make('', { agent: 'claude', ...(caged === '' ? {} : { cage }) });
      const making = roleSteps(world).make(input, scene.context('default/2/make'));
      expect(await eventually(() => turns().length === 1)).toBe(true);
      // The agent has its handler by then, and the driver would be killed 200 ms after a bare SIGTERM.
      const report = path.join(folderOf('default/2/make'), 'report.jsonl');
      expect(await eventually(() => existsSync(report) && readFileSync(report, 'utf8').includes('"usage"'))).toBe(true);
      scene.stop();
      expect(await making).toMatchObject({ status: 'failed', command: { ended: 'stopped' } });
      expect(readFileSync(report, 'utf8')).toContain('"inputTokens":777');
      expect(withCommandLine(path.join(scene.repository.outside, 'claude.cjs'))).toEqual([]);
    },
  );

  it('has a price of the list where it names none, and says so', async () => {
    const prices = path.join(scene.repository.outside, 'prices.json');
    writeFileSync(prices, JSON.stringify({ 'm-1': { input: 1000, output: 1000 } }));
    const world = worldOf(`say({ type: 'session', id: 's', model: 'm-1' }); done('ok', { usage: usage(1000, 100) });`);
    const own = { ...world, environment: { ...world.environment, LOOPWRIGHT_PRICES: prices } };
    await roleSteps(own).make(scene.make('', { agent: 'claude' }), scene.context('default/2/make'));
    expect(scene.costs).toMatchObject([{ tokens: 1100, costUsd: 1.1, source: 'priced' }]);
  });

  it('goes on when the runner is gone, and is not paid twice', async () => {
    const source = `
      while (!fs.existsSync('../go')) await wait(20);
      fs.writeFileSync('a.txt', 'three\\n');
      done('ok');`;
    const lost = roleSteps(worldOf(source)).make(scene.make('', { agent: 'auto' }), scene.context('default/2/make'));
    void lost.catch(() => undefined);
    expect(await eventually(() => turns().length === 1)).toBe(true);
    const successor = scene.successor();
    const world = worldOf(source, successor.world);
    const taken = roleSteps(world).make(successor.make('', { agent: 'auto' }), successor.context('default/2/make'));
    writeFileSync(path.join(scene.worktree, '..', 'go'), '');
    expect(await taken).toMatchObject({ agent: 'claude', status: 'completed', usage: { inputTokens: 100 } });
    await lost;
    expect(turns().length).toBe(1);
  });
});
