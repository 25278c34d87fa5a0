import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundlePackaged } from '../../../../scripts/build/bundle.mjs';

/** The agent waits until the driver's first file is read and run (decision 20). */
describe("the driver's program files", () => {
  let folder: string;
  let first: readonly string[];
  let after: readonly string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loopwright-driver-'));
    [first, after] = (await Promise.all(
      (['agent', 'agent.after'] as const).map((name) => bundlePackaged(name, join(folder, `${name}.js`))),
    )) as [string[], string[]];
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('begin with one that starts the agent, and holds no library', () => {
    expect(first).toContain('src/agents/drive/startedProcess.ts');
    expect(first.filter((source) => source.startsWith('node_modules/'))).toEqual([]);
  });

  it('go on with what reads an agent, checks verdicts and serves tools', () => {
    const parts = ['claude/stream', 'codex/server', 'pi/turn', 'acp/conversation', 'report/verdicts', 'mcp/toolServer'];
    const files = parts.map((part) => `src/agents/${part}.ts`);
    expect(after).toEqual(expect.arrayContaining(files));
    expect(first.filter((source) => files.includes(source))).toEqual([]);
  });

  it('have no library but zod', () => {
    const libraries = after.filter((source) => source.startsWith('node_modules/'));
    expect(libraries.filter((source) => !source.startsWith('node_modules/zod/'))).toEqual([]);
    expect(libraries).not.toEqual([]);
  });
});
