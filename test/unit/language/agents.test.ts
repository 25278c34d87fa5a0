import { describe, expect, it } from 'vitest';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import { ableTo, unmetNeeds } from '../../../src/model/agentNeeds.ts';
import { canHaveRole, drivenAgents, isInstalled } from '../../../src/model/agents.ts';
import { commandWords } from '../../../src/model/commandWords.ts';
import { completedLoop } from './completedLoop.ts';

/** Code, severity where it is not an error, and the text that it points at. */
function found(fragment: string): readonly string[] {
  const text = completedLoop(fragment);
  const lines = text.split('\n');
  return parseLoop(text, { path: '.loops/keep-tests-green.loop.yaml' })
    .problems.filter(({ code }) => code !== 'LW310' && code !== 'LW326')
    .map(({ code, severity, range: { start, end } }) => {
      const pointed = (lines[start.line] ?? '').slice(
        start.character,
        start.line === end.line ? end.character : undefined,
      );
      return `${code}${severity === 'error' ? '' : ` ${severity}`} ${pointed}`;
    });
}

const maker = (fields: string): string => `roles: { maker: { ${fields} } }\n`;
const told = (agent: string, fields = ''): string =>
  maker(`agent: ${agent}, prompt: Fix it.${fields && `, ${fields}`}`);
const connectors = 'connectors: { tracker: { mcp: github, tools: [get_issue] } }\n';
const andChecker = (fields: string): string =>
  `roles: { maker: { agent: claude, prompt: Fix it. }, checker: { ${fields} } }\n`;

const andJudge = (fields: string): string =>
  `roles: { maker: { agent: claude, prompt: Fix it. }, judge: { ${fields} } }\ngoal: { until: checks.tests.passed && judge.passed, judge: { rubric: x } }\n`;

describe('the agent of a role', () => {
  it.each<readonly [string, readonly string[]]>([
    ...drivenAgents.filter(isInstalled).map((agent) => [told(agent), []] as const),
    [told('vscode'), ['LW228 vscode']],
    ['roles: { explorer: { agent: vscode, prompt: Look. }, maker: { run: x } }\n', ['LW228 vscode']],
    [told('"claude:reviewer"'), []],
    [told('codex:fix.er-2'), []],
    [told('acp', 'command: goose acp'), []],
    [told('acp'), ['LW106 acp']],
    [told('acp', 'command: "x ${{ item.id }}"'), ['LW324 ${{ item.id }}']],
    [told('claude', 'command: goose acp'), ['LW222 command']],
    [told('claude', 'run: x'), ['LW222 run']],
    [told('auto', 'run: x'), ['LW222 run']],
    [maker('agent: command'), ['LW106 command']],
    [maker('agent: claude'), ['LW106 warning claude']],
    [maker(''), []],
    [told('codex', 'max-turns: 3'), ['LW222 max-turns']],
    [told('claude', 'max-turns: 3, effort: high, model: haiku, skills: [tdd], session: fork'), []],
    [told('auto', 'max-turns: 3, skills: [tdd], session: fork'), []],
    [told('gemini', 'effort: high'), ['LW222 effort']],
    [told('gemini', 'session: fork'), ['LW222 fork']],
    [told('gemini', 'session: fresh, model: pro'), []],
    [told('command', 'run: x, session: fork'), ['LW222 fork']],
    [told('command', 'run: x, session: fresh, model: y'), []],
    [told('command', 'run: x, skills: [a], max-turns: 3'), ['LW222 skills', 'LW222 max-turns']],
    [told('acp', 'command: goose acp, skills: [tdd]'), ['LW221 skills']],
    [told('claude', 'skills: [../tdd]'), ['LW110 ../tdd']],
    [maker('agent: repair, skills: [tdd], session: fresh'), ['LW222 skills', 'LW222 session']],
    [`${told('codex')}goal: { until: checks.tests.passed, escalate: [{ effort: high }] }\n`, []],
    [`${told('opencode')}goal: { until: checks.tests.passed, escalate: [{ effort: high }] }\n`, ['LW222 effort']],
  ])('%s', (fragment, expected) => expect(found(fragment)).toEqual(expected));
});

describe('connectors', () => {
  it.each<readonly [string, readonly string[]]>([
    [connectors + told('claude', 'connectors: [tracker]'), []],
    [connectors + told('pi', 'connectors: [tracker]'), ['LW222 connectors']],
    [connectors + told('claude', 'connectors: [traker]'), ['LW333 warning tracker', 'LW203 traker']],
    [told('claude', 'connectors: [tracker]'), ['LW203 tracker']],
    [connectors + told('claude'), ['LW333 warning tracker']],
    [connectors + told('gemini', 'connectors: [tracker]'), []],
    [connectors + told('acp', 'command: goose acp, connectors: [tracker]'), ['LW222 tracker']],
    [`connectors: { tracker: { mcp: x } }\n${told('acp', 'command: goose acp, connectors: [tracker]')}`, []],
    [`connectors: { My-Tracker: { mcp: x } }\n${told('claude', 'connectors: [My-Tracker]')}`, ['LW102 My-Tracker']],
    [`connectors: { tracker: {} }\n${told('claude', 'connectors: [tracker]')}`, ['LW106 tracker']],
  ])('%s', (fragment, expected) => expect(found(fragment)).toEqual(expected));

  it('reach the loop with what they stand for', () => {
    const { loop } = parseLoop(completedLoop(connectors + told('"claude:fixer"', 'connectors: [tracker]')));
    expect(loop?.roles.maker).toMatchObject({
      agent: 'claude',
      definition: 'fixer',
      connectors: [{ name: 'tracker', mcp: 'github', tools: ['get_issue'] }],
    });
  });
});

describe('the cage', () => {
  const policy = (fields: string): string => `policy: { ${fields} }\n`;
  it.each<readonly [string, readonly string[]]>([
    [policy('sandbox: off, network: none'), ['LW327 network']],
    [policy('sandbox: off, network: [a.example]'), ['LW327 network']],
    [policy('sandbox: off, read: [~/.npmrc], write: [~/.cache]'), ['LW327 warning read', 'LW327 warning write']],
    [policy('sandbox: off, network: all, read: [], env: [TOKEN]'), []],
    [policy('sandbox: preferred, network: none, read: [~/.npmrc]'), []],
    [policy('network: none'), []],
    [policy('network: none') + told('command', 'run: x'), []],
    [policy('network: none') + told('claude'), ['LW328 none']],
    [policy('network: none, sandbox: required') + told('"codex:fixer"'), ['LW328 none']],
    [policy('network: none, sandbox: off') + told('claude'), ['LW323 off']],
    [policy('sandbox: off') + told('claude'), ['LW323 off']],
    [policy('sandbox: off') + told('auto'), ['LW323 off']],
    [policy('sandbox: off') + told('codex'), []],
    [policy('sandbox: off') + told('command', 'run: x'), []],
    [policy('network: [api.anthropic.com]') + told('claude'), []],
    [policy('network: none') + told('auto'), ['LW328 warning none']],
    [policy('network: none') + told('acp', 'command: goose acp'), ['LW328 warning none']],
    [policy('network: none') + andChecker('run: x'), ['LW328 none']],
  ])('%s', (fragment, expected) => expect(found(fragment)).toEqual(expected));
});

describe('reviewers', () => {
  it.each<readonly [string, readonly string[]]>([
    [andChecker('agent: codex'), []],
    [andChecker('agent: vscode'), ['LW228 vscode']],
    [andJudge('agent: vscode, model: gpt-5'), []],
    [andJudge('agent: "vscode:reviewer"'), ['LW227 "vscode:reviewer"']],
    [andJudge('agent: vscode, effort: high, skills: [tdd], run: x'), ['LW222 effort', 'LW221 skills', 'LW222 run']],
    [andChecker('agent: gemini'), ['LW309 warning gemini']],
    [andChecker('agent: acp, command: goose acp'), ['LW309 warning acp']],
    [andChecker('agent: claude, prompt: Fix it.'), ['LW301 warning claude']],
    [andChecker('agent: claude, prompt: Fix it., model: haiku'), []],
    [andChecker('agent: "claude:reviewer", prompt: Fix it.'), []],
    [andChecker('agent: claude, prompt: Break it.'), []],
    ['roles: { explorer: { agent: codex }, maker: { run: x } }\n', ['LW106 codex']],
  ])('%s', (fragment, expected) => expect(found(fragment)).toEqual(expected));
});

describe('limits', () => {
  it.each<readonly [string, readonly string[]]>([
    [`${told('claude')}budget: { max-cost-usd: 2, max-tokens: 9 }\n`, []],
    [`${told('codex')}budget: { max-cost-usd: 2, max-tokens: 9 }\n`, []],
    [`${told('codex', 'model: gpt-5-codex')}budget: { max-cost-usd: 2 }\n`, []],
    [`${told('codex', 'model: my-model')}budget: { max-cost-usd: 2 }\n`, ['LW226 warning max-cost-usd']],
    [`${told('claude', 'model: my-model')}budget: { max-cost-usd: 2 }\n`, []],
    [`${told('opencode')}budget: { max-tokens: 9 }\n`, ['LW226 warning max-tokens']],
    [`${told('opencode')}budget: { per-day: { max-tokens: 9 } }\n`, ['LW226 warning max-tokens']],
    [`${told('opencode')}budget: { max-tokens: 9, timeout-minutes: 20 }\n`, []],
    [`${told('opencode')}budget: { max-tokens: 9, max-cost-usd: 1 }\n`, []],
    [`${told('codex')}budget: { max-tokens: 9 }\n`, []],
    [
      `${told('codex', 'model: my-model')}budget: { max-cost-usd: 2, price: { input-per-million: 1, output-per-million: 2 } }\n`,
      [],
    ],
  ])('%s', (fragment, expected) => expect(found(fragment)).toEqual(expected));
});

describe('what an agent cannot do', () => {
  it('is named as the loop file writes it', () => {
    expect(unmetNeeds('pi', { connectors: [{}], maxTurns: 3, skills: ['a'], model: 'x', sessionMode: 'fork' })).toEqual(
      ['connectors', 'max-turns'],
    );
    expect(unmetNeeds('claude', { definition: 'x', maxTurns: 1, sessionMode: 'fork' })).toEqual([]);
    expect(unmetNeeds('codex', { definition: 'x', tools: ['Read'] })).toEqual(['tools of a definition']);
    expect(unmetNeeds('claude', { definition: 'x', tools: ['Read'] })).toEqual([]);
    expect(ableTo('definition')).toEqual(['claude', 'codex']);
    expect(unmetNeeds('acp', { connectors: [{ tools: ['get_issue'] }] })).toEqual(['connectors.*.tools']);
    expect(unmetNeeds('acp', { connectors: [{}] })).toEqual([]);
    expect(unmetNeeds('pi', { connectors: [{ tools: ['get_issue'] }] })).toEqual(['connectors']);
    expect(drivenAgents.filter((agent) => !canHaveRole(agent, 'maker'))).toEqual(['vscode']);
    expect(canHaveRole('vscode', 'judge')).toBe(true);
  });
});

describe('the words of a command', () => {
  it.each([
    ['goose acp', ['goose', 'acp']],
    [`node "a b.mjs" --x='1 2' ''`, ['node', 'a b.mjs', '--x=1 2', '']],
    [`  a\t"it's" 'open end`, ['a', "it's", 'open end']],
    ['a $HOME; b', ['a', '$HOME;', 'b']],
  ])('%s', (text, words) => expect(commandWords(text)).toEqual(words));
});
