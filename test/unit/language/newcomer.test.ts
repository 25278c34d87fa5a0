import { describe, expect, it } from 'vitest';
import { completionsAt } from '../../../src/language/completion.ts';
import type { Completion } from '../../../src/language/completionItem.ts';
import { fitsHere } from '../../../src/language/fittingKeys.ts';
import { type ParseOptions, parseLoop } from '../../../src/language/parseLoop.ts';
import { rootSchema, schemasAt } from '../../../src/language/schemaWalk.ts';
import { valueMeanings } from '../../../src/language/valueMeanings.ts';
import type { WorkspaceIndex } from '../../../src/language/workspaceIndex.ts';
import { agentNames, agentRoles } from '../../../src/model/agents.ts';
import { cursorMark } from './cursorMark.ts';
import { taken } from './taken.ts';

const path = '/repo/.loops/fix-things.loop.yaml';

const index: WorkspaceIndex = {
  skills: [
    { name: 'tdd', file: '.loops/skills/tdd/SKILL.md', description: 'Test first' },
    { name: 'broken', file: '.loops/skills/broken/SKILL.md', fault: 'it has hooks' },
  ],
  agents: [
    { agent: 'claude', name: 'reviewer', file: '.claude/agents/reviewer.md', description: 'Reviews', model: 'opus' },
    { agent: 'codex', name: 'bad', file: '.codex/agents/bad.toml', fault: 'it is no TOML' },
  ],
  servers: [
    {
      name: 'github-mcp',
      file: '.mcp.json',
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 4 } },
    },
  ],
  loops: [
    { name: 'fix-things', file: '.loops/fix-things.loop.yaml', text: '', inputs: [], startedBy: [] },
    { name: 'triage', file: '.loops/triage.loop.yaml', text: '', description: 'Looks', inputs: [], startedBy: [] },
  ],
};

function offered(marked: string, options: ParseOptions = { index }): readonly Completion[] {
  const { text, offset } = cursorMark(marked);
  return completionsAt(text, offset, options);
}

const labels = (marked: string, options?: ParseOptions): readonly string[] =>
  offered(marked, options).map(({ label }) => label);

function taking(marked: string, label: string, options?: ParseOptions): string {
  const item = offered(marked, options).find((completion) => completion.label === label);
  if (!item) throw new Error(`${label} is not offered`);
  return taken(cursorMark(marked).text, item).text;
}

describe('an empty file', () => {
  const starters = ['loop', 'loop without a model', 'loop on a schedule, with items', 'loop that only reports'];

  it.each(['|', '# my loop\n\n|', 'lo|', '\r\n|'])(
    '%j begins with whole loops, then the keys as they are written',
    (marked) => {
      expect(labels(marked).slice(0, 10)).toEqual([...starters, 'name', 'on', 'roles', 'checks', 'goal', 'budget']);
    },
  );

  it.each(starters)('%s is a loop without an error, named as its file', (label) => {
    const { loop, problems } = parseLoop(taking('|', label, { path }), { path });
    expect(problems.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(loop?.name).toBe('fix-things');
  });

  it.each(starters)('%s has a name to type over where the file has none', (label) => {
    const [item] = offered('|', { path: 'Untitled 1' }).filter((each) => each.label === label);
    expect(item?.insert).toMatch(/^name: \$\{1:[a-z-]+\}\n/);
    expect(item?.documentation).not.toMatch(/\$\{\d|\$0/);
  });

  it('is no longer empty with a key', () => {
    expect(labels('name: x\n|')).not.toContain('loop');
  });

  it('takes the name of the file', () => {
    expect(taking('name: |', 'fix-things', { path })).toBe('name: fix-things');
    expect(taking('na|', 'name', { path })).toBe('name: fix-things');
  });
});

describe('the place of the cursor', () => {
  it.each([
    ['in the middle of a word', 'isolation:\n  keep: on-f|ailur\n', 'always', 'isolation:\n  keep: always\n'],
    ['in the middle of a key', 'bud|gt: { max-iterations: 3 }\n', 'budget', 'budget: { max-iterations: 3 }\n'],
    ['in a key of braces', 'roles: { mak|r: { agent: claude } }\n', 'maker', 'roles: { maker: { agent: claude } }\n'],
    ['in quotes', 'isolation: { keep: "ne|" }\n', 'never', 'isolation: { keep: "never" }\n'],
    [
      'in quotes that are not closed',
      "on: { schedule: [{ cron: '|",
      '0 * * * *',
      "on: { schedule: [{ cron: '0 * * * *",
    ],
    ['after a colon without a space', 'isolation:\n  keep:|\n', 'never', 'isolation:\n  keep: never\n'],
    ['after a colon in braces', 'isolation: { keep:|\n', 'never', 'isolation: { keep: never\n'],
    ['in windows lines', 'isolation:\r\n  keep: |\r\n', 'never', 'isolation:\r\n  keep: never\r\n'],
    ['below the key of a list', 'state:\n  carry:\n    |\n', 'lessons', 'state:\n  carry:\n    - lessons\n'],
    ['on the line of a list', 'state:\n  carry: |\n', 'lessons', 'state:\n  carry: [lessons]\n'],
    [
      'below the key of a list of maps',
      'on:\n  schedule:\n    |\n',
      'cron',
      'on:\n  schedule:\n    - cron: "0 6 * * 1-5"\n',
    ],
    [
      'in an entry in braces',
      'on:\n  schedule:\n    - { cron: x, |\n',
      'missed',
      'on:\n  schedule:\n    - { cron: x, missed: run-once\n',
    ],
    [
      'deep down',
      'goal:\n  until: checks.a.passed\n  escalate:\n    - effort: high\n      |\n',
      'session',
      'goal:\n  until: checks.a.passed\n  escalate:\n    - effort: high\n      session: fresh\n',
    ],
    ['below a map of own names', 'checks:\n  |\n', 'tests', 'checks:\n  tests: npm test\n'],
    [
      'in a template',
      'roles: { maker: { prompt: "Fix ${{ it|" } }',
      'item.id',
      'roles: { maker: { prompt: "Fix ${{ item.id }}" } }',
    ],
    [
      'in a closed template',
      'roles: { maker: { prompt: "${{ it| }}" } }',
      'run.id',
      'roles: { maker: { prompt: "${{ run.id }}" } }',
    ],
    [
      'of an expression in braces',
      'goal: { until: | }\n',
      'checks.all(c, c.passed)',
      'goal: { until: "checks.all(c, c.passed)" }\n',
    ],
  ])('%s', (_, marked, label, expected) => {
    expect(taking(marked, label)).toBe(expected);
  });

  it.each([
    ['a tab for indentation', 'roles:\n\t|'],
    ['a block of text', 'description: |\n  Fix. |\n'],
    ['a command', 'checks:\n  tests:\n    run: "${{ |"\n'],
    ['a second value', 'name: x y |'],
  ])('is offered nothing in %s', (_, marked) => {
    expect(labels(marked).filter((label) => label !== 'keep-tests-green')).toEqual([]);
  });
});

describe('names', () => {
  it.each([
    ['agents with definitions', 'roles:\n  checker:\n    agent: |', 'claude:reviewer', 'Reviews'],
    ['agents with what they can do', 'roles:\n  checker:\n    agent: |', 'codex', /tells tokens, no cost · skills/],
    ['skills', 'roles:\n  maker:\n    agent: claude\n    skills: [|', 'tdd', 'Test first'],
    ['skills below their key', 'roles:\n  maker:\n    skills:\n      - |', 'tdd', 'Test first'],
    ['servers', 'connectors:\n  tracker: { mcp: |', 'github-mcp', '.mcp.json'],
    ['servers as connectors', 'connectors:\n  |', 'github_mcp', /name of your own/],
    [
      'connectors',
      'connectors: { tracker: { mcp: github } }\nroles:\n  maker:\n    connectors: [|',
      'tracker',
      /github/,
    ],
    ['other loops', 'name: fix-things\non:\n  loop:\n    name: |', 'triage', 'Looks'],
    ['loops with findings', 'items: { from: { findings: |', 'triage', 'Looks'],
    ['schedules in words', 'on:\n  schedule:\n    - cron: |', '0 6 * * 1-5', 'at 06:00 on workdays'],
    ['time zones', 'on:\n  schedule:\n    - timezone: |', 'UTC', 'default'],
    ['choices', 'on: { manual: { inputs: { a: { type: choice, options: [x, "y z"], default: |', 'y z', undefined],
    ['truth values', 'on: { manual: { inputs: { a: { type: boolean, default: |', 'true', undefined],
    ['defaults', 'items:\n  |', 'max', 'default: 10'],
    ['what must be written', '|', 'roles', 'required'],
  ])('%s', (_, marked, label, detail) => {
    const item = offered(marked).find((completion) => completion.label === label);
    expect(item?.label).toBe(label);
    if (detail === undefined) expect(item?.detail).toBeUndefined();
    else expect(item?.detail).toMatch(detail);
  });

  it.each([
    ['a definition with a fault', 'roles: { checker: { agent: |', 'codex:bad'],
    ['a skill with a fault', 'roles: { maker: { skills: [|', 'broken'],
    ['a skill for an agent that reads none', 'roles: { maker: { agent: acp, skills: [|', 'tdd'],
    ['the loop itself', 'name: fix-things\non: { loop: { name: |', 'fix-things'],
    ['the loop itself, by its file', 'on: { loop: { name: |', 'fix-things'],
    ['a fork for an agent that cannot', 'roles: { maker: { agent: gemini, session: |', 'fork'],
  ])('not %s', (_, marked, label) => {
    expect(labels(marked, { index, path })).not.toContain(label);
  });

  it('of time zones are many', () => {
    expect(labels('on:\n  schedule:\n    - timezone: |')).toContain('Europe/London');
  });

  it('tell what a choice means', () => {
    const [item] = offered('isolation:\n  keep: |').filter(({ label }) => label === 'never');
    expect(item?.documentation).toMatch(/always removed/);
  });
});

describe('what is known of choices and fields', () => {
  it('names only choices that there are, and every one', () => {
    const steps = (field: string): readonly (string | number)[] =>
      field.split('.').map((step) => (step === '*' ? 0 : step));
    const concrete = (field: string): readonly (string | number)[] =>
      steps(
        field
          .replace('roles.*', 'roles.maker')
          .replace(/^(checks|metrics|gates)\.\*/, '$1.a')
          .replace('inputs.*', 'inputs.a'),
      );
    for (const [field, meanings] of Object.entries(valueMeanings)) {
      const schemas = schemasAt(concrete(field), rootSchema()).flatMap((schema) => schema.anyOf ?? [schema]);
      const all = schemas.flatMap((schema) => schema.enum ?? (schema.const === undefined ? [] : [schema.const]));
      expect(Object.keys(meanings).sort(), field).toEqual(all.map(String).sort());
    }
  });

  // The lints tell a field that an agent does not read; the same field is not offered.
  it.each(agentRoles)('agrees with the problems about the fields of the %s', (role) => {
    const values: Readonly<Record<string, string>> = {
      run: 'node x.mjs',
      command: 'goose acp',
      model: 'small',
      effort: 'high',
      skills: '[tdd]',
      'max-turns': '3',
    };
    for (const agent of agentNames) {
      for (const [field, value] of Object.entries(values)) {
        const text = `roles:\n  ${role}:\n    agent: ${agent}\n`;
        const whole = `${text}    ${field}: ${value}\n`;
        const line = whole.split('\n').findIndex((each) => each.startsWith(`    ${field}:`));
        const refused = parseLoop(whole).problems.some(
          ({ code, severity, range }) =>
            (code === 'LW222' || code === 'LW221') && severity !== 'info' && range.start.line === line,
        );
        expect([agent, field, fitsHere(text, ['roles', role], field)]).toEqual([agent, field, !refused]);
      }
    }
  });
});
