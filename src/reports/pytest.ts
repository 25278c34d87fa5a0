import type { TestReport } from '../model/testReport.ts';
import { statusBy } from './couldNotRun.ts';
import { linesOf } from './lines.ts';
import { withoutRoot } from './place.ts';
import { heldLimit, Tally, type TellPassed } from './tally.ts';

const countWord =
  /^(\d{1,9}) (failed|passed|skipped|deselected|xfailed|xpassed|warnings?|errors?|rerun|subtests (?:failed|passed|skipped))$/;

/** The counts of pytest's last line, `=== 1 failed, 2 passed in 0.12s ===` or the same without the signs. */
export function pytestCounts(line: string): ReadonlyMap<string, number> | undefined {
  const match = /^(?:=+ )?([a-z0-9, ]+) in \d+\.\d+s(?: \([\d:]+\))?(?: =+)?$/.exec(line.trim());
  if (!match) return undefined;
  const counts = new Map<string, number>();
  if (match[1] === 'no tests ran') return counts;
  for (const part of (match[1] ?? '').split(', ')) {
    const word = countWord.exec(part);
    if (!word?.[2]) return undefined;
    counts.set(word[2].replace(/^(error|warning)s$/, '$1'), Number(word[1]));
  }
  return counts;
}

interface Listed {
  readonly name: string;
  readonly message: string;
}

/**
 * The terminal text of pytest, by its short summary and its last line; `--junitxml` tells more. What raised in a test
 * failed; what raised in a fixture or while collecting errored, as pytest has it. Expected failures count as skipped.
 * Failing tests that are counted and not listed (`-rN`) make the report incomplete.
 */
export function readPytest(text: string, root?: string, tellPassed?: TellPassed): TestReport | undefined {
  const reader = new PytestReader();
  for (const line of linesOf(text)) reader.read(line);
  return reader.report(root, tellPassed);
}

class PytestReader {
  /** With `-v`: `path::test PASSED [ 50%]`. */
  #passed: string[] = [];
  #failed: Listed[] = [];
  #errors: Listed[] = [];
  #counts: ReadonlyMap<string, number> | undefined;
  #stopped = false;
  /** Between the heading of the short summary and the last line. */
  #summary = false;

  /** What went wrong in a file that could not be collected: the summary names only the file. */
  readonly #collecting = new Map<string, string>();
  #file: string | undefined;

  read(line: string): void {
    const file = /^_+ ERROR collecting (\S+) _+$/.exec(line);
    if (file?.[1]) this.#file = file[1];
    else if (this.#file !== undefined && line.startsWith('E   ')) {
      if (this.#collecting.size < heldLimit) this.#collecting.set(this.#file, line.slice(4));
      this.#file = undefined;
    } else if (/^=+ short test summary info =+$/.test(line.trim())) {
      this.#failed = [];
      this.#errors = [];
      this.#summary = true;
    } else if (/^!+ KeyboardInterrupt !+$/.test(line.trim()) || line.startsWith('INTERNALERROR>')) this.#stopped = true;
    else if (this.#summary && /^(?:SUB)?FAILED\b/.test(line)) this.#hold(this.#failed, line);
    else if (!this.#summary && line.includes('::')) this.#pass(line);
    else if (this.#summary && line.startsWith('ERROR ')) this.#hold(this.#errors, line);
    else this.#end(pytestCounts(line));
  }

  #pass(line: string): void {
    const name = /^(\S.*\S) PASSED(?: +\[ *\d{1,3}%\])?$/.exec(line.trimEnd())?.[1];
    if (name !== undefined && this.#passed.length < heldLimit) this.#passed.push(name);
  }

  /** What is not held is not listed, which makes the report incomplete. */
  #hold(list: Listed[], line: string): void {
    if (list.length < heldLimit) list.push(listed(line));
  }

  #end(counts: ReadonlyMap<string, number> | undefined): void {
    if (!counts) return;
    this.#counts = counts;
    this.#summary = false;
  }

  #count(word: string): number {
    return this.#counts?.get(word) ?? 0;
  }

  report(root: string | undefined, tellPassed: TellPassed | undefined): TestReport | undefined {
    if (!this.#counts && !this.#summary) return undefined;
    const tally = new Tally(tellPassed);
    for (const { name, message } of this.#failed) tally.fail(name, statusBy(message), withoutRoot(message, root));
    for (const { name, message } of this.#errors) {
      tally.fail(name, 'errored', withoutRoot(message || (this.#collecting.get(name) ?? ''), root));
    }
    for (const name of this.#passed) tally.tellPassed(() => name);
    tally.passed = this.#count('passed') + this.#count('xpassed');
    tally.skipped = this.#count('skipped') + this.#count('xfailed');
    const failed = this.#count('failed') + this.#count('subtests failed');
    const agrees = this.#failed.length === failed && this.#errors.length === this.#count('error');
    return tally.report('pytest', this.#counts !== undefined && agrees && !this.#stopped);
  }
}

/** `FAILED path::test[a - b] - AssertionError: …`: the first ` - ` behind the parameters ends the name. */
function listed(line: string): Listed {
  const text = line.replace(/^(?:SUBFAILED|FAILED|ERROR)(?:\[[^\]]*\])?\s+/, '');
  const bracket = text.indexOf('[');
  let end = text.indexOf(' - ');
  if (bracket >= 0 && bracket < end) {
    const close = text.indexOf('] - ', bracket);
    end = close < 0 ? (text.endsWith(']') ? -1 : end) : close + 1;
  }
  return end < 0 ? { name: text, message: '' } : { name: text.slice(0, end), message: text.slice(end + 3) };
}
