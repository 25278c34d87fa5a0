import type { TestReport } from '../model/testReport.ts';
import { statusBy } from './couldNotRun.ts';
import { linesOf } from './lines.ts';
import { withoutRoot } from './place.ts';
import { heldLimit, Tally, type TellPassed } from './tally.ts';

const resultLine =
  /^test result: (?:ok|FAILED)\. (\d{1,9}) passed; (\d{1,9}) failed; (\d{1,9}) ignored; (\d{1,9}) measured; \d{1,9} filtered out/;
/** Doc tests are named by their line, which moves. */
const named = (name: string): string => name.trim().replace(/ \(line \d+\)$/, '');

/**
 * The text of `cargo test`. A test that panics failed: an assertion is a panic. A crate that does not compile and a test
 * program that ends by itself errored. A test program without its result, or with another number of tests than it
 * announced or lists as failing, makes the report incomplete.
 */
export function readCargoTest(text: string, root?: string, tellPassed?: TellPassed): TestReport | undefined {
  const reader = new CargoReader(root, tellPassed);
  for (const line of linesOf(text)) reader.read(line);
  return reader.report();
}

class CargoReader {
  readonly #tally: Tally;
  readonly #root: string | undefined;
  #complete = true;
  #seen = false;
  /** How many tests the program that runs announced. */
  #announced: number | undefined;
  #marked: string[] = [];
  #passed: string[] = [];
  #listed: string[] = [];
  #listing = false;
  #messages = new Map<string, string>();
  #telling: string | undefined;
  #panicked = false;
  #compilerSaid = '';

  constructor(root: string | undefined, tellPassed: TellPassed | undefined) {
    this.#tally = new Tally(tellPassed);
    this.#root = root;
  }

  read(line: string): void {
    const running = /^running (\d{1,9}) tests?$/.exec(line);
    const failed = /^test (.+) \.\.\. FAILED$/.exec(line);
    const passed = /^test (.+) \.\.\. ok$/.exec(line);
    const broken = /^error: could not compile `(.+?)`( \(.*?\))?/.exec(line);
    const ended = /^error: test failed, to rerun pass `?(.*?)`?$/.exec(line);
    if (running && this.#announced === undefined) this.#begin(Number(running[1]));
    else if (this.#announced === undefined && resultLine.test(line)) this.#complete = false;
    else if (this.#announced !== undefined && this.#ends(line)) return;
    else if (broken) this.#compile(`${broken[1]}${broken[2] ?? ''}`);
    else if (ended && this.#announced !== undefined) this.#died(ended[1] ?? '');
    else if (failed?.[1] && this.#announced !== undefined) this.#hold(this.#marked, failed[1]);
    else if (passed?.[1] && this.#announced !== undefined) this.#hold(this.#passed, passed[1]);
    else if (/^error(?:\[E\d+\])?: /.test(line) && this.#compilerSaid === '') this.#compilerSaid = line;
    else this.#tell(line);
  }

  #begin(announced: number): void {
    this.#seen = true;
    this.#announced = announced;
    this.#marked = [];
    this.#passed = [];
    this.#listed = [];
    this.#messages = new Map();
    this.#listing = false;
    this.#telling = undefined;
  }

  /** What is not held is not listed, which makes the report incomplete. */
  #hold(list: string[], name: string): void {
    if (list.length < heldLimit) list.push(named(name));
  }

  /** A result of another number of tests than announced was printed by what was tested. */
  #ends(line: string): boolean {
    const result = resultLine.exec(line);
    if (!result) return false;
    const [passed = 0, failed = 0, ignored = 0, measured = 0] = result.slice(1).map(Number);
    if (passed + failed + ignored + measured !== this.#announced) return false;
    this.#announced = undefined;
    this.#tally.passed += passed + measured;
    for (const name of this.#passed) this.#tally.tellPassed(() => name);
    this.#tally.skipped += ignored;
    const names = this.#listed.length === failed ? this.#listed : this.#marked;
    if (names.length !== failed) this.#complete = false;
    for (const name of names) this.#fail(name);
    return true;
  }

  #fail(name: string): void {
    const message = this.#messages.get(name) ?? '';
    this.#tally.fail(name, statusBy(message), withoutRoot(message, this.#root));
  }

  #compile(crate: string): void {
    this.#seen = true;
    this.#tally.fail(crate, 'errored', withoutRoot(this.#compilerSaid, this.#root) || 'It does not compile.');
    this.#compilerSaid = '';
  }

  #died(target: string): void {
    this.#announced = undefined;
    this.#complete = false;
    for (const name of this.#marked) this.#fail(name);
    this.#tally.fail(target, 'errored', 'The test program ended before its tests did.');
  }

  /** The sections `---- name stdout ----` with what failing tests printed, and the list of their names at the end. */
  #tell(line: string): void {
    const section = /^---- (.+) stdout ----$/.exec(line);
    if (section?.[1]) {
      this.#telling = named(section[1]);
      this.#panicked = false;
      this.#listing = false;
    } else if (line === 'failures:') {
      this.#listing = true;
      this.#listed = [];
    } else if (this.#listing && /^ {4}\S/.test(line)) this.#hold(this.#listed, line);
    else if (this.#listing && this.#listed.length > 0 && line === '') this.#listing = false;
    else if (this.#telling !== undefined) this.#message(this.#telling, line);
  }

  /** The line behind `panicked at`; older compilers put the words on it, and doc tests do not always panic. */
  #message(test: string, line: string): void {
    if (this.#messages.size >= heldLimit) return;
    const known = this.#messages.get(test);
    const old = /panicked at '(.*)', /.exec(line);
    if (old?.[1]) this.#messages.set(test, old[1]);
    else if (line.includes(' panicked at ')) this.#panicked = true;
    else if (line.trim() !== '' && (known === undefined || this.#panicked)) {
      this.#messages.set(test, line.trim());
      this.#panicked = false;
    }
  }

  report(): TestReport | undefined {
    if (!this.#seen) return undefined;
    if (this.#announced !== undefined) for (const name of this.#marked) this.#fail(name);
    return this.#tally.report('cargo', this.#complete && this.#announced === undefined);
  }
}
