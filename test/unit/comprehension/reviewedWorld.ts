import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import vm from 'node:vm';
import { root } from '../../../scripts/paths.mjs';
import type { CodeReading } from '../../../src/comprehension/codeReading.ts';
import type { Item } from '../../../src/comprehension/item.ts';
import type { NothingToAsk } from '../../../src/comprehension/nothingToAsk.ts';
import { type PromptSettings, promptsAbout } from '../../../src/comprehension/promptsAbout.ts';
import type { NamePlace, PromptWorld, TestsWith, Verdict } from '../../../src/comprehension/promptWorld.ts';
import { seededRandom } from '../../../src/comprehension/seededRandom.ts';
import type { ReviewOutline } from '../../../src/model/reviewOutline.ts';
import { TreeSyntax } from '../../../src/parsing/treeSyntax.ts';
import { changeBetween, outlineOfFiles } from '../../support/realOutlines.ts';

export type Texts = Readonly<Record<string, string>>;

/** Which tests fail with one file's text replaced: as many as there are fail or pass. */
export type RunTests = (path: string, text: string) => TestsWith;

export interface Reviewed {
  readonly base: Texts;
  readonly head: Texts;
  readonly tests?: RunTests;
  readonly seed?: string;
}

/** A world in memory: what it is asked is told from its texts, and what tests do from running them. */
export class ReviewedWorld implements PromptWorld {
  readonly random: () => number;
  readonly tried: string[] = [];
  time = 0;
  readonly #reviewed: Reviewed;

  constructor(reviewed: Reviewed) {
    this.#reviewed = reviewed;
    this.random = seededRandom(reviewed.seed ?? 'seed');
  }

  now(): number {
    return this.time;
  }

  async readBase(path: string): Promise<string | undefined> {
    return this.#reviewed.base[path];
  }

  async readHead(path: string): Promise<string | undefined> {
    return this.#reviewed.head[path];
  }

  async tryMutant(path: string, text: string, signal: AbortSignal): Promise<Verdict> {
    const tests = await this.tryTests(path, text, signal);
    if (tests.status !== 'ran') return tests.status;
    return tests.failed.length > 0 ? 'killed' : 'survived';
  }

  async tryTests(path: string, text: string, signal: AbortSignal): Promise<TestsWith> {
    if (signal.aborted || this.#reviewed.tests === undefined) return { status: 'unknown' };
    this.tried.push(text);
    return this.#reviewed.tests(path, text);
  }

  async placesOf(names: readonly string[]): Promise<ReadonlyMap<string, readonly NamePlace[]>> {
    return new Map(names.map((name) => [name, placesIn(this.#reviewed.head, name)]));
  }
}

function placesIn(texts: Texts, name: string): NamePlace[] {
  const word = new RegExp(`(?<![\\p{L}\\p{N}_])${name.replace(/[^\p{L}\p{N}_]/gu, '\\$&')}(?![\\p{L}\\p{N}_])`, 'u');
  return Object.entries(texts).flatMap(([path, text]) =>
    text.split('\n').flatMap((line, index) => (word.test(line) ? [{ path, line: index + 1 }] : [])),
  );
}

const wasm = join(root, 'node_modules', '@vscode', 'tree-sitter-wasm', 'wasm');
let syntax: Promise<TreeSyntax> | undefined;

/** The outline of a change, as a runner makes it. */
export async function outlined({ base, head }: Pick<Reviewed, 'base' | 'head'>): Promise<ReviewOutline> {
  const files = (texts: Texts) =>
    new Map(
      Object.entries(texts).map(([path, text]) => [
        path,
        { bytes: Buffer.from(text).toString('latin1'), mode: '100644' as const },
      ]),
    );
  syntax ??= TreeSyntax.open((name) => readFile(join(wasm, `${name}.wasm`)));
  return outlineOfFiles(changeBetween(files(base), files(head)), await syntax);
}

const never = new AbortController().signal;

/** The first prompts about a change, and why there are no more where it ends before. */
export async function promptsOf(
  reviewed: Reviewed,
  code: CodeReading,
  most = 3,
  settings: PromptSettings = {},
  world: PromptWorld = new ReviewedWorld(reviewed),
): Promise<{ items: Item[]; end?: NothingToAsk }> {
  const source = promptsAbout(await outlined(reviewed), world, code, never, settings);
  const items: Item[] = [];
  while (items.length < most) {
    const { done, value } = await source.next();
    if (done) return { items, end: value };
    items.push(value);
  }
  return { items };
}

/** Runs pieces of JavaScript, each a test by its name, over a module whose text is replaced. */
export function scriptTests(path: string, tests: Readonly<Record<string, string>>): RunTests {
  const known = new Map<string, TestsWith>();
  return (changed, text) => {
    if (changed !== path) return { status: 'ran', failed: [], passed: Object.keys(tests) };
    const key = createHash('sha1').update(text).digest('hex');
    const ran = known.get(key) ?? runScripts(text, tests);
    known.set(key, ran);
    return ran;
  };
}

function runScripts(text: string, tests: Readonly<Record<string, string>>): TestsWith {
  const exported = [...text.matchAll(/^export function (\w+)/gm)].map((match) => match[1]);
  const body = text.replace(/^import .*$/gm, '').replace(/^export /gm, '');
  const [failed, passed]: [string[], string[]] = [[], []];
  for (const [name, test] of Object.entries(tests)) {
    const code = `const module = (() => { ${body}\nreturn { ${exported.join(', ')} }; })();\n(() => { ${test} })();`;
    try {
      vm.runInNewContext(code, {}, { timeout: 250 });
      passed.push(name);
    } catch {
      failed.push(name);
    }
  }
  return { status: 'ran', failed, passed };
}
