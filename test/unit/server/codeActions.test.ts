import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemPage } from '../../../src/server/problemPage.ts';
import { bundledServer, ServerClient } from './languageServer.ts';

const pages = join(import.meta.dirname, '..', '..', '..', 'docs', 'problems');
const uri = 'file:///repo/.loops/keep-tests-green.loop.yaml';
const text = `name: keep-tests-green
on: manual
roles: { maker: { agent: claude, prompt: Fix it. } }
checks: { tests: npm test || true, lint: npm run lint }
goal: checks.tets.passed
buget: { max-iterations: 5, max-cost-usd: 2 }
`;

let server: Awaited<ReturnType<typeof bundledServer>>;
let client: ServerClient;

/** A server as it is installed: in `dist/`, with the page of one problem beside it. */
beforeAll(async () => {
  server = await bundledServer();
  const folder = dirname(server.file);
  await mkdir(join(folder, 'dist'));
  await mkdir(join(folder, 'docs', 'problems'), { recursive: true });
  await cp(server.file, join(folder, 'dist', 'server.cjs'));
  await cp(join(pages, 'LW101.md'), join(folder, 'docs', 'problems', 'LW101.md'));
  client = new ServerClient(join(folder, 'dist', 'server.cjs'));
  const { capabilities } = await client.initialize();
  expect(capabilities).toMatchObject({ codeActionProvider: { codeActionKinds: ['quickfix', 'source.fixAll'] } });
}, 60_000);

afterAll(async () => {
  await client.shutdown();
  await server.remove();
});

interface Action {
  readonly title: string;
  readonly kind: string;
  readonly isPreferred?: boolean;
  readonly edit: { readonly changes: Readonly<Record<string, readonly { readonly newText: string }[]>> };
}

const actionsAt = (line: number, only?: readonly string[]): Promise<readonly Action[]> =>
  client.connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri },
    range: { start: { line, character: 0 }, end: { line, character: 80 } },
    context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
  });

describe('the code actions of the server', () => {
  it('come with problems that link to their page, where there is one', async () => {
    await client.open(uri, text);
    const { diagnostics } = await client.diagnosticsOf(uri, 1);
    const page = pathToFileURL(join(dirname(server.file), 'docs', 'problems', 'LW101.md')).href;
    const links = diagnostics.map((each) => [each.code, (each as { codeDescription?: object }).codeDescription]);
    expect(links).toEqual([
      ['LW304', undefined],
      ['LW303', undefined],
      ['LW203', undefined],
      ['LW101', { href: page }],
    ]);
  });

  it('fix one problem, or ignore it', async () => {
    const titles = (await actionsAt(3, ['quickfix'])).map(({ title, isPreferred }) => [title, isPreferred]);
    expect(titles).toEqual([
      ['Delete || true', true],
      ['Add checks.lint.passed to the goal', false],
      ['Ignore LW303 with a reason', false],
    ]);
  });

  it.each([[['source']], [['source.fixAll']]])('fix all where %s is asked for, and then alone', async (only) => {
    const actions = await actionsAt(0, only);
    expect(actions.map(({ title, kind }) => [title, kind])).toEqual([['Fix all', 'source.fixAll']]);
    const [edit] = actions[0]?.edit.changes[uri] ?? [];
    expect(edit?.newText).toContain('goal: checks.tests.passed\nbu');
  });

  it('do not fix all unasked', async () => {
    expect((await actionsAt(5)).map(({ kind }) => kind)).toEqual(['quickfix']);
  });
});

describe('problemPage', () => {
  it('is the address of a page that is there', () => {
    expect(problemPage('LW101', pages)).toBe(pathToFileURL(join(pages, 'LW101.md')).href);
    expect(problemPage('LW999', pages)).toBeUndefined();
  });
});
