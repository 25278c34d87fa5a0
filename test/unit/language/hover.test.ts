import { describe, expect, it } from 'vitest';
import { completionsAt } from '../../../src/language/completion.ts';
import { hoverAt } from '../../../src/language/hover.ts';
import type { WorkspaceIndex } from '../../../src/language/workspaceIndex.ts';
import { cursorMark } from './cursorMark.ts';
import { fullLoop } from './fullLoop.ts';

const index: WorkspaceIndex = {
  skills: [
    { name: 'tdd', file: '.loops/skills/tdd/SKILL.md', description: 'Test first' },
    { name: 'broken', file: '.loops/skills/broken/SKILL.md', fault: 'it has hooks' },
  ],
  agents: [
    { agent: 'claude', name: 'reviewer', file: '.claude/agents/reviewer.md', description: 'Reviews', model: 'opus' },
  ],
  servers: [
    {
      name: 'github',
      file: '.mcp.json',
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 4 } },
      detail: 'npx github-mcp',
    },
  ],
  loops: [{ name: 'triage', file: '.loops/triage.loop.yaml', text: '', inputs: [], startedBy: [] }],
};

function hover(
  marked: string,
  of?: WorkspaceIndex,
): { readonly pointed: string; readonly markdown: string } | undefined {
  const { text, offset } = cursorMark(marked);
  const found = hoverAt(text, offset, of);
  if (!found) return undefined;
  const line = text.split('\n')[found.range.start.line] ?? '';
  return { pointed: line.slice(found.range.start.character, found.range.end.character), markdown: found.markdown };
}

describe('hoverAt', () => {
  it.each([
    ['bud|get: { max-iterations: 3 }\n', 'budget', /may spend/],
    ['budget: { max-it|erations: 3 }\n', 'max-iterations', /from 1 to 1000[\s\S]*```yaml\nmax-iterations: 5/],
    ['roles:\n  maker:\n    ag|ent: repair\n', 'agent', /`claude`, .*`command`, `repair`/],
    ['checks:\n  tests:\n    timeout-m|inutes: 3\n', 'timeout-minutes', /Minutes; default 15/],
    ['checks:\n  te|sts: npm test\n', 'tests', /command/],
    ['checks: { tests: x }\ngoal: checks.te|sts.passed\n', 'tests', /check `tests`/],
    ['checks: { tests: x }\ngoal: checks.tests.pas|sed\n', 'passed', /bool/],
    ['checks: { tests: x }\ngoal:\n  until: checks.tests.pas|sed\n', 'passed', /bool/],
    ['goal: { give-up: run.no_prog|ress > 3 }\n', 'no_progress', /got better/],
    ['metrics: { size: { run: x } }\ngoal: metrics.si|ze < 3.0\n', 'size', /The metric/],
    ['gates: { a: { when: diff.li|nes > 3 } }\n', 'lines', /added and removed/],
    ['on:\n  schedule:\n    - cr|on: x\n', 'cron', /day of the week/],
    ['on: { manual: { inputs: { cou|nt: {} } } }\n', 'count', /inputs\.<name>/],
    ['metrics: { cover|age: { run: x } }\n', 'coverage', /A metric/],
    ['gates: { bi|g: {} }\n', 'big', /A gate/],
    ['items: { from: { fi|le: x } }\n', 'file', /read from the base/],
    ['goal: checks.a|ll(c, c.passed)\n', 'all', /every check/],
    ['goal: |checks.all(c, c.passed)\n', 'checks', /All checks/],
    ['bud|get: [1\nfoo', 'budget', /may spend/],
  ])('%s', (marked, pointed, markdown) => {
    expect(hover(marked)).toEqual({ pointed, markdown: expect.stringMatching(markdown) });
  });

  it.each([
    ['checks:\n  te|sts: npm test\ngoal: checks.tests.passed\n', /A check. Used in `goal`.[\s\S]*```sh\nnpm test/],
    ['checks:\n  te|sts: { run: npm test }\ngoal: checks.other.passed\n', /Not used yet/],
    [
      'on: { manual: { inputs: { mi|n: {} } } }\nroles: { maker: { prompt: "${{ inputs.min }}" } }\n',
      /\$\{\{ inputs.min \}\}/,
    ],
    [
      'connectors: { trac|ker: { mcp: github } }\nroles: { maker: { connectors: [tracker] } }\n',
      /roles.maker.connectors[\s\S]*npx github-mcp/,
    ],
    ['connectors: { a: { mcp: git|hub } }\n', /The MCP server `github`[\s\S]*npx github-mcp/],
    ['roles: { maker: { agent: cla|ude } }\n', /tells cost · skills \(\.claude\/skills\)/],
    [
      'roles: { checker: { agent: claude:rev|iewer } }\n',
      /Reviews[\s\S]*\.claude\/agents\/reviewer\.md[\s\S]*`opus`[\s\S]*`claude`:/,
    ],
    ['roles: { maker: { skills: [td|d] } }\n', /The skill `tdd`[\s\S]*Test first[\s\S]*SKILL\.md/],
    ['roles: { maker: { skills: [bro|ken] } }\n', /would not be given to an agent: it has hooks/],
    ['on: { loop: { name: tri|age } }\n', /The loop `triage`[\s\S]*\.loops\/triage\.loop\.yaml/],
    ['isolation: { keep: nev|er }\n', /always removed/],
    ['isolation: { se|tup: [x] }\n', /Enforced by/],
    ['isolation: { ke|ep: never }\n', /- `never`: .*always removed/],
    ['goal: checks.all(c, |c.passed)\n', /`c`: one of `checks`/],
    ['goal: checks.all(c, c.pas|sed)\n', /`passed`: bool/],
    ['goal: "diff.files.exists(f, f.starts|With(\'src/\'))"\n', /begins with this one/],
    ['checks: { tests: { run: npm test } }\ngoal: checks["tests"].exit_|code == 0\n', /Exit code/],
    ['items: { where: it|em.x > 2 }\n', /as it was found/],
    ['items: { where: siz|e(item.x) > 2 }\n', /How many entries/],
    ['roles: { maker: { prompt: "Fix ${{ item.i|d }}" } }\n', /Short name of the item/],
    ['roles: { maker: { prompt: "Fix ${{ item.fi|le }}" } }\n', /A field of the item/],
    [
      'on: { manual: { inputs: { a: { type: number, description: So many } } } }\nroles: { maker: { prompt: "${{ inputs.|a }}" } }\n',
      /a number. So many/,
    ],
  ])('%j', (marked, markdown) => {
    expect(hover(marked, index)?.markdown).toMatch(markdown);
  });

  it('says nothing about words outside of templates, texts of expressions and names that there are not', () => {
    for (const marked of [
      'roles: { maker: { prompt: Fix it|em.id } }\n',
      'roles: { maker: { prompt: "${{ item.id }} it|em" } }\n',
      'goal: other.pas|sed\n',
      'goal: checks.x.no|pe\n',
      'roles: { maker: { skills: [oth|er] } }\n',
    ]) {
      expect(hover(marked, index)).toBeUndefined();
    }
  });

  it('and completion live on wherever a large loop ends', () => {
    for (let at = 0; at <= fullLoop.length; at += 7) {
      const text = fullLoop.slice(0, at);
      expect(() => hoverAt(text, text.length, index)).not.toThrow();
      for (const end of [text, `${text}\n`]) {
        expect(() => completionsAt(end, end.length, { index })).not.toThrow();
      }
    }
  });

  it('says nothing about values, unknown keys, comments and empty places', () => {
    for (const marked of ['name: fo|o\n', 'foo|: 1\n', '# na|me\n', '|', 'name: x\n|\n', `${'['.repeat(500)}|`]) {
      expect(hover(marked)).toBeUndefined();
    }
  });

  it('answers for every key of a full loop', () => {
    const keys = [...fullLoop.matchAll(/^\s*(?:- )?([a-z][a-z_-]+):/gm)];
    expect(keys.length).toBeGreaterThan(100);
    for (const key of keys) {
      const offset = key.index + key[0].length - 2;
      expect(hoverAt(fullLoop, offset)?.markdown, key[0]).toMatch(/\S/);
    }
  });
});
