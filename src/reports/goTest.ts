import type { TestReport } from '../model/testReport.ts';
import { GoEnding } from './goEnding.ts';
import { hasGoEvents, readGoEvents } from './goEvents.ts';
import { GoPackages, goEnd, readGoPackageLine } from './goPackages.ts';
import { linesOf } from './lines.ts';
import { heldLimit, type TellPassed } from './tally.ts';

/** `go test`, with `-json`, with `-v` or plain; without `-v` a package that passed counts as one passed test. */
export const readGoTest = (text: string, _root?: string, tellPassed?: TellPassed): TestReport | undefined =>
  hasGoEvents(text) ? readGoEvents(text, tellPassed) : readGoText(text, tellPassed);

function readGoText(text: string, tellPassed: TellPassed | undefined): TestReport | undefined {
  const reader = new GoTextReader(tellPassed);
  for (const line of linesOf(text)) reader.read(line);
  return reader.report();
}

/** The package of tests whose package's line is missing. */
const unfinished = '(unfinished package)';

/** Tests come before the line that names their package: until then they are kept, in order, as what to say of it. */
class GoTextReader {
  readonly #packages: GoPackages;
  readonly #ending = new GoEnding();
  #pending: ((pkg: string) => void)[] = [];
  #tested = false;
  #current: string | undefined;

  constructor(tellPassed: TellPassed | undefined) {
    this.#packages = new GoPackages(tellPassed);
  }

  read(line: string): void {
    this.#ending.read(line);
    const began = /^=== (RUN|CONT|NAME|PAUSE) +(\S.*)$/.exec(line);
    const ended = /^ *--- (PASS|FAIL|SKIP|BENCH): (\S+)/.exec(line);
    if (began?.[2] !== undefined) this.#begin(began[1] === 'RUN', began[2].trim());
    else if (ended?.[2] !== undefined) this.#end(ended[2], ended[1] ?? '');
    else if (/^(?:ok {2}|FAIL|\? {3})\t\S/.test(line)) this.#endPackage(line);
    else if (line.startsWith('# ')) this.#build();
    else if (saysWhy(line, this.#current)) this.#say(line.trim());
  }

  /** More than the limit are told at once, of a package that has no name yet. */
  #hold(say: (pkg: string) => void): void {
    if (this.#pending.length < 2 * heldLimit) this.#pending.push(say);
    else say(unfinished);
  }

  /** `# package`: what the build of it says comes; what came before was said by others. */
  #build(): void {
    if (!this.#tested) this.#pending = [];
  }

  #begin(runs: boolean, test: string): void {
    this.#current = test;
    if (!runs) return;
    this.#tested = true;
    this.#hold((pkg) => this.#packages.began(pkg, test));
  }

  #end(test: string, word: string): void {
    this.#current = test;
    this.#tested = true;
    const how = goEnd(word.toLowerCase()) ?? 'pass';
    this.#hold((pkg) => this.#packages.ended(pkg, test, how));
  }

  #say(words: string): void {
    const test = this.#current;
    this.#hold((pkg) => this.#packages.said(pkg, test, words));
  }

  #endPackage(line: string): void {
    const pkg = /\t(\S+)/.exec(line)?.[1] ?? '';
    for (const say of this.#pending) say(pkg);
    this.#pending = [];
    this.#current = undefined;
    this.#tested = false;
    readGoPackageLine(this.#packages, line, true);
  }

  report(): TestReport | undefined {
    if (this.#tested) for (const say of this.#pending) say(unfinished);
    if (!this.#ending.isWhole) this.#packages.lose();
    return this.#packages.report();
  }
}

/** Of a test, what `t.Error` printed and panics; of a package, whatever stands there. */
const saysWhy = (line: string, test: string | undefined): boolean =>
  test === undefined ? /\S/.test(line) : /^\s+\S+\.go:\d+: /.test(line) || line.startsWith('panic: ');
