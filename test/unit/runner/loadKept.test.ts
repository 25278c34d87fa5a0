import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadKept } from '../../../src/runner/loading/loadKept.ts';

let folder: string;
let program: string;
let kept: string;

const said = (): unknown => (globalThis as { said?: unknown }).said;

/** A program that says `word` where the test can hear it. */
function write(word: string, at: number): void {
  writeFileSync(
    program,
    `const path = require('node:path');\nglobalThis.said = ['${word}', path.basename(__filename)];\n`,
  );
  utimesSync(program, at, at);
}

function load(): void {
  loadKept(program, kept);
  vi.advanceTimersByTime(6000);
}

beforeEach(() => {
  vi.useFakeTimers();
  folder = mkdtempSync(join(tmpdir(), 'loopwright-kept-'));
  program = join(folder, 'program.js');
  kept = join(folder, 'program.code');
});

afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

describe('a program whose code is kept', () => {
  it('runs from its source first, and from the code the next time', () => {
    write('one', 1000);
    loadKept(program, kept);
    expect(said()).toEqual(['one', 'program.js']);
    expect(existsSync(kept)).toBe(false);
    vi.advanceTimersByTime(6000);
    const code = statSync(kept);
    expect(readdirSync(folder).sort()).toEqual(['program.code', 'program.js']);
    load();
    expect(said()).toEqual(['one', 'program.js']);
    // Taken as it was, so that there was nothing to keep again.
    expect(statSync(kept).ino).toBe(code.ino);
  });

  it('is never an older one, not even of the same length', () => {
    write('one', 1000);
    load();
    write('two', 2000);
    load();
    expect(said()).toEqual(['two', 'program.js']);
    load();
    expect(said()).toEqual(['two', 'program.js']);
  });

  it('runs from its source where the code is damaged, and mends it', () => {
    write('one', 1000);
    load();
    const good = readFileSync(kept);
    for (const bad of [Buffer.from(''), good.subarray(0, good.length / 2), Buffer.from('{}\nnonsense')]) {
      writeFileSync(kept, bad);
      load();
      expect(said()).toEqual(['one', 'program.js']);
      expect(readFileSync(kept).length).toBeGreaterThan(bad.length);
    }
  });

  it('does without where nothing can be kept', () => {
    write('one', 1000);
    kept = join(folder, 'not there', 'program.code');
    load();
    expect(said()).toEqual(['one', 'program.js']);
    expect(readdirSync(folder)).toEqual(['program.js']);
  });
});
