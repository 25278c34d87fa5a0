import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { isOlder } from '../../../src/agents/adapting/oldestVersion.ts';
import { claudeArguments, claudeEnvironment, promptMessage } from '../../../src/agents/claude/arguments.ts';
import { writeClaudeFiles } from '../../../src/agents/claude/files.ts';
import { loginIn } from '../../../src/agents/claude/probe.ts';
import type { Turn } from '../../../src/agents/port.ts';

const plain: Turn = {
  program: ['claude'],
  cwd: '/worktree',
  env: {},
  scratch: '/scratch',
  prompt: 'Mend it.',
  readOnly: false,
  mcp: [],
  retries: 2,
};
const server = { name: 'loop', command: 'node', args: ['mcp.js'], env: { TOKEN: 'very-secret' } };

/** What follows an option up to the next one. */
function valuesOf(argv: readonly string[], option: string): readonly string[] {
  const from = argv.indexOf(option);
  if (from === -1) return [];
  const rest = argv.slice(from + 1);
  const to = rest.findIndex((word) => word.startsWith('--'));
  return to === -1 ? rest : rest.slice(0, to);
}

describe('the arguments of claude', () => {
  it('let a maker edit and run commands, and nothing outlast its turn', () => {
    const argv = claudeArguments(plain, {});
    expect(valuesOf(argv, '--permission-mode')).toEqual(['acceptEdits']);
    const tools = valuesOf(argv, '--tools')[0]?.split(',');
    expect(tools).toEqual(expect.arrayContaining(['Bash', 'Edit', 'Write', 'Read', 'Task', 'Skill']));
    for (const tool of ['EnterWorktree', 'CronCreate', 'SendMessage', 'WebFetch']) expect(tools).not.toContain(tool);
    const allowed = valuesOf(argv, '--allowedTools');
    expect(allowed).toContain('Bash');
    // Allowed on their own they would write outside of the worktree too.
    for (const tool of ['Edit', 'Write', 'NotebookEdit']) expect(allowed).not.toContain(tool);
  });

  it('give a reading role nothing that changes anything', () => {
    const argv = claudeArguments({ ...plain, readOnly: true }, {});
    expect(valuesOf(argv, '--permission-mode')).toEqual(['dontAsk']);
    expect(valuesOf(argv, '--tools')).toEqual(['Read,Grep,Glob,Skill']);
  });

  it.each([
    [
      false,
      ['Read', 'Bash(git *)', 'WebFetch', 'Edit', 'mcp__x__y'],
      'Read,Bash,WebFetch,Edit',
      ['Read', 'Bash(git *)', 'WebFetch'],
    ],
    [true, ['Read', 'Bash', 'Edit'], 'Read', ['Read']],
    [true, ['Bash'], '', []],
    [false, [], '', []],
  ])('hold to the tools of a named definition (read-only: %s, %j)', (readOnly, tools, offered, allowed) => {
    const argv = claudeArguments({ ...plain, readOnly, tools }, {});
    expect(valuesOf(argv, '--tools')).toEqual([offered]);
    expect(valuesOf(argv, '--allowedTools')).toEqual(allowed);
  });

  it('read neither the settings nor the hooks nor the servers of the worktree', () => {
    const argv = claudeArguments(plain, {});
    expect(valuesOf(argv, '--setting-sources')).toEqual(['user']);
    expect(valuesOf(argv, '--settings')).toEqual(['{"disableAllHooks":true}']);
    expect(argv).toContain('--strict-mcp-config');
  });

  it('keep prompt, instructions and secrets off the command line', () => {
    const turn = { ...plain, instructions: 'Be strict.', mcp: [server] };
    const argv = claudeArguments(turn, { instructions: '/scratch/i.md', mcpConfig: '/scratch/m.json' });
    for (const word of ['Mend it.', 'Be strict.', 'very-secret']) expect(argv.join(' ')).not.toContain(word);
    expect(valuesOf(argv, '--append-system-prompt-file')).toEqual(['/scratch/i.md']);
    expect(valuesOf(argv, '--mcp-config')).toEqual(['/scratch/m.json']);
  });

  it('allow the tools of a server that are named, or all of it', () => {
    const named = { ...server, tools: ['note', 'ask'] };
    const of = (mcp: Turn['mcp']) => valuesOf(claudeArguments({ ...plain, readOnly: true, mcp }, {}), '--allowedTools');
    expect(of([named])).toEqual(expect.arrayContaining(['mcp__loop__note', 'mcp__loop__ask']));
    expect(of([named])).not.toContain('mcp__loop');
    expect(of([server])).toContain('mcp__loop');
    expect(of([{ ...server, tools: [] }]).join()).not.toContain('mcp__');
  });

  it('name session, model, effort, limits and schema where there are any', () => {
    expect(claudeArguments(plain, {}).join(' ')).not.toMatch(
      /--(resume|model|effort|max-turns|max-budget|json-schema)/,
    );
    const argv = claudeArguments(
      {
        ...plain,
        session: { id: 'abc', mode: 'continue' },
        model: 'opus',
        effort: 'low',
        maxTurns: 7,
        maxCostUsd: 0.5,
        schema: { type: 'object' },
      },
      {},
    );
    expect(valuesOf(argv, '--resume')).toEqual(['abc']);
    expect(argv).not.toContain('--fork-session');
    expect(valuesOf(argv, '--model')).toEqual(['opus']);
    expect(valuesOf(argv, '--effort')).toEqual(['low']);
    expect(valuesOf(argv, '--max-turns')).toEqual(['7']);
    expect(valuesOf(argv, '--max-budget-usd')).toEqual(['0.5']);
    expect(valuesOf(argv, '--json-schema')).toEqual(['{"type":"object"}']);
    expect(claudeArguments({ ...plain, session: { id: 'abc', mode: 'fork' } }, {})).toContain('--fork-session');
  });

  it('end with an option and its value, so that nothing is swallowed by a list', () => {
    expect(promptMessage('Mend it.')).toBe('{"type":"user","message":{"role":"user","content":"Mend it."}}\n');
    expect(JSON.parse(promptMessage('/compact')).message.content).toBe('\n/compact');
    expect(promptMessage('a\nb').trimEnd()).not.toContain('\n');
  });
});

describe('the environment of claude', () => {
  it('is quiet, bounded, and reads no file that a text mentions', () => {
    const env = claudeEnvironment({ env: { PATH: '/bin', CLAUDE_CODE_DISABLE_FILE_MENTIONS: '' }, retries: 3 });
    expect(env).toMatchObject({
      PATH: '/bin',
      CLAUDE_CODE_MAX_RETRIES: '3',
      CLAUDE_CODE_DISABLE_FILE_MENTIONS: '1',
      CLAUDE_CODE_DISABLE_AUTO_MEMORY: '1',
      CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: '1',
      DISABLE_AUTOUPDATER: '1',
    });
  });

  it('leaves telemetry to whoever asks for it, and hides a claude around us', () => {
    const env = claudeEnvironment({ env: { DISABLE_TELEMETRY: '0', CLAUDECODE: '1' }, retries: 0 });
    expect(env['DISABLE_TELEMETRY']).toBe('0');
    expect(env).not.toHaveProperty('CLAUDECODE');
    expect(env['CLAUDE_CODE_MAX_RETRIES']).toBe('0');
  });
});

describe('the files of a turn of claude', () => {
  const made: string[] = [];
  const folder = (): string => {
    const path = mkdtempSync(join(tmpdir(), 'loopwright-claude-'));
    made.push(path);
    return path;
  };
  afterEach(() => {
    for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
  });

  it('are none where there is nothing to say', () => {
    expect(writeClaudeFiles({ ...plain, cwd: folder(), scratch: folder() })).toEqual({});
  });

  it('hold the instructions, the servers and AGENTS.md, for the owner alone', () => {
    const [cwd, scratch] = [folder(), folder()];
    writeFileSync(join(cwd, 'AGENTS.md'), 'Use tabs.');
    const files = writeClaudeFiles({ ...plain, cwd, scratch, instructions: 'Be strict.', mcp: [server] });
    const words = readFileSync(files.instructions ?? '', 'utf8');
    expect(words).toMatch(/^Be strict\.[\s\S]*Use tabs\.$/);
    expect(JSON.parse(readFileSync(files.mcpConfig ?? '', 'utf8'))).toEqual({
      mcpServers: { loop: { type: 'stdio', command: 'node', args: ['mcp.js'], env: { TOKEN: 'very-secret' } } },
    });
    if (process.platform !== 'win32') expect(statSync(files.mcpConfig ?? '').mode & 0o077).toBe(0);
    writeFileSync(join(cwd, 'CLAUDE.md'), 'Use spaces.');
    const again = writeClaudeFiles({ ...plain, cwd, scratch, instructions: 'Be strict.' });
    expect(readFileSync(again.instructions ?? '', 'utf8')).toBe('Be strict.');
  });

  it('lead to a server that runs already, and start nothing', () => {
    const served = { url: 'http://127.0.0.1:1/mcp', token: 'secret' };
    const files = writeClaudeFiles({ ...plain, cwd: folder(), scratch: folder(), mcp: [{ ...server, served }] });
    expect(JSON.parse(readFileSync(files.mcpConfig ?? '', 'utf8'))).toEqual({
      mcpServers: { loop: { type: 'http', url: served.url, headers: { Authorization: 'Bearer secret' } } },
    });
  });

  it('lead to the skills of the worktree as they are now, and to nothing else of its folder', () => {
    const [cwd, scratch] = [folder(), folder()];
    mkdirSync(join(cwd, '.claude/skills/greet'), { recursive: true });
    mkdirSync(join(cwd, '.claude/hooks'), { recursive: true });
    writeFileSync(join(cwd, '.claude/skills/greet/SKILL.md'), 'Say hello.');
    writeFileSync(join(cwd, '.claude/settings.json'), '{}');
    for (const _ of [1, 2]) {
      const plugin = writeClaudeFiles({ ...plain, cwd, scratch }).plugin ?? '';
      expect(readFileSync(join(plugin, 'skills/greet/SKILL.md'), 'utf8')).toBe('Say hello.');
      expect(() => statSync(join(plugin, 'hooks'))).toThrow();
      expect(() => statSync(join(plugin, 'settings.json'))).toThrow();
    }
    // Written anew and not through the links.
    expect(readFileSync(join(cwd, '.claude/skills/greet/SKILL.md'), 'utf8')).toBe('Say hello.');
  });
});

describe('what claude says of itself', () => {
  it.each([
    ['2.1.328', true],
    ['2.1.329', false],
    ['2.1.330', false],
    ['2.0.999', true],
    ['1.9.9', true],
    ['3.0.0', false],
    ['2.1.1000-beta', false],
  ])('%s is too old: %s', (version, expected) => {
    expect(isOlder(version, '2.1.329')).toBe(expected);
  });

  it.each([
    ['{\n  "loggedIn": true,\n  "authMethod": "api_key"\n}', 'ok'],
    ['{ "loggedIn": false }', 'missing'],
    ['{ "loggedIn": "perhaps" }', 'unknown'],
    ['Unknown command', 'unknown'],
    ['', 'unknown'],
  ])('reads its login out of %j', (text, auth) => {
    expect(loginIn(text)).toBe(auth);
  });
});
