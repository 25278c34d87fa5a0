import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseLoop } from '../../../../src/language/parseLoop.ts';
import type { WorkspaceIndex } from '../../../../src/language/workspaceIndex.ts';

const textOf = (name: string): string =>
  readFileSync(join(import.meta.dirname, `${name}.loop.yaml`), 'utf8').replaceAll('\r\n', '\n');

const range = { start: { line: 2, character: 4 }, end: { line: 2, character: 12 } };
const loop = (name: string) => ({ name, file: `.loops/${name}.loop.yaml`, text: '', inputs: [], startedBy: [] });

/** A repository that has what the loops of the reference name. */
const index: WorkspaceIndex = {
  skills: ['tdd', 'flaky-tests'].map((name) => ({ name, file: `.claude/skills/${name}/SKILL.md` })),
  agents: [
    { agent: 'claude', name: 'test-explorer', file: '.claude/agents/test-explorer.md' },
    { agent: 'codex', name: 'reviewer', file: '.codex/agents/reviewer.toml' },
  ],
  servers: [{ name: 'github', file: '.mcp.json', range }],
  loops: [loop('nightly-triage'), loop('fix-flaky-tests'), loop('keep-tests-green')],
};

/**
 * Advice that the reference's loops get until the lints are changed: landing without a question about it, and an agent
 * that tells no cost. Empty this list then.
 */
const adviceSoFar: readonly string[] = ['LW326', 'LW226'];

/** Each problem as its code and the text that it points at. */
function found(name: string, text: string): readonly string[] {
  const lines = text.split('\n');
  const { problems } = parseLoop(text, { path: `.loops/${name}.loop.yaml`, index });
  return problems
    .filter(({ code }) => !adviceSoFar.includes(code))
    .map(({ code, range: { start, end } }) => {
      const line = lines[start.line] ?? '';
      return `${code} ${line.slice(start.character, end.line === start.line ? end.character : undefined)}`;
    });
}

/** What the reference writes that nothing enforces yet: the text, and what is told of it. */
const unsupported: readonly (readonly [string, string])[] = [
  [', approvers: ["@org/core"]', 'LW105 "@org/core"'],
  [', merge: after-gate', 'LW105 merge'],
  ['file: .loops/state/fix-flaky-tests.md, ', 'LW105 file'],
  [
    'loops:\n  verify: { uses: ./verify-in-staging.loop.yaml, on: success, with: { branch: "${{ run.branch }}" } }\n',
    'LW105 loops',
  ],
  ['outputs: { cost: run.cost_usd }\n', 'LW105 outputs'],
];

const flaky = textOf('fix-flaky-tests');

/** A pull request is not merged by a loop, so a gate before the merge would never ask; it asks before the delivery. */
const delivered = (text: string): string =>
  text.replace('before: merge, comprehension', 'before: deliver, comprehension');

const without = (texts: readonly string[]): string =>
  texts.reduce((text, part) => text.replace(part, ''), delivered(flaky));

describe('the loops of the reference', () => {
  it('the smallest useful one has no problem', () => {
    expect(found('keep-tests-green', textOf('keep-tests-green'))).toEqual([]);
  });

  it('the one with everything has no problem without what nothing enforces yet', () => {
    expect(found('fix-flaky-tests', without(unsupported.map(([text]) => text)))).toEqual([]);
  });

  it.each(unsupported)('%j is refused as not supported yet, and nothing else is said', (text, problem) => {
    expect(flaky).toContain(text);
    const others = unsupported.map(([other]) => other).filter((other) => other !== text);
    expect(found('fix-flaky-tests', without(others))).toEqual([problem]);
  });

  it('a gate before the merge of a pull request is never reached, and says so', () => {
    const asWritten = unsupported.reduce((text, [part]) => text.replace(part, ''), flaky);
    expect(found('fix-flaky-tests', asWritten)).toEqual(['LW331 merge']);
  });
});
