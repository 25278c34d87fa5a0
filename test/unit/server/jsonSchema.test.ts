import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { smallestLoop } from '../../../src/language/documents.ts';
import { schemaFile } from '../../../src/language/jsonSchema.ts';
import { fullLoop, otherLoops, warnedLoop } from '../language/fullLoop.ts';
import { ServerClient } from './languageServer.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const examples = join(root, 'examples', '.loops');

let client: ServerClient;
let opened = 0;

beforeAll(async () => {
  client = new ServerClient(join(root, 'node_modules', 'yaml-language-server', 'bin', 'yaml-language-server'));
  await client.initialize();
  // Nothing is fetched: only what the first line names counts.
  const settings = { yaml: { validate: true, schemaStore: { enable: false } } };
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings });
}, 60_000);
afterAll(() => client.shutdown());

/** What the YAML language server says of a loop file beside the examples whose first line names our schema. */
async function said(text: string): Promise<readonly string[]> {
  opened += 1;
  const uri = pathToFileURL(join(root, 'examples', `opened-${opened}.loop.yaml`)).href;
  const whole = `# yaml-language-server: $schema=../${schemaFile}\n${text}`;
  await client.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text: whole },
  });
  const published = () => client.published.find((each) => each.uri === uri);
  const answer = await vi.waitUntil(published, { timeout: 50_000, interval: 20 });
  return answer.diagnostics.map(({ message, range }) => `${range.start.line}: ${message}`);
}

describe('the JSON Schema in an editor with the YAML language server', () => {
  const written = readdirSync(examples).filter((name) => name.endsWith('.loop.yaml'));

  it('takes every form of a loop', { timeout: 60_000 }, async () => {
    const loops = [smallestLoop, fullLoop, ...otherLoops, warnedLoop];
    for (const text of [...loops, ...written.map((name) => readFileSync(join(examples, name), 'utf8'))]) {
      expect(await said(text), text).toEqual([]);
    }
    expect(written.length).toBeGreaterThan(0);
  });

  it.each([
    ['buget: { max-iterations: 3 }', /^8: .*buget/],
    ['version: 2', /^8: .*1/],
    ['isolation: { type: container }', /^8: .*worktree/],
    ['budget: { max-iterations: many }', /^8: /],
  ])('refuses %s', { timeout: 60_000 }, async (line, expected) => {
    expect(await said(`${smallestLoop}${line}\n`)).toEqual([expect.stringMatching(expected)]);
  });
});
