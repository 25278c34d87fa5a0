import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../../../../scripts/paths.mjs';
import type { Change } from '../../../../src/model/change.ts';
import { filesToRead } from '../../../../src/runner/outline/filesToRead.ts';
import { outlineText } from '../../../../src/runner/outline/outlineFile.ts';
import { outlined, outlinePolicy } from '../../../support/outlined.ts';
import { TemporaryRepository } from '../../../support/repository.ts';

/** More files than a few parts hold, so that the program reads them on threads; `npm run build` comes first. */

const files = 60;
const pathOf = (index: number): string => `src/file${index}.ts`;

const helper = (index: number): string =>
  [
    `function carried${index}(lines: readonly string[]): string {`,
    `  const joined${index} = lines.filter((line) => line !== '${index}').join(' and ');`,
    `  if (joined${index}.length > ${index}) return joined${index}.slice(0, ${index});`,
    `  return joined${index};`,
    '}',
    '',
  ].join('\n');

const shared = (index: number, parameter: string): string =>
  `export function shared${index}(${parameter}: string): number {\n  return ${parameter}.length;\n}\n`;

const caller = (index: number): string =>
  `export const calls${index} = (): number => shared${(index + 1) % files}('x');\n`;

/** Each file loses a function to one that another thread may read, and changes a signature that the others call. */
const before = (index: number): string => [shared(index, 'one'), caller(index), helper(index)].join('\n');
const after = (index: number): string =>
  [shared(index, index % 2 === 0 ? 'other' : 'one'), caller(index), helper((index * 7 + 3) % files)].join('\n');

let repository: TemporaryRepository;
let [base, head] = ['', ''];

beforeAll(async () => {
  repository = await TemporaryRepository.create();
  const tree = (textOf: (index: number) => string): Record<string, string> =>
    Object.fromEntries(Array.from({ length: files }, (_, index) => [pathOf(index), textOf(index)]));
  base = await repository.commit('base', { ...tree(before), CODEOWNERS: 'src/file1*.ts @ones\n' });
  head = await repository.commit('head', tree(after));
});
afterAll(() => repository.dispose());

/** Runs the program as the runner does; what it wrote, or what it said when it failed. */
async function made(change: Change, commonDir: string): Promise<string> {
  const out = join(repository.outside, 'outline.json');
  const request = { commonDir, change, policy: outlinePolicy, out, isAhead: false };
  const child = spawn(process.execPath, [join(root, 'dist', 'outline.js')], { stdio: ['pipe', 'ignore', 'pipe'] });
  child.stdin.end(JSON.stringify(request));
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return code === 0 ? readFile(out, 'utf8') : said;
}

it('threads tell of a change what one reader tells, moved lines, callers and owners too', async () => {
  const { change, outline } = await outlined(repository.path, base, head);
  const commonDir = join(repository.path, '.git');
  expect((await filesToRead(commonDir, change.files)).length).toBeGreaterThanOrEqual(3);
  expect(await made(change, commonDir)).toBe(outlineText(outline));
  const units = outline.files.flatMap((file) => file.units);
  expect(units.flatMap(({ pieces }) => pieces).filter(({ note }) => note === 'moved')).toHaveLength(files);
  expect(units.filter(({ reasons }) => reasons.includes('its signature changed, 1 place names it'))).toHaveLength(
    files / 2,
  );
  expect(outline.files.filter(({ reasons }) => reasons.includes('owned by @ones'))).toHaveLength(11);
});

it('says why it cannot be made, and ends', async () => {
  const { change } = await outlined(repository.path, base, head);
  expect(await made(change, join(repository.outside, 'nothing'))).toMatch(/\S/);
});
