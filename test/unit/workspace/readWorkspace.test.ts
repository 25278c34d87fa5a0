import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { WorkspaceIndex } from '../../../src/language/workspaceIndex.ts';
import { isIndexed, repositoryTop } from '../../../src/workspace/paths.ts';
import { readWorkspace } from '../../../src/workspace/readWorkspace.ts';
import { Checkout, type Content } from './checkout.ts';

let checkout: Checkout | undefined;
afterEach(() => checkout?.remove());

async function indexOf(files: Readonly<Record<string, Content>>): Promise<WorkspaceIndex> {
  checkout = new Checkout(files);
  return readWorkspace(checkout.path);
}

const skill = (description: string) => `---\nname: x\ndescription: ${description}\n---\nDo it.\n`;
const toml = 'name = "reviewer"\ndescription = "Looks for races"\ndeveloper_instructions = "Look."\nmodel = "gpt-5"\n';

describe('an index', () => {
  it('of an empty or missing folder is empty', async () => {
    const nothing = { skills: [], agents: [], servers: [], loops: [] };
    expect(await indexOf({})).toEqual(nothing);
    expect(await readWorkspace('/no/such/folder')).toEqual(nothing);
  });

  it('has each skill once, where a role would be given it from', async () => {
    const { skills } = await indexOf({
      '.agents/skills/tdd/SKILL.md': skill('Not this one'),
      '.agents/skills/taste/SKILL.md': 'No front matter.\n',
      '.claude/skills/tdd/SKILL.md': skill('Test first'),
      '.claude/skills/tdd/scripts/run.sh': '#!/bin/sh\n',
      '.loops/skills/late/SKILL.md': skill('"Late: but there"'),
      '.claude/skills/-odd/SKILL.md': skill('No name of a skill'),
      '.claude/skills/README.md': 'No skill.\n',
    });
    expect(skills).toEqual([
      { name: 'late', file: '.loops/skills/late/SKILL.md', description: 'Late: but there' },
      { name: 'tdd', file: '.claude/skills/tdd/SKILL.md', description: 'Test first' },
      { name: 'taste', file: '.agents/skills/taste/SKILL.md' },
    ]);
  });

  it.each<readonly [string, Readonly<Record<string, Content>>, RegExp]>([
    ['hooks', { 'SKILL.md': '---\nhooks: { Stop: [] }\n---\n' }, /hooks/],
    ['front matter that is a program', { 'SKILL.md': '---js\n{ x: process.exit(1) }\n---\n' }, /may be YAML only/],
    ['front matter that is no YAML', { 'SKILL.md': '---\na: [\n---\n' }, /no plain YAML/],
    ['front matter that asks for a class', { 'SKILL.md': '---\na: !!js/function x\n---\n' }, /no plain YAML/],
    ['nested brackets', { 'SKILL.md': `---\na: ${'['.repeat(15_000)}\n---\n` }, /no plain YAML/],
    ['endless front matter', { 'SKILL.md': `---\n${'a\n'.repeat(20_000)}---\n` }, /are the most/],
    ['no SKILL.md', { 'readme.md': 'x' }, /no SKILL\.md/],
    ['bytes that are no text', { 'SKILL.md': Buffer.from([0xff, 0xfe, 0]) }, /not UTF-8/],
    ['a link that leads out', { 'SKILL.md': skill('x'), 'x.md': { link: '/etc/hostname' } }, /leads out/],
    ['too many files', manyFiles(501), /501 files/],
  ])('has a skill with %s, and why no agent is given it', async (_, files, fault) => {
    const below = Object.entries(files).map(([path, content]) => [`.claude/skills/tdd/${path}`, content]);
    const { skills } = await indexOf(Object.fromEntries(below));
    expect(skills).toMatchObject([{ name: 'tdd', fault: expect.stringMatching(fault) }]);
  });

  it('runs nothing of a skill', async () => {
    const program = `---javascript\nrequire('fs').writeFileSync('ran', '')\n---\n`;
    await indexOf({ '.claude/skills/tdd/SKILL.md': program });
    expect(existsSync(join(checkout?.path ?? '', 'ran')) || existsSync('ran')).toBe(false);
  });

  it('has the definitions of claude and codex by the names that a loop would use', async () => {
    const { agents } = await indexOf({
      '.claude/agents/a.md': '---\nname: reviewer\ndescription: Shadowed\n---\nLook.',
      '.claude/agents/reviewer.md': '---\ndescription: Looks for races\nmodel: opus\n---\nLook.',
      '.claude/agents/team/explorer.md': '---\nname: test-explorer\nmodel: inherit\n---\nFind.',
      '.claude/agents/empty.md': '---\nname: empty\n---\n',
      '.claude/agents/notes.txt': 'no definition',
      '.codex/agents/r.toml': toml,
      '.codex/agents/broken.toml': 'developer_instructions = "Look.\n',
    });
    expect([...agents].sort((a, b) => a.file.localeCompare(b.file))).toEqual([
      {
        agent: 'claude',
        name: 'empty',
        file: '.claude/agents/empty.md',
        fault: expect.stringContaining('instructions'),
      },
      {
        agent: 'claude',
        name: 'reviewer',
        file: '.claude/agents/reviewer.md',
        description: 'Looks for races',
        model: 'opus',
      },
      { agent: 'claude', name: 'test-explorer', file: '.claude/agents/team/explorer.md' },
      {
        agent: 'codex',
        name: 'broken',
        file: '.codex/agents/broken.toml',
        fault: expect.stringMatching(/^codex:broken \(.*\) cannot be used: it is no TOML/),
      },
      {
        agent: 'codex',
        name: 'reviewer',
        file: '.codex/agents/r.toml',
        description: 'Looks for races',
        model: 'gpt-5',
      },
    ]);
  });

  it('has the servers of .mcp.json with where their names stand', async () => {
    const { servers } = await indexOf({
      '.mcp.json': `{\n\t"mcpServers": {\n\t\t"github": { "command": "npx", "args": ["-y", "server-github"] },\n\t\t"docs\\u0020x": { "url": "https://example.com/mcp" }\n\t}\n}\n`,
    });
    expect(servers).toEqual([
      {
        name: 'github',
        file: '.mcp.json',
        range: { start: { line: 2, character: 2 }, end: { line: 2, character: 10 } },
        detail: 'npx -y server-github',
      },
      {
        name: 'docs x',
        file: '.mcp.json',
        range: { start: { line: 3, character: 2 }, end: { line: 3, character: 15 } },
        detail: 'https://example.com/mcp',
      },
    ]);
  });

  it.each([
    ['that breaks off', '{ "mcpServers": { "github": { "command": "npx" },', ['github']],
    ['that is YAML', 'mcpServers: { github: {} }', ['github']],
    ['of brackets', '['.repeat(3000), []],
    ['with a list for its servers', '{ "mcpServers": ["github"] }', []],
    ['that is null', 'null', []],
    ['that is empty', '', []],
  ])('of a .mcp.json %s has what can be made out', async (_, text, names) => {
    const { servers } = await indexOf({ '.mcp.json': text });
    expect(servers.map(({ name }) => name)).toEqual(names);
    if (names.length > 0) expect(servers[0]?.fault).toContain('.mcp.json is no JSON');
  });

  it('has the loops with what others can name of them', async () => {
    const { loops } = await indexOf({
      '.loops/b.loop.yaml': 'name: fix\non:\n  loop: { name: triage }\n  manual: { inputs: { least: {}, most: {} } }\n',
      '.loops/a.loop.yaml': 'name: triage\ndescription: Looks\non: manual\n',
      '.loops/broken.loop.yaml': 'on: [',
      '.loops/long.loop.yaml': 'x: y\n'.repeat(300_000),
      '.loops/deep.loop.yaml': '['.repeat(3000),
      '.loops/readme.md': 'x',
      '.loops/sub/c.loop.yaml': 'name: c\n',
    });
    expect(loops.map(({ text, ...rest }) => ({ ...rest, length: Math.min(text.length, 100) }))).toEqual([
      { name: 'triage', file: '.loops/a.loop.yaml', description: 'Looks', inputs: [], startedBy: [], length: 43 },
      { name: 'fix', file: '.loops/b.loop.yaml', inputs: ['least', 'most'], startedBy: ['triage'], length: 85 },
      { name: 'broken', file: '.loops/broken.loop.yaml', inputs: [], startedBy: [], length: 5 },
      { name: 'deep', file: '.loops/deep.loop.yaml', inputs: [], startedBy: [], length: 100 },
      { name: 'long', file: '.loops/long.loop.yaml', inputs: [], startedBy: [], length: 0 },
    ]);
  });
});

it('folders in the place of files, and files in that of folders, are not there', async () => {
  const { loops, servers, agents, skills } = await indexOf({
    '.loops/a.loop.yaml/x': 'x',
    '.mcp.json/x': 'x',
    '.claude/agents/x.md/y': 'x',
    '.claude/skills': 'x',
    '.agents': 'x',
  });
  expect([loops, servers, agents, skills]).toEqual([[], [], [], []]);
});

describe.skipIf(process.platform === 'win32')('links', () => {
  it('are not followed, neither in circles nor out of the repository', async () => {
    const outside = new Checkout({
      'tdd/SKILL.md': skill('Outside'),
      'x.loop.yaml': 'name: outside\n',
      'm.json': '{}',
    });
    try {
      const index = await indexOf({
        '.loops/again': { link: '.' },
        '.loops/circle.loop.yaml': { link: 'circle.loop.yaml' },
        '.loops/x.loop.yaml': { link: join(outside.path, 'x.loop.yaml') },
        '.loops/good.loop.yaml': 'name: good\n',
        '.loops/skills/own/SKILL.md': skill('Own'),
        '.loops/skills/own/again.md': { link: 'SKILL.md' },
        '.claude/skills': { link: outside.path },
        '.claude/agents/x.md': { link: join(outside.path, 'tdd/SKILL.md') },
        '.mcp.json': { link: join(outside.path, 'm.json') },
      });
      expect(index.loops.map(({ name }) => name)).toEqual(['good']);
      expect(index.skills).toEqual([{ name: 'own', file: '.loops/skills/own/SKILL.md', description: 'Own' }]);
      expect(index.agents).toMatchObject([{ name: 'x', fault: expect.stringContaining('is no plain file') }]);
      expect(index.servers).toEqual([]);
    } finally {
      outside.remove();
    }
  });
});

describe('the top of a repository', () => {
  it.each([
    ['/repo/.loops/a.loop.yaml', '/repo'],
    ['/repo/.loops/recipes/a.loop.yaml', '/repo'],
    ['/repo/.loops/x/.loops/a.loop.yaml', '/repo/.loops/x'],
    ['/repo/loops/a.loop.yaml', undefined],
    ['/repo/x.loops/a.loop.yaml', undefined],
    ['/.loops/a.loop.yaml', '/'],
  ])('of %s is %s', (file, top) => {
    const own = process.platform === 'win32' ? file.replaceAll('/', '\\') : file;
    expect(repositoryTop(own)?.replaceAll('\\', '/')).toBe(top);
  });

  it.each([
    ['.loops/a.loop.yaml', true],
    ['.loops/skills/tdd/scripts/x.sh', true],
    ['.claude/agents/x.md', true],
    ['.claude', true],
    ['.mcp.json', true],
    ['.loops/state/a.md', false],
    ['.claude/settings.json', false],
    ['src/.mcp.json', false],
    ['../other/.mcp.json', false],
  ])('%s matters to an index: %s', (path, matters) => {
    expect(isIndexed(path)).toBe(matters);
  });
});

function manyFiles(count: number): Readonly<Record<string, string>> {
  const files = Array.from({ length: count }, (_, index) => [`f${index}.md`, 'x']);
  return Object.fromEntries(files);
}
