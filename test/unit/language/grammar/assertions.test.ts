import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..', '..', '..');
const grammars = join(root, 'node_modules', 'tm-grammars', 'grammars');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loopwright-grammar-'));
  // VS Code calls the YAML that others embed so; its patterns are those of YAML.
  const yaml: object = JSON.parse(await readFile(join(grammars, 'yaml.json'), 'utf8'));
  await writeFile(join(folder, 'embedded.json'), JSON.stringify({ ...yaml, scopeName: 'source.yaml.embedded' }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What vscode-tmgrammar-test says of a file whose comments assert scopes, with the engine that VS Code has. */
async function assertionsOf(file: string): Promise<{ readonly failed: boolean; readonly words: string }> {
  const needed = [
    join(root, 'syntaxes', 'loop-yaml.tmLanguage.json'),
    join(folder, 'embedded.json'),
    ...['yaml', 'shellscript', 'markdown'].map((name) => join(grammars, `${name}.json`)),
  ];
  const program = join(root, 'node_modules', 'vscode-tmgrammar-test', 'dist', 'unit.js');
  const args = [program, ...needed.flatMap((path) => ['-g', path]), '--compact', file];
  try {
    const { stdout } = await run(process.execPath, args, { cwd: folder });
    return { failed: false, words: stdout };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string };
    return { failed: true, words: stdout + stderr };
  }
}

it.each(['block', 'flow'])(
  '%s.loop.yaml is coloured as its comments say',
  async (name) => {
    const { failed, words } = await assertionsOf(join(import.meta.dirname, `${name}.loop.yaml`));
    expect(failed ? words : '').toBe('');
  },
  60_000,
);

it('an assertion that is wrong fails', async () => {
  const file = join(folder, 'wrong.loop.yaml');
  await writeFile(file, '# SYNTAX TEST "source.loop-yaml"\nname: x\n# <- meta.embedded.inline.cel\n');
  expect((await assertionsOf(file)).failed).toBe(true);
}, 60_000);
