import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../src/model/shapes.ts';
import { bundledServer, ServerClient } from './languageServer.ts';

let server: Awaited<ReturnType<typeof bundledServer>>;
let client: ServerClient;
let capabilities: Readonly<Record<string, unknown>>;
let folder: string;

const commands = ['loopwright.run', 'loopwright.dryRun'];
const loop = `name: x
on:
  schedule: [{ cron: "0 6 * * *",   timezone: UTC }]
checks:
  tests: npm test
goal: checks.tests.passed
`;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'loopwright-structure-')));
  server = await bundledServer();
  client = new ServerClient(server.file);
  ({ capabilities } = await client.connection.sendRequest<{ capabilities: Record<string, unknown> }>('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
    initializationOptions: { commands },
  }));
  await client.connection.sendNotification('initialized', {});
  const uri = 'file:///repo/.loops/x.loop.yaml';
  await client.open(uri, loop);
  await client.diagnosticsOf(uri, 1);
}, 60_000);

afterAll(async () => {
  await client.shutdown();
  await server.remove();
  await rm(folder, { recursive: true, force: true });
});

const textDocument = { uri: 'file:///repo/.loops/x.loop.yaml' };
const everything = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
const ask = <T>(method: string, params: object, uri = textDocument.uri): Promise<T> =>
  client.connection.sendRequest<T>(`textDocument/${method}`, { ...params, textDocument: { uri } });

describe('the language server', () => {
  it('folds, and selects from the word outwards', async () => {
    expect(await ask('foldingRange', {})).toEqual([
      { startLine: 1, endLine: 2 },
      { startLine: 3, endLine: 4 },
    ]);
    interface Selected {
      readonly range: typeof everything;
      readonly parent?: Selected;
    }
    const positions = [
      { line: 5, character: 15 },
      { line: 0, character: 6 },
    ];
    const [inner, name] = await ask<readonly Selected[]>('selectionRange', { positions });
    expect([inner?.range.start.character, inner?.range.end.character]).toEqual([13, 18]);
    expect([inner?.parent?.range.start.character, inner?.parent?.range.end.character]).toEqual([6, 18]);
    expect(name?.parent?.range).toEqual({ start: { line: 0, character: 0 }, end: { line: 0, character: 7 } });
  });

  it('names words with the types that it announced', async () => {
    const { legend } = capabilities['semanticTokensProvider'] as { legend: { tokenTypes: string[] } };
    const { data } = await ask<{ data: number[] }>('semanticTokens/full', {});
    const types = data.flatMap((value, index) => (index % 5 === 3 ? (legend.tokenTypes[value] ?? '?') : []));
    expect(types.slice(-6)).toEqual(['property', 'function', 'property', 'variable', 'function', 'property']);
    const last = { start: { line: 5, character: 0 }, end: { line: 6, character: 0 } };
    const part = await ask<{ data: number[] }>('semanticTokens/range', { range: last });
    // The first is told from the top of the file: line, character, length, type, modifiers.
    expect(part.data.slice(0, 5)).toEqual([5, 0, 4, legend.tokenTypes.indexOf('property'), 0]);
    expect(part.data).toHaveLength(4 * 5);
  });

  it('formats with small edits', async () => {
    const edit = { range: { start: { line: 2, character: 34 }, end: { line: 2, character: 36 } }, newText: '' };
    const options = { tabSize: 2, insertSpaces: true };
    expect(await ask('formatting', { options })).toEqual([edit]);
    expect(await ask('rangeFormatting', { options, range: everything })).toEqual([edit]);
  });

  it('hints what a schedule says, where it is asked for', async () => {
    const hints = await ask<readonly { label: string; position: object }[]>('inlayHint', { range: everything });
    expect(hints).toHaveLength(1);
    expect(hints[0]?.label).toMatch(/^At 06:00.*; next \w{3} \d+ \w{3}( \d{4})? \d\d:\d\d /);
    expect(hints[0]?.position).toEqual({ line: 2, character: 32 });
    const elsewhere = { start: { line: 4, character: 0 }, end: { line: 5, character: 0 } };
    expect(await ask('inlayHint', { range: elsewhere })).toEqual([]);
  });

  it('offers lenses to a client that has their commands, with how the newest run ended', async () => {
    expect(capabilities['codeLensProvider']).toEqual({});
    const file = join(folder, '.loops', 'mend.loop.yaml');
    await writeRuns(['20261120-060000-aaaa', 'failed', 'mend'], ['20261121-060000-aaaa', 'gave-up', 'mend']);
    await writeRuns(['20261122-060000-aaaa', 'delivered', 'another']);
    const uri = pathToFileURL(file).href;
    await client.open(uri, 'name: mend\n');
    const lenses = await ask<readonly { command: { title: string; command: string } }[]>('codeLens', {}, uri);
    expect(lenses.map(({ command }) => command)).toEqual([
      { title: 'Run', command: 'loopwright.run', arguments: [uri] },
      { title: 'Dry Run', command: 'loopwright.dryRun', arguments: [uri] },
      { title: 'Last run: gave up', command: '' },
    ]);
    const untitled = 'untitled:Untitled-1';
    await client.open(untitled, 'name: mend\n');
    expect(await ask<readonly unknown[]>('codeLens', {}, untitled)).toHaveLength(2);
  });

  it('offers no lenses to others', async () => {
    const other = new ServerClient(server.file);
    expect((await other.initialize()).capabilities['codeLensProvider']).toBeUndefined();
    expect(await other.shutdown()).toBe(0);
  });

  it('validates a file that has no name yet', async () => {
    await client.open('untitled:Untitled-2', 'nmae: x\n');
    const { diagnostics } = await client.diagnosticsOf('untitled:Untitled-2', 1);
    expect(diagnostics.map(({ code }) => code)).toContain('LW101');
  });

  it('does no work for a request that was taken back, and goes on', async () => {
    // Both arrive together, so that the request is taken back before it is begun.
    const stdin = client.process.stdin;
    const frame = (message: object): string => {
      const body = JSON.stringify({ jsonrpc: '2.0', ...message });
      return `Content-Length: ${body.length}\r\n\r\n${body}`;
    };
    const answer = new Promise<string>((resolve) => {
      client.process.stdout?.on('data', (bytes: Buffer) => {
        const found = /\{[^\n]*"id":"taken-back"[^\n]*?\}(?=Content-Length|$)/.exec(bytes.toString());
        if (found) resolve(found[0]);
      });
    });
    const params = { textDocument, options: { tabSize: 2, insertSpaces: true } };
    stdin?.write(
      frame({ id: 'taken-back', method: 'textDocument/formatting', params }) +
        frame({ method: '$/cancelRequest', params: { id: 'taken-back' } }),
    );
    expect(JSON.parse(await answer)).toMatchObject({ id: 'taken-back', error: { code: -32_800 } });
    expect(await ask('foldingRange', {})).toHaveLength(2);
  });
});

async function writeRuns(...runs: readonly (readonly [string, RunSummary['status'], string])[]): Promise<void> {
  await mkdir(join(folder, '.git'), { recursive: true });
  await writeFile(join(folder, '.git', 'HEAD'), 'ref: refs/heads/main\n');
  await mkdir(join(folder, '.loops'), { recursive: true });
  for (const [id, status, name] of runs) {
    const run = join(folder, '.git', 'loopwright', 'runs', id);
    await mkdir(run, { recursive: true });
    const startedAt = '2026-11-21T06:00:00.000Z';
    const summary: RunSummary = { id, loop: name, status, reason: 'So.', startedAt, iterationCount: 1 };
    await writeFile(join(run, 'summary.json'), JSON.stringify(summary));
  }
}
