import type { TestReport } from '../model/testReport.ts';
import { looksLikeTestFile, statusBy } from './couldNotRun.ts';
import { linesOf } from './lines.ts';
import { placedName, titled, withoutRoot } from './place.ts';
import { heldLimit, Tally, type TellPassed } from './tally.ts';

/** A line of the tree: `▶` opens a test that holds others, the rest end one. */
const treeLine = /^( *)([▶✔✖﹣⚠]) (.*)$/;
const duration = / \(\d+(?:\.\d+)?ms\)(?: #(.*))?$/;
const countLine = /^ℹ (tests|suites|pass|fail|cancelled|skipped|todo) (\d{1,9})$/;
const depthLimit = 64;

interface Open {
  readonly depth: number;
  readonly name: string;
  failed: boolean;
}
interface Told {
  readonly file: string;
  message: string;
}
/** Tests of one name, and how many of them were met in the tree. */
interface Namesakes {
  readonly told: Told[];
  met: number;
}
interface Failed {
  readonly path: readonly string[];
  readonly name: string;
  /** It holds others, none of which failed. */
  readonly holds: boolean;
}

/**
 * The text of `node --test`'s `spec` reporter, as Node 20, 22 and 24 print it. Its tree names the tests, its list of
 * failing ones the files and messages, its counts the plan: other counts than the tree's make the report incomplete.
 */
export function readNodeSpec(text: string, root?: string, tellPassed?: TellPassed): TestReport | undefined {
  const reader = new SpecReader(tellPassed);
  for (const line of linesOf(text)) reader.read(line);
  return reader.report(root);
}

class SpecReader {
  readonly #tally: Tally;
  readonly #open: Open[] = [];
  readonly #failed: Failed[] = [];
  readonly #counts = new Map<string, number>();
  /** What is told of failing tests, by name, in the order of the tree. */
  readonly #told = new Map<string, Namesakes>();
  #holders = 0;
  #twice = false;
  /** A failing test of the tree is not in the list of failing tests. */
  #cut = false;
  #listing = false;
  #header: string | undefined;
  #last: Told | undefined;

  constructor(tellPassed: TellPassed | undefined) {
    this.#tally = new Tally(tellPassed);
  }

  read(line: string): void {
    const count = countLine.exec(line);
    if (count?.[1]) {
      this.#twice ||= this.#counts.has(count[1]);
      this.#counts.set(count[1], Number(count[2]));
    } else if (line === '✖ failing tests:') this.#listing = this.#counts.size > 0;
    else if (this.#listing) this.#list(line);
    else if (this.#counts.size === 0) this.#tree(line);
  }

  #tree(line: string): void {
    const match = treeLine.exec(line);
    const depth = (match?.[1] ?? '').length / 2;
    const sign = match?.[2];
    if (sign === undefined || !Number.isInteger(depth) || depth > depthLimit) return;
    const ended = duration.exec(match?.[3] ?? '');
    const name = (match?.[3] ?? '').slice(0, ended?.index).replace(/ # (?:SKIP|TODO)$/, '');
    const excused = ended?.[1] !== undefined || / # (?:SKIP|TODO)$/.test(match?.[3] ?? '');
    while ((this.#open.at(-1)?.depth ?? -1) > depth) this.#open.pop();
    const top = this.#open.at(-1);
    const closes = top?.depth === depth && top.name === name;
    if (closes) this.#close(sign, name, excused);
    else if (sign === '▶') this.#open.push({ depth, name, failed: false });
    else this.#leaf(sign, name, excused);
  }

  #close(sign: string, name: string, excused: boolean): void {
    const closed = this.#open.pop();
    this.#holders += 1;
    if (sign === '✖' && !excused && closed?.failed === false) this.#fail(name, true);
  }

  #leaf(sign: string, name: string, excused: boolean): void {
    if (excused || sign === '﹣' || sign === '⚠') this.#tally.skipped += 1;
    else if (sign === '✔') this.#tally.pass(() => titled(...this.#open.map((parent) => parent.name), name));
    else this.#fail(name, false);
  }

  #fail(name: string, holds: boolean): void {
    for (const parent of this.#open) parent.failed = true;
    if (this.#failed.length >= heldLimit) this.#cut = true;
    else this.#failed.push({ path: this.#open.map((parent) => parent.name), name, holds });
  }

  /** Where a failing test stands, its name, then what it said, indented. */
  #list(line: string): void {
    const header = /^(?:test|suite) at (.+?)(?::\d+){1,2}$/.exec(line);
    if (header) this.#header = header[1];
    else if (this.#header !== undefined && line.startsWith('✖ ')) {
      this.#last = { file: this.#header, message: '' };
      this.#header = undefined;
      const name = line.slice(2).replace(duration, '');
      this.#remember(name, this.#last);
    } else if (this.#last?.message === '' && line.trim() !== '')
      this.#last.message = line.trim().replace(/^'(.*)'$/, '$1');
  }

  #remember(name: string, test: Told): void {
    const namesakes = this.#told.get(name);
    if (namesakes) namesakes.told.push(test);
    else if (this.#told.size < heldLimit) this.#told.set(name, { told: [test], met: 0 });
  }

  #tellOf(name: string): Told | undefined {
    const namesakes = this.#told.get(name);
    return namesakes?.told[namesakes.met++];
  }

  report(root?: string): TestReport | undefined {
    if (this.#counts.size === 0 && this.#tally.passed + this.#failed.length === 0) return undefined;
    const tally = this.#tally;
    for (const { path, name, holds } of this.#failed) {
      const told = this.#tellOf(name);
      if (!told) this.#cut = true;
      const { file = '', message = '' } = told ?? {};
      const ofFile = placedName(name, root);
      const broke =
        looksLikeTestFile(name) && (file === '' || name.replaceAll('\\', '/').endsWith(file.replaceAll('\\', '/')));
      const title = broke ? ofFile : titled(placedName(file.replaceAll('\\', '/'), root), ...path, name);
      tally.fail(title, broke ? 'errored' : statusOf(message, holds), withoutRoot(message, root));
    }
    return tally.report('node', this.#countsAgree());
  }

  /** Tests and suites are the leaves of the tree and what holds them. Each count stands there once. */
  #countsAgree(): boolean {
    const { tests, suites, pass, fail } = Object.fromEntries(this.#counts);
    if (tests === undefined || suites === undefined || pass === undefined || fail === undefined) return false;
    const leaves = this.#tally.passed + this.#tally.skipped + this.#tally.failing;
    const holding = this.#failed.filter(({ holds }) => holds).length;
    return !this.#twice && !this.#cut && tests + suites === leaves - holding + this.#holders;
  }
}

function statusOf(message: string, holds: boolean): 'failed' | 'errored' {
  if (message.startsWith('test did not finish before its parent')) return 'errored';
  if (holds && !message.startsWith('AssertionError')) return 'errored';
  return statusBy(message);
}
