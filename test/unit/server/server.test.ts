import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallestLoop } from '../../../src/language/documents.ts';
import { bundledServer, ServerClient } from './languageServer.ts';

let server: Awaited<ReturnType<typeof bundledServer>>;
let client: ServerClient;
let count = 0;
const freshUri = (): string => `file:///repo/.loops/loop-${count++}.loop.yaml`;

beforeAll(async () => {
  server = await bundledServer();
  client = new ServerClient(server.file);
  const { capabilities } = await client.initialize();
  expect(capabilities).toMatchObject({ hoverProvider: true, documentSymbolProvider: true });
}, 60_000);

afterAll(async () => {
  if (client.process.exitCode === null) client.process.kill();
  await server.remove();
});

describe('the language server', () => {
  it('publishes problems with their version, code and range', async () => {
    const uri = 'file:///repo/.loops/keep-tests-green.loop.yaml';
    await client.open(uri, `${smallestLoop}buget: {}\n`);
    const { diagnostics } = await client.diagnosticsOf(uri, 1);
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['LW101', 1]]);
    expect(diagnostics[0]).toMatchObject({
      message: 'Unknown key `buget` in a loop. Did you mean `budget`?',
      range: { start: { line: 7, character: 0 }, end: { line: 7, character: 5 } },
      source: 'loopwright',
    });
  });

  it('compares the name with the file', async () => {
    const uri = 'file:///repo/.loops/other.loop.yaml';
    await client.open(uri, smallestLoop);
    expect((await client.diagnosticsOf(uri, 1)).diagnostics.map(({ code }) => code)).toContain('LW103');
  });

  it('looks at the last of many changes only', async () => {
    const uri = freshUri();
    await client.open(uri, 'name: x\n');
    await client.diagnosticsOf(uri, 1);
    for (let version = 2; version <= 40; version++) await client.change(uri, version, `${smallestLoop}# ${version}\n`);
    await client.diagnosticsOf(uri, 40);
    const versions = client.published.filter((each) => each.uri === uri).map(({ version }) => version);
    expect(versions.at(-1)).toBe(40);
    expect(versions.length).toBeLessThan(20);
  });

  it('completes, explains, fixes and outlines', async () => {
    const uri = freshUri();
    await client.open(uri, 'roles:\n  maker:\n    \nbuget: {}\n');
    await client.diagnosticsOf(uri, 1);
    const textDocument = { uri };
    const items = await client.connection.sendRequest<{ label: string; textEdit: { newText: string } }[]>(
      'textDocument/completion',
      { textDocument, position: { line: 2, character: 4 } },
    );
    expect(items.map(({ label }) => label)).toEqual([
      'agent',
      'prompt',
      'run',
      'session',
      'model',
      'effort',
      'skills',
      'max-turns',
      'timeout-minutes',
      'env',
    ]);
    expect(items[0]?.textEdit).toEqual({
      newText: 'agent: ${1|auto,claude,codex,pi,gemini,opencode,acp,command,repair|}',
      range: { start: { line: 2, character: 4 }, end: { line: 2, character: 4 } },
    });
    const hover = await client.connection.sendRequest<{ contents: { value: string } }>('textDocument/hover', {
      textDocument,
      position: { line: 1, character: 3 },
    });
    expect(hover.contents.value).toContain('worktree');
    const position = { line: 3, character: 1 };
    const actions = await client.connection.sendRequest<{ title: string; edit: unknown }[]>('textDocument/codeAction', {
      textDocument,
      range: { start: position, end: position },
      context: { diagnostics: [] },
    });
    expect(actions.map(({ title }) => title)).toEqual(['Change to budget']);
    const symbols = await client.connection.sendRequest<{ name: string }[]>('textDocument/documentSymbol', {
      textDocument,
    });
    expect(symbols.map(({ name }) => name)).toEqual(['roles', 'buget']);
  });

  it('hints at whole loops while a file is empty, and calls what is written then a mistake where it is one', async () => {
    const uri = 'file:///repo/.loops/new-loop.loop.yaml';
    await client.open(uri, '');
    const { diagnostics } = await client.diagnosticsOf(uri, 1);
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['LW004', 4]]);
    const start = { line: 0, character: 0 };
    const actions = await client.connection.sendRequest<{ title: string; edit: { changes: object } }[]>(
      'textDocument/codeAction',
      { textDocument: { uri }, range: { start, end: start }, context: { diagnostics: [] } },
    );
    expect(actions[0]?.title).toBe('Write a loop');
    expect(JSON.stringify(actions[0]?.edit.changes)).toContain('name: new-loop');
    await client.change(uri, 2, 'nam: x\n');
    const after = await client.diagnosticsOf(uri, 2);
    expect(after.diagnostics.map(({ severity }) => severity)).toContain(1);
  });

  it.each([
    ['an empty file', '', 'LW004'],
    ['1 MB', 'x: y\n'.repeat(210_000), 'LW001'],
    ['2 KB of nested brackets', '['.repeat(2048), 'LW002'],
    ['a billion laughs', 'a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n', 'LW005'],
    ['broken bytes', 'name: \uFFFD\0\n', 'LW009'],
  ])('lives on after %s', async (_, text, code) => {
    const uri = freshUri();
    await client.open(uri, text);
    const { diagnostics } = await client.diagnosticsOf(uri, 1);
    const problem = diagnostics.find((each) => each.code === code);
    expect(problem?.range.start.line).toBeGreaterThanOrEqual(0);
    const position = { line: 0, character: 0 };
    await client.connection.sendRequest('textDocument/completion', { textDocument: { uri }, position });
    await client.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position });
    expect(client.process.exitCode).toBeNull();
  });

  it('takes the problems of a closed file back', async () => {
    const uri = freshUri();
    await client.open(uri, 'name: X\n');
    await client.diagnosticsOf(uri, 1);
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    expect((await client.diagnosticsOf(uri, 0)).diagnostics).toEqual([]);
  });

  it('shuts down with exit code 0', async () => {
    expect(await client.shutdown()).toBe(0);
  });
});
