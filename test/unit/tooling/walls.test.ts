import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../../scripts/paths.mjs';

let house: string;

beforeEach(async () => {
  house = await mkdtemp(join(tmpdir(), 'loopwright-walls-'));
  await cp(join(root, '.dependency-cruiser.cjs'), join(house, '.dependency-cruiser.cjs'));
  const dependencies = { zod: '1.0.0', 'simple-git': '1.0.0' };
  await write('package.json', JSON.stringify({ name: 'house', type: 'module', dependencies }));
  await write('tsconfig.json', '{ "compilerOptions": { "module": "ESNext", "moduleResolution": "Bundler" } }');
  for (const name of Object.keys(dependencies)) {
    await write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    await write(`node_modules/${name}/index.js`, '');
  }
  await write('src/model/loop.ts', `import * as z from 'zod';\nexport const loop = z;\n`);
  await write('src/engine/durable.ts', `export const durable = 1;\n`);
});

afterEach(() => rm(house, { recursive: true, force: true }));

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(house, file)), { recursive: true });
  await writeFile(join(house, file), text);
}

/** The broken rules, as `from -> to`. */
function violations(): string[] {
  const script = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = [script, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: house, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (!stdout.startsWith('{')) throw new Error(stderr);
  const found: { from: string; to: string }[] = JSON.parse(stdout).summary.violations;
  return found.map(({ from, to }) => `${from} -> ${to}`);
}

const permitted: [file: string, imports: string][] = [
  ['src/engine/ok1.ts', '../model/loop.ts'],
  ['src/steps/ok2.ts', '../engine/durable.ts'],
  ['src/git/ok3.ts', 'simple-git'],
  ['src/git/ok4.ts', 'node:fs'],
  ['src/extension/ok5.ts', 'vscode'],
  ['src/runner/ok6.ts', '../engine/durable.ts'],
];

const forbidden: [file: string, imports: string][] = [
  ['src/model/bad1.ts', '../engine/durable.ts'],
  ['src/model/bad2.ts', 'simple-git'],
  ['src/model/bad3.ts', 'node:fs'],
  ['src/engine/bad4.ts', 'node:path'],
  ['src/extension/bad5.ts', '../engine/durable.ts'],
  ['src/cli/bad6.ts', 'vscode'],
  ['src/git/bad7.ts', '../engine/durable.ts'],
  ['src/server/bad8.ts', '../engine/durable.ts'],
  ['src/newroom/bad9.ts', '../model/loop.ts'],
];

async function writeImports(rows: readonly [file: string, imports: string][]): Promise<void> {
  for (const [file, imports] of rows)
    await write(file, `import * as it from '${imports}';\nexport const value = it;\n`);
}

describe('the walls', () => {
  it('let through what the table permits', async () => {
    await writeImports(permitted);
    expect(violations()).toEqual([]);
  });

  it('stop every other import, among files that are in order', async () => {
    await writeImports([...permitted, ...forbidden]);
    const culprits = violations().map((violation) => violation.split(' -> ')[0]);
    expect([...new Set(culprits)].sort()).toEqual(forbidden.map(([file]) => file).sort());
  });

  it('see an import of types alone', async () => {
    const text = `import type { durable } from '../engine/durable.ts';\nexport type It = typeof durable;\n`;
    await write('src/model/bad.ts', text);
    expect(violations()).toEqual(['src/model/bad.ts -> src/engine/durable.ts']);
  });

  it('refuse a cycle inside a room', async () => {
    await write('src/model/a.ts', `import { b } from './b.ts';\nexport const a = () => b;\n`);
    await write('src/model/b.ts', `import { a } from './a.ts';\nexport const b = () => a;\n`);
    expect(violations()).toContain('src/model/a.ts -> src/model/b.ts');
  });
});
