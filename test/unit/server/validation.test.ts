import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Problem } from '../../../src/language/problem.ts';
import type { WorkspaceIndex } from '../../../src/language/workspaceIndex.ts';
import { debounceMilliseconds } from '../../../src/server/debounce.ts';
import { pathOfUri, Validation } from '../../../src/server/validation.ts';

describe('debounceMilliseconds', () => {
  it.each([
    [0, 20],
    [5, 20],
    [30, 60],
    [500, 150],
  ])('after a validation of %d ms waits %d', (last, wait) => {
    expect(debounceMilliseconds(last)).toBe(wait);
  });
});

describe('pathOfUri', () => {
  it('knows files only', () => {
    expect(pathOfUri('untitled:Untitled-1')).toBeUndefined();
    expect(pathOfUri('git:/x.loop.yaml')).toBeUndefined();
    expect(pathOfUri('file:///C:/a%20b/x.loop.yaml')).toMatch(/a b[\\/]x\.loop\.yaml$/);
  });
});

describe('validation', () => {
  const uri = 'file:///repo/.loops/a.loop.yaml';
  const document = (version: number) => TextDocument.create(uri, 'loop-yaml', version, 'name: a\n');
  const missing: Problem = {
    code: 'LW004',
    severity: 'error',
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    data: {},
  };
  const index: WorkspaceIndex = { skills: [], agents: [], servers: [], loops: [] };
  const told: (readonly [number, number])[] = [];
  let known: WorkspaceIndex | undefined;
  let validation: Validation;

  beforeEach(() => {
    vi.useFakeTimers();
    told.length = 0;
    known = undefined;
    validation = new Validation(
      (_, version, problems) => told.push([version, problems.length]),
      () => known,
      // What is missing can be told only where it is known what there is.
      (_, options = {}) => ({ problems: options.index === undefined ? [] : [missing] }),
    );
  });
  afterEach(() => {
    validation.dispose();
    vi.useRealTimers();
  });

  it('does not wait for an index, and tells again when it came', async () => {
    validation.changed(document(1));
    await vi.advanceTimersByTimeAsync(500);
    expect(told).toEqual([[1, 0]]);
    known = index;
    validation.again(document(1));
    await vi.advanceTimersByTimeAsync(500);
    expect(told).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });

  it('tells nothing again where an index makes no difference, but every version', async () => {
    known = index;
    validation.changed(document(1));
    await vi.advanceTimersByTimeAsync(500);
    validation.again(document(1));
    await vi.advanceTimersByTimeAsync(500);
    validation.changed(document(2));
    // The edit is looked at anyway; it is not looked at twice.
    validation.again(document(2));
    await vi.advanceTimersByTimeAsync(500);
    expect(told).toEqual([
      [1, 1],
      [2, 1],
    ]);
  });

  it('answers an edit after a rest at once, and a burst once, after its last edit', async () => {
    validation.changed(document(1));
    await vi.advanceTimersByTimeAsync(500);
    validation.changed(document(2));
    await vi.advanceTimersByTimeAsync(1);
    expect(told.map(([version]) => version)).toEqual([1, 2]);
    for (const version of [3, 4, 5]) {
      await vi.advanceTimersByTimeAsync(5);
      validation.changed(document(version));
    }
    await vi.advanceTimersByTimeAsync(19);
    expect(told.map(([version]) => version)).toEqual([1, 2]);
    await vi.advanceTimersByTimeAsync(1);
    expect(told.map(([version]) => version)).toEqual([1, 2, 5]);
  });
});
