import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundlePackagedServer } from '../../../scripts/build/bundle.mjs';

describe('the packaged language server', () => {
  let folder: string;
  let sources: readonly string[];
  let kilobytes: number;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loopwright-packaged-'));
    const file = join(folder, 'server.js');
    sources = await bundlePackagedServer(file);
    kilobytes = (await stat(file)).size / 1024;
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is no larger than its goal (decision 26)', () => {
    expect(kilobytes).toBeLessThan(650);
  });

  it.each([
    ['what only pages about problems show', /^src\/language\/pages\//],
    ['steps and runs', /^src\/model\/(steps|shapes|runState|runView)\.ts$/],
    ['forms of answers, which those who asked hold them to', /^src\/model\/(dryRun|life|problem|\w+Reply)\.ts$/],
    ['libraries of the protocol', /^node_modules\/vscode-(jsonrpc|languageserver|languageserver-protocol)\//],
  ])('brings along nothing of %s', (_what, pattern) => {
    expect(sources).toContain('src/server/main.ts');
    expect(sources.filter((source) => pattern.test(source))).toEqual([]);
  });
});
