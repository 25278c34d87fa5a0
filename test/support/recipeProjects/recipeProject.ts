import type { RunnerParams } from '../../../src/protocol/runner.ts';

/** For each role of a loop a program for Node in the place of its agent. It has `say` and `told` of `./say.mjs`. */
export type Roles = Readonly<Partial<Record<'explorer' | 'maker' | 'checker' | 'judge', string>>>;

/** A small project that a recipe is written into, and programs that stand in for its agents. */
export interface RecipeProject {
  /** Name of the recipe, and of its first loop. */
  readonly recipe: string;
  /** What a person answers to its questions; the rest has its default. */
  readonly answers: Readonly<Record<string, string>>;
  /** Sources, tests and what the recipe's tools read, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** The loops that the recipe writes. */
  readonly loops: Readonly<Record<string, Roles>>;
  readonly inputs?: NonNullable<RunnerParams<'start'>['inputs']>;
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** A package without dependencies, or with these, and its lockfile. */
export const packageOf = (more: { readonly dependencies?: Readonly<Record<string, string>> } = {}) => ({
  'package.json': json({ name: 'shop', version: '1.0.0', type: 'module', private: true, ...more }),
  'package-lock.json': json({ name: 'shop', version: '1.0.0', lockfileVersion: 3, packages: { '': more } }),
});

/** A checker that has nothing to say. */
export const content = "say({ type: 'verdict', passed: true });";

/** Text as a literal of JavaScript, for programs that write files. */
export const literal = (text: string): string => JSON.stringify(text);

/** A test file for `node --test`: what it imports, and its tests by their names. */
export const testFile = (imports: string, tests: Readonly<Record<string, string>>): string =>
  [
    "import assert from 'node:assert/strict';",
    "import { test } from 'node:test';",
    imports,
    '',
    ...Object.entries(tests).map(([name, body]) => `test(${literal(name)}, () => {\n  ${body}\n});\n`),
  ].join('\n');
