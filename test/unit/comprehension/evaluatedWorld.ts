import vm from 'node:vm';
import type { NamePlace, PromptWorld, TestsWith, Verdict } from '../../../src/comprehension/promptWorld.ts';
import { seededRandom } from '../../../src/comprehension/seededRandom.ts';
import type { Change, FileChange } from '../../../src/model/change.ts';

/** Runs the checks over a module's text, as a runner would in a scratch worktree. A hang is a failure. */
export function evaluate(text: string, checks: string): Verdict {
  const exported = [...text.matchAll(/^export function (\w+)/gm)].map((match) => match[1]);
  const body = text.replace(/^import .*$/gm, '').replace(/^export /gm, '');
  const code = `const module = (() => { ${body}\nreturn { ${exported.join(', ')} }; })();\n(() => { ${checks} })();`;
  try {
    vm.runInNewContext(code, {}, { timeout: 250 });
    return 'survived';
  } catch {
    return 'killed';
  }
}

export interface WorldSettings {
  readonly base?: Readonly<Record<string, string>>;
  readonly head: Readonly<Record<string, string>>;
  readonly checks: string;
  readonly seed?: string;
}

/** A world in memory whose mutants are really run; remembers verdicts, so that many searches stay quick. */
export class EvaluatedWorld implements PromptWorld {
  readonly random: () => number;
  readonly tried: { readonly path: string; readonly text: string; readonly verdict: Verdict }[] = [];
  time = 0;
  readonly #settings: WorldSettings;
  static readonly #verdicts = new Map<string, Verdict>();

  constructor(settings: WorldSettings) {
    this.#settings = settings;
    this.random = seededRandom(settings.seed ?? 'seed');
  }

  now(): number {
    return this.time;
  }

  async readBase(path: string): Promise<string | undefined> {
    return this.#settings.base?.[path];
  }

  async readHead(path: string): Promise<string | undefined> {
    return this.#settings.head[path];
  }

  async tryMutant(path: string, text: string, signal: AbortSignal): Promise<Verdict> {
    if (signal.aborted) return 'unknown';
    const key = `${this.#settings.checks}\0${text}`;
    const verdict = EvaluatedWorld.#verdicts.get(key) ?? evaluate(text, this.#settings.checks);
    EvaluatedWorld.#verdicts.set(key, verdict);
    this.tried.push({ path, text, verdict });
    return verdict;
  }

  /** Its checks are one piece of code: no test of theirs has a name. */
  async tryTests(): Promise<TestsWith> {
    return { status: 'unknown' };
  }

  async placesOf(names: readonly string[]): Promise<ReadonlyMap<string, readonly NamePlace[]>> {
    const lines = Object.entries(this.#settings.head).flatMap(([path, text]) =>
      text
        .split('\n')
        .map((line, index) => ({ place: { path, line: index + 1 }, words: new Set(line.match(/[\w$]+/g)) })),
    );
    return new Map(names.map((name) => [name, lines.filter(({ words }) => words.has(name)).map(({ place }) => place)]));
  }
}

const zeros = '0'.repeat(40);

export function fileChange(path: string, more: Partial<FileChange> = {}): FileChange {
  return {
    path,
    status: 'modified',
    oldMode: '100644',
    newMode: '100644',
    oldBlob: zeros,
    newBlob: zeros,
    added: 5,
    removed: 1,
    binary: false,
    ...more,
  };
}

export function changeOf(...files: FileChange[]): Change {
  return { base: 'b'.repeat(40), head: 'a'.repeat(40), tree: 'c'.repeat(40), files };
}
