import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Checkout } from '../workspace/checkout.ts';
import { bundledServer, ServerClient } from './languageServer.ts';

const fix = `name: fix
on: { loop: { name: triage } }
items: { from: { file: work/items.json }, key: item.id }
connectors: { tracker: { mcp: github } }
roles: { maker: { agent: "claude:fixer", skills: [tdd], prompt: Fix it., connectors: [tracker] } }
checks: { tests: { run: npm test, report: { format: junit, file: reports/none.xml } } }
goal: checks.tests.passed
`;

let server: Awaited<ReturnType<typeof bundledServer>>;
let checkout: Checkout;
let client: ServerClient;
const registered: { readonly method: string; readonly registerOptions: { readonly watchers: readonly unknown[] } }[] =
  [];

const uriOf = (path: string): string => pathToFileURL(`${checkout.path}/${path}`).href;
const loop = (name: string): string => uriOf(`.loops/${name}.loop.yaml`);

beforeAll(async () => {
  server = await bundledServer();
  checkout = new Checkout({
    '.loops/fix.loop.yaml': fix,
    '.loops/triage.loop.yaml': 'name: triage\non: manual\n',
    '.claude/skills/tdd/SKILL.md': 'Test first.\n',
    '.claude/agents/fixer.md': 'Fix it.\n',
    '.mcp.json': '{\n  "mcpServers": { "github": { "command": "x" } }\n}\n',
    'work/items.json': '[]\n',
  });
  client = new ServerClient(server.file);
  client.connection.onRequest('client/registerCapability', ({ registrations }) => {
    registered.push(...registrations);
  });
  client.connection.onRequest('workspace/workspaceFolders', () => [{ uri: uriOf('.'), name: 'repo' }]);
  const { capabilities } = await client.initialize({
    capabilities: {
      workspace: {
        workspaceFolders: true,
        didChangeWatchedFiles: { dynamicRegistration: true },
        workspaceEdit: { documentChanges: true, resourceOperations: ['rename'] },
      },
      textDocument: { definition: { linkSupport: true } },
    },
  });
  expect(capabilities).toMatchObject({
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
    documentLinkProvider: {},
    workspaceSymbolProvider: true,
  });
}, 60_000);

afterAll(async () => {
  if (client.process.exitCode === null) await client.shutdown();
  await server.remove();
  checkout.remove();
});

/** Asks about the place of a piece of the loop `fix`. */
function ask<T>(method: string, piece: string, more: object = {}): Promise<T> {
  const before = fix.slice(0, fix.indexOf(piece) + 1).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  return client.connection.sendRequest<T>(method, { textDocument: { uri: loop('fix') }, position, ...more });
}

interface Link {
  readonly targetUri: string;
  readonly targetSelectionRange: { readonly start: { readonly line: number } };
  readonly originSelectionRange: { readonly start: { readonly character: number } };
}

describe('the language server', () => {
  it('knows the symbols of the workspace before any file is open', async () => {
    const symbols = await client.connection.sendRequest<object[]>('workspace/symbol', { query: 't' });
    expect(symbols).toMatchObject([
      { name: 'tests', containerName: 'fix' },
      { name: 'tracker', containerName: 'fix', location: { uri: loop('fix') } },
      { name: 'triage', location: { uri: loop('triage'), range: { start: { line: 0, character: 6 } } } },
    ]);
  });

  it('asks the client to watch what an index is made of', () => {
    expect(registered.map(({ method }) => method)).toEqual(['workspace/didChangeWatchedFiles']);
    expect(registered[0]?.registerOptions.watchers).toContainEqual({ globPattern: '**/.claude/skills/**' });
  });

  it('goes to what stands in other files', async () => {
    await client.open(loop('fix'), fix);
    const target = async (piece: string) => {
      const [link] = await ask<Link[]>('textDocument/definition', piece);
      return [link?.targetUri, link?.targetSelectionRange.start.line];
    };
    expect(await target('tdd')).toEqual([uriOf('.claude/skills/tdd/SKILL.md'), 0]);
    expect(await target('claude:fixer')).toEqual([uriOf('.claude/agents/fixer.md'), 0]);
    expect(await target('github')).toEqual([uriOf('.mcp.json'), 1]);
    expect(await target('triage')).toEqual([loop('triage'), 0]);
    expect(await target('tests.passed')).toEqual([loop('fix'), 5]);
    const [link] = await ask<Link[]>('textDocument/definition', 'claude:fixer');
    expect(link?.originSelectionRange.start.character).toBe(26);
    expect(await ask('textDocument/definition', 'npm test')).toBeNull();
  });

  it('finds references and highlights', async () => {
    const context = { includeDeclaration: true };
    expect(await ask('textDocument/references', 'tracker', { context })).toHaveLength(2);
    expect(await ask('textDocument/references', 'triage', { context })).toMatchObject([
      { uri: loop('triage') },
      { uri: loop('fix') },
    ]);
    expect(await ask('textDocument/documentHighlight', 'tests')).toMatchObject([{ kind: 3 }, { kind: 2 }]);
  });

  it('links to files that there are', async () => {
    const links = await ask<{ target: string }[]>('textDocument/documentLink', 'name');
    expect(links.map(({ target }) => target).sort()).toEqual(
      [
        '.claude/agents/fixer.md',
        '.claude/skills/tdd/SKILL.md',
        '.loops/triage.loop.yaml',
        '.mcp.json',
        'work/items.json',
      ]
        .map(uriOf)
        .sort(),
    );
  });

  it('renames a loop in every file, as they stand in the editor, and its file', async () => {
    const text = '# not saved\nname: triage\non: manual\n';
    await client.open(loop('triage'), text);
    const range = { start: { line: 1, character: 6 }, end: { line: 1, character: 12 } };
    expect(await ask('textDocument/rename', 'triage', { newName: 'look' })).toEqual({
      documentChanges: [
        { textDocument: { uri: loop('fix'), version: 1 }, edits: [{ range: expect.anything(), newText: 'look' }] },
        { textDocument: { uri: loop('triage'), version: 1 }, edits: [{ range, newText: 'look' }] },
        { kind: 'rename', oldUri: loop('triage'), newUri: loop('look') },
      ],
    });
  });

  it('says why something cannot be renamed', async () => {
    await expect(ask('textDocument/prepareRename', 'maker')).rejects.toThrow('roles are fixed');
    await expect(ask('textDocument/rename', 'tests', { newName: 'unit-tests' })).rejects.toThrow('Write `unit_tests`');
    expect(await ask('textDocument/prepareRename', 'npm test')).toBeNull();
    expect(await ask('textDocument/prepareRename', 'tests')).toMatchObject({ placeholder: 'tests' });
  });

  it('notices files that come', async () => {
    await client.change(loop('fix'), 2, fix.replace('[tdd]', '[new]'));
    expect(await ask('textDocument/definition', 'tdd')).toBeNull();
    checkout.write({ '.loops/skills/new/SKILL.md': 'New.\n' });
    const changes = [{ uri: uriOf('.loops/skills/new/SKILL.md'), type: 1 }];
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    const [link] = await ask<Link[]>('textDocument/definition', 'tdd');
    expect(link?.targetUri).toBe(uriOf('.loops/skills/new/SKILL.md'));
  });

  it('shuts down', async () => {
    expect(await client.shutdown()).toBe(0);
  });
});
