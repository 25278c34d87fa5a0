import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BaseFiles } from '../../../src/definitions/baseFiles.ts';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import type { Loop } from '../../../src/model/loopFile.ts';
import { missingPart } from '../../../src/runner/roleParts.ts';

/** A commit with these files. */
function commit(files: Readonly<Record<string, string>>): BaseFiles {
  return {
    below: async (folder) =>
      Object.entries(files)
        .filter(([path]) => path.startsWith(`${folder}/`))
        .map(([path, text]) => ({ path, kind: 'file', bytes: Buffer.byteLength(text) })),
    read: async (path) => (files[path] === undefined ? undefined : Buffer.from(files[path])),
  };
}

function loopWith(maker: string, judge = ''): Loop {
  const text = `name: fix
on: manual
connectors: { tracker: { mcp: github } }
roles: { maker: { ${maker}, prompt: Fix it. }${judge} }
checks: { tests: npm test }
goal: ${judge === '' ? 'checks.tests.passed' : '{ until: judge.passed, judge: { rubric: Good. } }'}
`;
  const { loop, problems } = parseLoop(text);
  if (loop === undefined) throw new Error(JSON.stringify(problems));
  return loop;
}

const skill = '---\nname: tdd\ndescription: Tests first.\n---\nWrite the test first.\n';
const reviewer = '---\nname: fixer\ndescription: Fixes.\n---\nFix it.\n';

describe.skipIf(process.platform === 'win32')('before a run starts', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loopwright-parts-'));
    await writeFile(join(folder, 'claude'), '#!/bin/sh\n');
    await chmod(join(folder, 'claude'), 0o755);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const missing = (maker: string, files: Readonly<Record<string, string>> = {}) =>
    missingPart(loopWith(maker), commit(files), { env: { PATH: folder }, hasModels: async () => false });

  it('all that its roles name is there', async () => {
    expect(await missing('agent: claude')).toBeUndefined();
    expect(await missing('agent: auto')).toBeUndefined();
    expect(await missing('agent: acp, command: not-made-yet acp')).toBeUndefined();
    const files = { '.claude/agents/fixer.md': reviewer, '.agents/skills/tdd/SKILL.md': skill };
    expect(await missing('agent: "claude:fixer", skills: [tdd]', files)).toBeUndefined();
  });

  it.each([
    ['agent: codex', /^roles\.maker: codex was not found .*loopwright doctor/],
    ['agent: "claude:other"', /^roles\.maker: .*claude:other/],
    ['agent: claude, skills: [tdd]', /^roles\.maker: There is no skill tdd/],
    ['agent: auto, skills: [tdd]', /^roles\.maker: There is no skill tdd/],
    ['agent: claude, connectors: [tracker]', /^roles\.maker: .*(\.mcp\.json|github)/],
  ])('%s: what is not there is named', async (maker, words) => {
    expect(await missing(maker)).toMatch(words);
  });

  it('a judge in the editor needs a window with a language model', async () => {
    const loop = loopWith('agent: claude', ', judge: { agent: vscode }');
    const world = (isThere: boolean) => ({ env: { PATH: folder }, hasModels: async () => isThere });
    expect(await missingPart(loop, commit({}), world(true))).toBeUndefined();
    expect(await missingPart(loop, commit({}), world(false))).toMatch(/^roles\.judge: No window of VS Code/);
  });

  it('a file of servers that cannot be read is named too', async () => {
    expect(await missing('agent: claude, connectors: [tracker]', { '.mcp.json': '{ "mcpServers": ' })).toMatch(
      /\.mcp\.json/,
    );
  });
});
