import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../scripts/paths.mjs';
import { TreeCodeReading } from '../../src/parsing/code/treeCodeReading.ts';
import { UnitBodies } from '../../src/parsing/code/unitBodies.ts';
import type { ReadWasm } from '../../src/parsing/grammars.ts';

const packaged = join(root, 'node_modules', '@vscode', 'tree-sitter-wasm', 'wasm');
const everyLanguage = ['a.js', 'a.ts', 'a.tsx', 'a.py', 'a.go', 'a.rs', 'a.java'];

/** A grammar as the package has it. */
export const testGrammar: ReadWasm = (name) => readFile(join(packaged, `${name}.wasm`));

let opened: Promise<TreeCodeReading> | undefined;

async function open(): Promise<TreeCodeReading> {
  const reading = await TreeCodeReading.open(testGrammar);
  await reading.load(everyLanguage);
  return reading;
}

/** Reads every language, made once for all tests of a file. */
export function testCodeReading(): Promise<TreeCodeReading> {
  opened ??= open();
  return opened;
}

/** Names bodies in every language. */
export async function testUnitBodies(): Promise<UnitBodies> {
  const bodies = await UnitBodies.open(testGrammar);
  await bodies.load(everyLanguage);
  return bodies;
}
