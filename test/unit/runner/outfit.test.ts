import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoopRepository, loopFile } from '../../support/loopRepository.ts';

// What a maker is given of the repository through the real runner and driver: there in the turn, gone after it.

/** Stands in for claude: notes what it was given, spoils a skill, waits for a file called `go`, and raises the number. */
const claude = (outside: string) => `#!${process.execPath}
const fs = require('node:fs');
const args = process.argv.slice(2);
const after = (name) => args[args.indexOf(name) + 1];
const textOf = (name) => (args.includes(name) ? fs.readFileSync(after(name), 'utf8') : '');
const print = (record) => fs.writeSync(1, JSON.stringify(record) + '\\n');
const session_id = '00000000-0000-4000-8000-000000000009';
if (args[0] === '--version') console.log('2.1.329 (Claude Code)');
else if (args[0] === 'auth') console.log('{"loggedIn":true}');
else {
  let begun = false;
  process.stdin.on('data', async () => {
    if (begun) return;
    begun = true;
    print({ type: 'system', subtype: 'init', session_id, model: 'm', claude_code_version: '2.1.329' });
    const skill = fs.readFileSync('.claude/skills/tdd/SKILL.md', 'utf8');
    const plugin = fs.existsSync(after('--plugin-dir') + '/skills/tdd/SKILL.md');
    fs.writeFileSync('.claude/skills/tdd/notes.md', 'mine');
    const given = { skill, plugin, tools: after('--tools'), mcp: textOf('--mcp-config'),
      instructions: textOf('--append-system-prompt-file') };
    fs.appendFileSync(${JSON.stringify(join(outside, 'turns.jsonl'))}, JSON.stringify(given) + '\\n');
    while (!fs.existsSync(${JSON.stringify(join(outside, 'go'))})) await new Promise((done) => setTimeout(done, 30));
    fs.writeFileSync('value.txt', '1\\n');
    print({ type: 'result', subtype: 'success', is_error: false, session_id, result: 'Raised it.',
      model_usage_since_last_result: {} });
  });
  process.stdin.on('close', () => process.exit(0));
}
`;

const skill = '---\nname: tdd\ndescription: Test first.\n---\nWrite the test first.\n';

const files = {
  'value.txt': '0\n',
  'tools/check.mjs':
    "import { readFileSync } from 'node:fs';\nprocess.exit(Number(readFileSync('value.txt', 'utf8')) >= 1 ? 0 : 1);\n",
  '.loops/skills/tdd/SKILL.md': skill,
  '.claude/agents/fixer.md': '---\nname: fixer\ntools: Read, Edit\ncolor: red\n---\nMend the cause.\n',
  '.mcp.json': JSON.stringify({ mcpServers: { github: { command: process.execPath, args: ['issues.mjs'] } } }),
  [loopFile]: [
    'name: count-up',
    'on: manual',
    'connectors: { tracker: { mcp: github, tools: [get_issue] } }',
    'roles:',
    '  maker: { agent: "claude:fixer", prompt: Raise it., skills: [tdd], connectors: [tracker] }',
    'checks: { counted: node tools/check.mjs }',
    'goal: checks.counted.passed',
    'budget: { max-iterations: 2 }',
    'policy: { allowed-paths: [value.txt] }',
  ].join('\n'),
};

let loop: LoopRepository;
const before = { ...process.env };
const beside = (name: string): string => join(loop.git.outside, name);

beforeEach(async () => {
  loop = await LoopRepository.create(() => files);
  writeFileSync(beside('claude.cjs'), claude(loop.git.outside));
  chmodSync(beside('claude.cjs'), 0o755);
  writeFileSync(beside('prices.json'), '{"m": 1}');
  process.env['LOOPWRIGHT_AGENT_CLAUDE'] = beside('claude.cjs');
  process.env['LOOPWRIGHT_PRICES'] = beside('prices.json');
  process.env['ANTHROPIC_API_KEY'] = 'sk-test-key-of-nobody';
});
afterEach(async () => {
  await loop.dispose();
  process.env = { ...before };
});

const turns = () =>
  (existsSync(beside('turns.jsonl')) ? readFileSync(beside('turns.jsonl'), 'utf8') : '')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

async function inTurn(): Promise<void> {
  for (const end = Date.now() + 60_000; turns().length === 0; await delay(40)) {
    if (Date.now() > end) throw new Error(`no turn was begun\n${await loop.log()}`);
  }
}

/** Folders that the item is worked on in. */
async function worktrees(): Promise<readonly string[]> {
  const listed = await loop.git.git('worktree', 'list', '--porcelain');
  return listed
    .split('\n')
    .flatMap((line) => (line.startsWith('worktree ') ? [line.slice('worktree '.length)] : []))
    .slice(1);
}

async function filesNamed(name: string): Promise<string> {
  const folder = join(loop.commonDir, 'loopwright', 'runs');
  const found = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith(name));
  return (await Promise.all(found.map((path) => readFile(join(folder, path), 'utf8')))).join('');
}

function expectGiven(): void {
  const [given, ...more] = turns();
  expect(more).toEqual([]);
  expect(given).toMatchObject({ skill, plugin: true, tools: 'Read,Edit' });
  expect(given.instructions).toContain('Mend the cause.');
  const { mcpServers } = JSON.parse(given.mcp);
  expect(Object.keys(mcpServers).sort()).toEqual(['loopwright', 'tracker']);
  expect(mcpServers.tracker).toMatchObject({ command: process.execPath, args: ['issues.mjs'] });
}

async function expectTakenBack(run: string): Promise<void> {
  const { change } = await loop.until(run, 'waiting');
  const { base, head } = change ?? expect.unreachable();
  expect(await loop.git.git('diff', '--name-only', base, head)).toBe('value.txt');
  for (const worktree of await worktrees()) expect(existsSync(join(worktree, '.claude/skills'))).toBe(false);
}

describe.runIf(process.platform !== 'win32')('what a maker is given', () => {
  it('is there in its turn, and nothing of it in the change', { timeout: 120_000 }, async () => {
    const run = await loop.start();
    await inTurn();
    expect((await worktrees()).filter((one) => existsSync(join(one, '.claude/skills/tdd/notes.md'))).length).toBe(1);
    writeFileSync(beside('go'), '');
    await expectTakenBack(run);
    expectGiven();
    const transcript = await filesNamed('transcript.jsonl');
    expect(transcript).toContain('Of the definition claude:fixer these fields have no effect here: color.');
    expect(transcript).toContain('prices.json is not used.');
    expect(await loop.quiet()).toEqual([]);
  });

  it('is taken back also by the successor of a runner that was killed', { timeout: 120_000 }, async () => {
    const run = await loop.start();
    await inTurn();
    expect(await loop.killRunner()).toBe(true);
    await delay(300);
    expect((await worktrees()).filter((one) => existsSync(join(one, '.claude/skills/tdd/notes.md'))).length).toBe(1);
    await loop.connect();
    writeFileSync(beside('go'), '');
    await expectTakenBack(run);
    expectGiven();
    expect(await loop.quiet()).toEqual([]);
  });
});
