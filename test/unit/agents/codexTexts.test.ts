import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { oldAdvice } from '../../../src/agents/adapting/oldestVersion.ts';
import { answerTo } from '../../../src/agents/codex/approvals.ts';
import { toml } from '../../../src/agents/codex/config.ts';
import { causeOfTurnError, plainError } from '../../../src/agents/codex/errors.ts';
import { execArguments } from '../../../src/agents/codex/exec.ts';
import { CodexExecTurn } from '../../../src/agents/codex/execTurn.ts';
import { hiddenDenials } from '../../../src/agents/codex/hidden.ts';
import { homeAdvice } from '../../../src/agents/codex/home.ts';
import { CodexTurn } from '../../../src/agents/codex/turn.ts';
import { recorded } from './fakeAppServer.ts';
import { plainTurn } from './replay.ts';

describe('what codex may do', () => {
  const grants = (paths: string[], readOnly = false) => ({
    cwd: '/w',
    readOnly,
    servers: ['ours'],
    pathsOf: () => paths,
  });
  const change = (paths: string[], readOnly = false, params: object = {}) =>
    answerTo('item/fileChange/requestApproval', { itemId: 'i', ...params }, grants(paths, readOnly)).answer;
  const accepted = { ok: true, value: { decision: 'accept' } };
  const declined = { ok: true, value: { decision: 'decline' } };

  it('is to change files of the worktree, all of them, and never its .git', () => {
    expect(change(['/w/a.ts', 'b/c.ts'])).toEqual(accepted);
    for (const paths of [
      [],
      ['/w/a.ts', '/etc/passwd'],
      ['/w/../x'],
      ['/w/.git/hooks/x'],
      ['/w/.GIT/config'],
      ['/w'],
    ]) {
      expect(change(paths), paths.join()).toEqual(declined);
    }
    expect(change(['/w/a.ts'], true)).toEqual(declined);
    expect(change(['/w/a.ts'], false, { grantRoot: '/' })).toEqual(declined);
  });

  it('is to call the tools of its own MCP servers', () => {
    const ask = (serverName: string, kind: string) =>
      answerTo(
        'mcpServer/elicitation/request',
        { serverName, message: 'm', _meta: { codex_approval_kind: kind } },
        grants([]),
      );
    expect(ask('ours', 'mcp_tool_call').answer).toMatchObject({ value: { action: 'accept' } });
    expect(ask('other', 'mcp_tool_call')).toMatchObject({
      answer: { value: { action: 'decline' } },
      denied: 'other: m',
    });
    expect(ask('ours', 'anything')).toMatchObject({ answer: { value: { action: 'decline' } } });
  });

  it('is nothing that nobody knows', () => {
    expect(answerTo('item/permissions/requestApproval', {}, grants([]))).toMatchObject({
      answer: { value: { permissions: {}, scope: 'turn' } },
      denied: 'more permissions than its role has',
    });
    expect(answerTo('new/method', {}, grants([]))).toMatchObject({ answer: { ok: false, error: { code: -32601 } } });
    expect(answerTo('item/fileChange/requestApproval', 'x', grants([]))).toMatchObject({ answer: { ok: false } });
  });
});

describe('errors of codex', () => {
  const cause = (codexErrorInfo: string | Record<string, unknown>, message = '') =>
    causeOfTurnError({ message, codexErrorInfo });

  it('have causes', () => {
    expect(cause('usageLimitExceeded')).toBe('rate');
    expect(cause('serverOverloaded')).toBe('server');
    expect(cause('sessionBudgetExceeded')).toBe('budget');
    expect(cause('contextWindowExceeded', 'too long')).toBe('request');
    expect(cause('badRequest')).toBe('request');
    expect(cause({ httpConnectionFailed: { httpStatusCode: null } })).toBe('network');
    expect(cause({ httpConnectionFailed: { httpStatusCode: 503 } })).toBe('server');
    expect(cause({ responseStreamDisconnected: { httpStatusCode: 400 } })).toBe('request');
    expect(cause('other', 'Missing environment variable: `KEY`.')).toBe('auth');
    expect(cause('other', '{"error":{"message":"bad tool"}}')).toBe('crash');
    expect(causeOfTurnError({ message: 'unexpected status 401 Unauthorized' })).toBe('auth');
  });

  it('are said in the words of the server', () => {
    expect(plainError({ message: '{"error":{"message":"bad tool"}}' })).toBe('bad tool');
    expect(plainError({ message: 'Reconnecting... 1/1', additionalDetails: 'high demand' })).toBe('high demand');
  });

  it('say when a used-up limit is over', () => {
    const turn = new CodexTurn('t', 1);
    turn.take('account/rateLimits/updated', {
      rateLimits: { primary: { usedPercent: 100, resetsAt: 60 }, secondary: null },
    });
    expect(turn.resetsAt).toBe(60_000);
  });
});

describe('commands that the sandbox stopped', () => {
  const kept = recorded('kept-thread').join('\n');

  it('are found in the turn that they belong to', () => {
    expect(hiddenDenials(kept, 'id-3', [])).toEqual([
      { command: 'echo a > zz', output: '/bin/bash: line 1: zz: Read-only file system\n' },
    ]);
    expect(hiddenDenials(kept, 'id-1', [])).toEqual([]);
  });

  it('are not those that codex showed, nor what cannot be read', () => {
    expect(hiddenDenials(kept, 'id-3', ['/bin/bash: line 1: zz: Read-only file system\n'])).toEqual([]);
    expect(hiddenDenials(`{"call_id"\n${kept.slice(0, -40)}`, 'id-3', [])).toHaveLength(1);
    expect(hiddenDenials('', 'id-3', [])).toEqual([]);
  });

  it('are found where the model calls them by name', () => {
    const lines = [
      { type: 'turn_context', payload: { turn_id: 't' } },
      { type: 'response_item', payload: { type: 'function_call', call_id: 'c', arguments: '{"cmd":"touch x"}' } },
      {
        type: 'response_item',
        payload: {
          type: 'function_call_output',
          call_id: 'c',
          output: 'Process exited with code 1\nOutput:\ntouch: x: Operation not permitted\n',
        },
      },
    ];
    const text = lines.map((line) => JSON.stringify(line)).join('\n');
    expect(hiddenDenials(text, 't', [])).toEqual([
      { command: 'touch x', output: 'touch: x: Operation not permitted\n' },
    ]);
    expect(hiddenDenials(text.replace('code 1', 'code 0'), 't', [])).toEqual([]);
  });
});

describe('codex exec', () => {
  it('is told everything by arguments that TOML can read', () => {
    const turn = { ...plainTurn, readOnly: true, model: 'm', effort: 'low' as const, instructions: 'Say "hi"\n\u007f' };
    const args = execArguments({ ...turn, session: { id: 's', mode: 'fork' } }, '/s.json', false);
    expect(args.slice(0, 3)).toEqual(['exec', '--json', '--skip-git-repo-check']);
    expect(args).toContain('sandbox_mode="read-only"');
    expect(args).toContain('developer_instructions="Say \\"hi\\"\\n\\u007F"');
    expect(args.slice(-7)).toEqual(['-m', 'm', '--output-schema', '/s.json', 'fork', 's', '-']);
    expect(toml({ a: ['x', 1, true], 'b.c': { d: 'e' } })).toBe('{ "a" = ["x", 1, true], "b.c" = { "d" = "e" } }');
  });

  it('starts its MCP servers itself, as a token would stand in its arguments', () => {
    const served = { url: 'http://127.0.0.1:1/mcp', token: 'secret' };
    const mcp = [{ name: 'own', command: 'node', args: ['mcp.js'], env: {}, served }];
    const args = execArguments({ ...plainTurn, mcp }, undefined, false).join(' ');
    expect(args).toContain('mcp_servers.own={ "command" = "node", "args" = ["mcp.js"]');
    expect(args).not.toContain('secret');
  });

  it('is read line by line', () => {
    const turn = new CodexExecTurn(1);
    const events = recorded('exec-command-fails').flatMap((line) => turn.take(line));
    expect(events.map(({ type }) => type)).toEqual(['session', 'tool-start', 'tool-end', 'text', 'usage']);
    expect(events[2]).toMatchObject({ ok: false, output: expect.stringContaining('q.txt') });
    expect(turn.end).toEqual({ status: 'completed' });
    expect(turn.take('garbage')).toEqual([{ type: 'noise', bytes: 7, sample: 'garbage' }]);
    expect(turn.take('{"type":"turn.completed","usage":7}')).toEqual([]);
  });

  it('is given up at the first refused login', () => {
    const turn = new CodexExecTurn(5);
    for (const line of recorded('exec-401').slice(0, 3)) turn.take(line);
    expect(turn.giveUp).toMatchObject({ cause: 'auth', detail: expect.stringMatching(/^unexpected status 401/) });
    expect(turn.end).toBeUndefined();
  });
});

describe('what is wrong with an installed codex', () => {
  it('is its age', () => {
    expect(
      ['0.49.9', '0.50.0', '0.169.0', '1.0.0', 'unknown'].map((version) => oldAdvice('codex', version) !== undefined),
    ).toEqual([true, false, false, false, false]);
  });

  it('is a home that is missing or temporary', () => {
    const home = mkdtempSync(join(tmpdir(), 'codex-home-'));
    try {
      expect(homeAdvice({ CODEX_HOME: home })).toContain('out of the temporary files');
      expect(homeAdvice({ HOME: home })).toContain('out of the temporary files');
      expect(homeAdvice({ CODEX_HOME: home, TMPDIR: process.cwd() })).toBeUndefined();
      expect(homeAdvice({ CODEX_HOME: join(home, 'nope') })).toContain('does not exist');
      expect(homeAdvice({ CODEX_HOME: process.cwd(), TMPDIR: home })).toBeUndefined();
      expect(homeAdvice({})).toBeUndefined();
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});
