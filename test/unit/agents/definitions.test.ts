import { afterEach, describe, expect, it } from 'vitest';
import { readDefinition } from '../../../src/definitions/agentDefinitions.ts';
import { must } from '../git/must.ts';
import { Committed, type Content } from './committed.ts';

let scene: Committed;
afterEach(() => scene?.dispose());

async function read(agent: 'claude' | 'codex' | 'pi', files: Readonly<Record<string, Content>>, name = 'reviewer') {
  scene = await Committed.of(files);
  return readDefinition(scene.base, agent, name);
}

const claude = (front: string, body = 'Look for races.') => ({
  '.claude/agents/reviewer.md': `---\n${front}\n---\n\n${body}\n`,
});
const codex = (toml: string) => ({ '.codex/agents/reviewer.toml': toml });

describe('a definition', () => {
  it('of claude has instructions, model and tools', async () => {
    const files = claude(
      'name: reviewer\ndescription: Reviews\nmodel: opus\ntools: Read, Grep , Bash(git diff:*)\ncolor: red',
    );
    expect(must(await read('claude', files))).toEqual({
      instructions: 'Look for races.',
      model: 'opus',
      tools: ['Read', 'Grep', 'Bash(git diff:*)'],
      readOnly: false,
      ignored: ['color'],
    });
  });

  it('of claude may be bare, inherit its model, and list its tools', async () => {
    expect(must(await read('claude', { '.claude/agents/reviewer.md': 'Look.\n' }))).toEqual({
      instructions: 'Look.',
      readOnly: false,
      ignored: [],
    });
    await scene.dispose();
    const files = claude('model: inherit\ntools: [Read, Grep]');
    expect(must(await read('claude', files))).toMatchObject({ tools: ['Read', 'Grep'] });
  });

  it('is found by what it calls itself, also in a folder below', async () => {
    const files = {
      '.claude/agents/reviewer.md': '---\nname: other\n---\nNot this one.',
      '.claude/agents/team/x.md': '---\nname: reviewer\n---\nThis one.',
      '.claude/agents/broken.md': '---\nname: [\n---\n',
    };
    expect(must(await read('claude', files)).instructions).toBe('This one.');
  });

  it('of codex has instructions, model and effort', async () => {
    const files = codex(
      'name = "reviewer"\ndescription = "d"\ndeveloper_instructions = """\nLook.\n"""\nmodel = "gpt-5"\nmodel_reasoning_effort = "high"\nsandbox_mode = "read-only"\nnickname_candidates = ["a"]\n[tools]\nweb_search = true\n',
    );
    expect(must(await read('codex', files))).toEqual({
      instructions: 'Look.',
      model: 'gpt-5',
      effort: 'high',
      readOnly: true,
      ignored: ['tools', 'nickname_candidates'],
    });
  });

  it.each<['claude' | 'codex' | 'pi', RegExp, Readonly<Record<string, Content>>]>([
    ['claude', /There is no claude:reviewer .* Commit \.claude\/agents\/reviewer\.md\.$/, {}],
    ['claude', /There are: tester\./, { '.claude/agents/tester.md': 'x' }],
    ['pi', /pi has no definitions of its own/, {}],
    ['claude', /no instructions after the front matter/, claude('name: reviewer', '')],
    ['claude', /no plain YAML/, claude('name: [x')],
    ['claude', /may be YAML only/, { '.claude/agents/reviewer.md': '---js\nprocess.exit()\n---\nx' }],
    ['claude', /disallowedTools is not held to here/, claude('disallowedTools: Bash')],
    ['claude', /tools/, claude('tools: 7')],
    ['claude', /is no plain file/, { '.claude/agents/reviewer.md': { link: '/etc/passwd' } }],
    ['claude', /262144 are the most/, { '.claude/agents/reviewer.md': Buffer.alloc(300_000, 'x') }],
    ['claude', /is not UTF-8/, { '.claude/agents/reviewer.md': Buffer.from([0xff]) }],
    ['codex', /is no TOML/, codex('developer_instructions = ')],
    [
      'codex',
      /reviewer\.toml\) cannot be used: `tools` is not held to by codex\. Take it out, or name a definition of `claude`\.$/,
      codex('developer_instructions = "x"\ntools = ["shell"]'),
    ],
    ['codex', /developer_instructions/, codex('name = "reviewer"')],
    ['codex', /model_reasoning_effort/, codex('developer_instructions = "x"\nmodel_reasoning_effort = "ultra"')],
  ])('of %s that cannot be used is a problem: %s', async (agent, told, files) => {
    const answer = await read(agent, files);
    expect(answer.ok ? 'none' : answer.error).toMatch(told);
  });
});
