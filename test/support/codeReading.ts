import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../scripts/paths.mjs';
import { TreeCodeReading } from '../../src/parsing/code/treeCodeReading.ts';

const packaged = join(root, 'node_modules', '@vscode', 'tree-sitter-wasm', 'wasm');
let opened: Promise<TreeCodeReading> | undefined;

async function open(): Promise<TreeCodeReading> {
  const reading = await TreeCodeReading.open((name) => readFile(join(packaged, `${name}.wasm`)));
  await reading.load(['a.js', 'a.ts', 'a.tsx', 'a.py', 'a.go', 'a.rs', 'a.java']);
  return reading;
}

/** Reads every language, made once for all tests of a file. */
export function testCodeReading(): Promise<TreeCodeReading> {
  opened ??= open();
  return opened;
}
