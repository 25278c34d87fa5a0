import type { TestReport } from '../model/testReport.ts';
import { heldLimit, Tally, type TellPassed } from './tally.ts';

type Ended = 'pass' | 'fail' | 'skip';
interface GoTest {
  ended: Ended | undefined;
  message: string;
  holds: boolean;
  holdsFailing: boolean;
}
interface GoPackage {
  readonly tests: Map<string, GoTest>;
  message: string;
}

/**
 * What `go test` said, package by package. A test that fails or panics failed. A package that fails without a failing
 * test errored (it does not build, its `TestMain` or `init` ended it), and so did a test that began and never ended.
 * Tests that hold others are not counted. Names are `package > Test/subtest`.
 */
export class GoPackages {
  readonly #tally: Tally;
  readonly #open = new Map<string, GoPackage>();
  #any = false;
  /** Tests and packages that were met; no more are kept than the limit. */
  #held = 0;
  #lost = 0;

  constructor(tellPassed: TellPassed | undefined) {
    this.#tally = new Tally(tellPassed);
  }

  #package(name: string): GoPackage {
    const known = this.#open.get(name);
    if (known) return known;
    const fresh: GoPackage = { tests: new Map(), message: '' };
    if (this.#held < heldLimit) this.#open.set(name, fresh);
    this.#held += 1;
    return fresh;
  }

  #test(pkg: string, name: string): GoTest {
    const { tests } = this.#package(pkg);
    const known = tests.get(name);
    if (known) return known;
    const fresh: GoTest = { ended: undefined, message: '', holds: false, holdsFailing: false };
    if (this.#held < heldLimit) tests.set(name, fresh);
    this.#held += 1;
    return fresh;
  }

  /** Something of the report was lost; returns how often that was. */
  lose(): number {
    this.#lost += 1;
    return this.#lost;
  }

  began(pkg: string, test: string): void {
    this.#test(pkg, test);
  }

  ended(pkg: string, test: string, how: Ended): void {
    this.#test(pkg, test).ended = how;
  }

  /** One line that a test or its package printed; the first that says something is kept. */
  said(pkg: string, test: string | undefined, line: string): void {
    if (/^\s*(?:=== |--- |ok\s|FAIL\b|PASS$|\?\s|exit status|$)/.test(line.slice(0, 100))) return;
    const owner = test === undefined ? this.#package(pkg) : this.#test(pkg, test);
    if (owner.message === '') owner.message = line.trim().slice(0, 1_000);
  }

  /** `counts`: a package that passed and named none of its tests counts as one passed. */
  endedPackage(pkg: string, how: Ended, counts = false, why = ''): void {
    this.#any = true;
    const { tests, message } = this.#package(pkg);
    this.#open.delete(pkg);
    for (const [name, test] of tests) this.#tellParents(tests, name, test);
    const before = this.#tally.failing;
    for (const [name, test] of tests) this.#count(`${pkg} > ${name}`, test);
    if (how === 'fail' && this.#tally.failing === before) this.#tally.fail(pkg, 'errored', message || why);
    if (how === 'pass' && counts && tests.size === 0) this.#tally.passed += 1;
  }

  #tellParents(tests: ReadonlyMap<string, GoTest>, name: string, { ended }: GoTest): void {
    for (
      let at = name.lastIndexOf('/'), levels = 0;
      at > 0 && levels < 32;
      at = name.lastIndexOf('/', at - 1), levels++
    ) {
      const parent = tests.get(name.slice(0, at));
      if (!parent) continue;
      parent.holds = true;
      parent.holdsFailing ||= ended === 'fail' || ended === undefined;
    }
  }

  #count(name: string, { ended, message, holds, holdsFailing }: GoTest): void {
    if (ended === 'skip') this.#tally.skipped += 1;
    else if (ended === 'fail' && !holdsFailing) this.#tally.fail(name, 'failed', message);
    else if (ended === undefined && !holdsFailing)
      this.#tally.fail(name, 'errored', message || 'It began and never ended.');
    else if (ended === 'pass' && !holds) this.#tally.pass(() => name);
  }

  /** Undefined if nothing was read. A package that did not end makes the report incomplete. */
  report(): TestReport | undefined {
    if (!this.#any && this.#open.size === 0) return undefined;
    const unfinished = [...this.#open.keys()];
    for (const pkg of unfinished) this.endedPackage(pkg, 'skip');
    return this.#tally.report('go', unfinished.length === 0 && this.#lost === 0 && this.#held <= heldLimit);
  }
}

const ends: ReadonlyMap<string, Ended> = new Map([
  ['pass', 'pass'],
  ['fail', 'fail'],
  ['skip', 'skip'],
  ['bench', 'pass'],
]);
/** How something ended, by Go's word for it; undefined for words that end nothing. */
export const goEnd = (word: string): Ended | undefined => ends.get(word);

/** `ok  pkg 0.1s`, `FAIL pkg [build failed]`, `?  pkg [no test files]`: a line that ends a package. */
export function readGoPackageLine(packages: GoPackages, line: string, counts: boolean): void {
  const match = /^(ok {2}|FAIL|\? {3})\t(\S+)(?:\s+(.*))?$/.exec(line);
  if (!match?.[2]) return;
  const note = match[3] ?? '';
  const proves = counts && !note.includes('[no tests to run]');
  if (match[1] === 'FAIL') packages.endedPackage(match[2], 'fail', false, note.replace(/^\[(.*)\]$/, '$1'));
  else packages.endedPackage(match[2], match[1] === 'ok  ' ? 'pass' : 'skip', proves);
}
