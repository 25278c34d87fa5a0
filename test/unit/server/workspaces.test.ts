import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { indexedLoop } from '../../../src/language/indexedLoop.ts';
import type { WorkspaceIndex } from '../../../src/language/workspaceIndex.ts';
import { Workspaces } from '../../../src/server/workspaces.ts';

const uriOf = (name: string, top = '/repo') => `file://${top}/.loops/${name}.loop.yaml`;
const document = (name: string, text: string, version = 1, top = '/repo') =>
  TextDocument.create(uriOf(name, top), 'loop-yaml', version, text);

/** A disk of loops that counts how often it is read. */
class Disk {
  readonly loops = new Map<string, string>();
  readonly reads: string[] = [];
  exists = true;

  async read(top: string): Promise<WorkspaceIndex | undefined> {
    this.reads.push(top);
    const loops = [...this.loops].map(([name, text]) => indexedLoop(`.loops/${name}.loop.yaml`, text));
    await Promise.resolve();
    return this.exists ? { skills: [], agents: [], servers: [], loops } : undefined;
  }
}

let disk: Disk;
let open: TextDocument[];
let changed: string[];
let workspaces: Workspaces;

beforeEach(() => {
  vi.useFakeTimers();
  disk = new Disk();
  disk.loops.set('a', 'name: a\n').set('b', 'name: b\non: { loop: { name: a } }\n');
  open = [];
  changed = [];
  workspaces = new Workspaces({
    read: (top) => disk.read(top),
    documents: () => open,
    changed: (top) => changed.push(top),
    loopsChanged: () => {},
  });
});
afterEach(() => {
  workspaces.dispose();
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(1000);
const names = (uri = uriOf('a')) => workspaces.indexOf(uri)?.loops.map(({ name }) => name);

describe.skipIf(process.platform === 'win32')('the index of a repository', () => {
  it('is read when it is first asked for, once, and tells when it came', async () => {
    expect(workspaces.indexOf(uriOf('a'))).toBeUndefined();
    expect(workspaces.indexOf(uriOf('b'))).toBeUndefined();
    expect(changed).toEqual([]);
    await settle();
    expect(names()).toEqual(['a', 'b']);
    expect([disk.reads, changed]).toEqual([['/repo'], ['/repo']]);
  });

  it('is one for each repository, and none for what is no file of one', async () => {
    workspaces.indexOf(uriOf('a'));
    workspaces.indexOf(uriOf('a', '/other'));
    workspaces.indexOf('untitled:Untitled-1');
    workspaces.indexOf('file:///repo/a.loop.yaml');
    await settle();
    expect(disk.reads).toEqual(['/repo', '/other']);
  });

  it('is none where there is no such folder', async () => {
    disk.exists = false;
    workspaces.indexOf(uriOf('a'));
    await settle();
    expect([names(), changed]).toEqual([undefined, []]);
  });

  it('has open documents in place of their files, also such as are not saved yet', async () => {
    open = [
      document('a', 'name: other\n'),
      document('new', 'name: new\n'),
      document('x', 'name: x\n', 1, '/elsewhere'),
    ];
    workspaces.indexOf(uriOf('a'));
    await settle();
    expect(names()).toEqual(['other', 'b', 'new']);
    open = [];
    workspaces.documentChanged(uriOf('a'));
    await settle();
    expect(names()).toEqual(['a', 'b']);
  });

  it('follows edits, and tells only of those that others can notice', async () => {
    open = [document('a', 'name: a\n')];
    workspaces.indexOf(uriOf('a'));
    await settle();
    changed = [];
    open = [document('a', 'name: a\n# a comment\n', 2)];
    workspaces.documentChanged(uriOf('a'));
    await settle();
    expect(changed).toEqual([]);
    open = [document('a', 'name: c\n', 3)];
    workspaces.documentChanged(uriOf('a'));
    expect(names()).toEqual(['a', 'b']);
    expect((await workspaces.read('/repo'))?.loops[0]).toMatchObject({ name: 'c', text: 'name: c\n' });
    await settle();
    expect([names(), changed, disk.reads.length]).toEqual([['c', 'b'], ['/repo'], 1]);
  });

  it('is read again once when files changed that it is made of, and for no others', async () => {
    workspaces.indexOf(uriOf('a'));
    await settle();
    workspaces.filesChanged(['file:///repo/src/x.ts', 'file:///repo/.loops/state/a.md', 'file:///other/.mcp.json']);
    await settle();
    expect(disk.reads).toHaveLength(1);
    disk.loops.delete('b');
    for (let count = 0; count < 50; count++) workspaces.filesChanged([uriOf('b'), 'file:///repo/.mcp.json']);
    // An edit at the same time does not make it forget that.
    workspaces.documentChanged(uriOf('a'));
    await settle();
    expect([names(), disk.reads.length]).toEqual([['a'], 2]);
  });

  it('is forgotten when nothing of it is open', async () => {
    open = [document('a', 'name: a\n')];
    workspaces.indexOf(uriOf('a'));
    await settle();
    workspaces.forgetUnused([]);
    expect(names()).toEqual(['a', 'b']);
    open = [];
    workspaces.forgetUnused(['/repo']);
    expect(names()).toEqual(['a', 'b']);
    workspaces.forgetUnused([]);
    expect(names()).toBeUndefined();
  });
});

describe.skipIf(process.platform === 'win32')('the uri of a path', () => {
  it('is that of the open document, spelled as the client spells it', () => {
    open = [TextDocument.create('file:///repo/%2Eloops/b.loop.yaml', 'loop-yaml', 1, '')];
    expect(workspaces.uriOf('/repo', '.loops/b.loop.yaml')).toBe('file:///repo/%2Eloops/b.loop.yaml');
    expect(workspaces.uriOf('/repo', '.claude/a b.md')).toBe('file:///repo/.claude/a%20b.md');
  });
});
