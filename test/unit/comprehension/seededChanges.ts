import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts/paths.mjs';
import type { CodeReading, CodeUnit } from '../../../src/comprehension/codeReading.ts';
import type { TestsWith } from '../../../src/comprehension/promptWorld.ts';
import { seededRandom } from '../../../src/comprehension/seededRandom.ts';
import { shuffled } from '../../../src/comprehension/shuffled.ts';
import { applyMutant } from '../../../src/mutants/applyMutant.ts';
import type { Reviewed, RunTests, Texts } from './reviewedWorld.ts';

/** Sources that people wrote, in packages that are installed anyway: not minified, of a length that is read. */
export function packagedSources(most: number): { readonly path: string; readonly text: string }[] {
  const modules = join(root, 'node_modules');
  const found: { path: string; text: string }[] = [];
  for (const name of readdirSync(modules).sort()) {
    if (name.startsWith('.') || name.startsWith('@types') || found.length >= most) continue;
    const folders = name.startsWith('@') ? readdirSync(join(modules, name)).map((one) => join(name, one)) : [name];
    for (const folder of folders) found.push(...sourcesIn(join(modules, folder), folder.replaceAll('\\', '/')));
  }
  return found.slice(0, most);
}

/** Two of a package at most, so that no one style fills the sample. */
function sourcesIn(folder: string, name: string): { path: string; text: string }[] {
  const found: { path: string; text: string }[] = [];
  for (const inner of ['src', 'lib', '.']) {
    const place = join(folder, inner);
    if (found.length > 1 || !statSync(place, { throwIfNoEntry: false })?.isDirectory()) continue;
    for (const file of readdirSync(place).sort()) {
      if (!/\.(?:[cm]?js|ts)$/.test(file) || /\.(?:d|min|test|spec|config)\./.test(file) || found.length > 1) continue;
      if (statSync(join(place, file)).size > 40_000) continue;
      const text = readFileSync(join(place, file), 'utf8');
      const lines = text.split('\n');
      const isWritten = lines.length > 80 && lines.every((line) => line.length < 200) && !/generated/i.test(text);
      if (isWritten) found.push({ path: `src/${name.replaceAll('/', '-')}-${file}`, text });
    }
  }
  return found;
}

/**
 * A change such as loops make, whose head is what people wrote but for guards that it takes away: lines that are new or other than
 * in the base, by seed.
 */
export function seededChange(path: string, text: string, code: CodeReading, seed: string): Reviewed | undefined {
  const random = seededRandom(seed);
  const units = shuffled(leaves(code.units(path, text)), random).slice(0, 6);
  let [base, head] = [text, text];
  for (const [index, unit] of units.entries()) {
    if (index % 3 === 0) base = withEdit(path, base, unit.name, code, random) ?? base;
    if (index % 3 === 2) head = withoutGuard(path, head, unit.name, code, random) ?? head;
    for (let line = 0; index % 3 === 1 && line < 3; line++) {
      base = withoutLine(path, base, unit.name, code, random) ?? base;
    }
  }
  return base === head ? undefined : { base: { [path]: base }, head: { [path]: head }, seed };
}

/** The text with one guard, throw, await or assertion less in each of its units that has one; undefined where that is no code. */
export function withoutBehaviours(path: string, text: string, code: CodeReading, seed: string): string | undefined {
  const random = seededRandom(seed);
  const byUnit = new Map(shuffled(code.behaviours(path, text), random).map((one) => [one.unit, one.lines]));
  const gone = new Set([...byUnit.values()].flatMap(({ first, last }) => numbers(first, last)));
  const less = text.split('\n').filter((_, index) => !gone.has(index + 1));
  return gone.size > 0 && parses(path, less.join('\n'), code) ? less.join('\n') : undefined;
}

const numbers = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);

const leaves = (units: readonly CodeUnit[]): CodeUnit[] =>
  units.filter(
    (unit) =>
      unit.size >= 6 &&
      unit.size <= 80 &&
      !units.some((other) => other !== unit && other.name.startsWith(`${unit.name}.`)),
  );

const parses = (path: string, text: string, code: CodeReading): boolean => code.tokens(path, text).length > 0;

const spanOf = (path: string, text: string, name: string, code: CodeReading) => {
  const unit = code.units(path, text).find((one) => one.name === name);
  return unit === undefined
    ? undefined
    : { first: unit.lines.first + 1, last: unit.lines.first + unit.lines.count - 2 };
};

function withEdit(path: string, text: string, name: string, code: CodeReading, random: () => number) {
  const span = spanOf(path, text, name, code);
  if (span === undefined) return undefined;
  const lines = numbers(span.first, span.last);
  const mutants = code.edits(
    path,
    text,
    lines.map((line) => ({ first: line, last: line })),
  );
  const [mutant] = shuffled(mutants, random);
  return mutant === undefined ? undefined : applyMutant(text, mutant);
}

function withoutLine(path: string, text: string, name: string, code: CodeReading, random: () => number) {
  const span = spanOf(path, text, name, code);
  if (span === undefined) return undefined;
  const lines = text.split('\n');
  for (const number of shuffled(numbers(span.first, span.last), random).slice(0, 8)) {
    if (!/;\s*$/.test(lines[number - 1] ?? '')) continue;
    const less = lines.toSpliced(number - 1, 1).join('\n');
    if (parses(path, less, code)) return less;
  }
  return undefined;
}

function withoutGuard(path: string, text: string, name: string, code: CodeReading, random: () => number) {
  const lines = text.split('\n');
  const own = shuffled(
    code.behaviours(path, text).filter(({ unit }) => unit === name),
    random,
  );
  for (const { lines: span } of own) {
    const less = lines.toSpliced(span.first - 1, span.last - span.first + 1).join('\n');
    if (parses(path, less, code)) return less;
  }
  return undefined;
}

/**
 * Tests that fail where a unit that they run through is other than in the head: as a suite would that notices every difference.
 * Each runs through a few units, by seed.
 */
export function coverageTests(head: Texts, code: CodeReading, seed: string): RunTests {
  const random = seededRandom(`tests ${seed}`);
  const bodies = (path: string, text: string) =>
    new Map(code.units(path, text).map(({ name, body }) => [`${path}#${name}`, body]));
  const all = new Map(Object.entries(head).flatMap(([path, text]) => [...bodies(path, text)]));
  const names = [...all.keys()];
  const tests = Array.from({ length: 14 }, (_, index) => ({
    name: `case ${index + 1}`,
    runs: new Set(shuffled(names, random).slice(0, 1 + Math.floor(random() * Math.max(1, names.length / 3)))),
  }));
  return (path, text): TestsWith => {
    const now = bodies(path, text);
    const own = names.filter((name) => name.startsWith(`${path}#`));
    const changed = own.filter((name) => now.get(name) !== all.get(name));
    const fails = ({ runs }: (typeof tests)[number]): boolean => changed.some((name) => runs.has(name));
    const namesOf = (wanted: boolean) => tests.filter((test) => fails(test) === wanted).map(({ name }) => name);
    return { status: 'ran', failed: namesOf(true), passed: namesOf(false) };
  };
}
