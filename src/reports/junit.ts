import type { TestReport } from '../model/testReport.ts';
import { couldNotRun, looksLikeTestFile } from './couldNotRun.ts';
import { isAbsolute, place, placedName, titled, withoutRoot } from './place.ts';
import { Tally, type TellPassed } from './tally.ts';
import { readXml } from './xmlEvents.ts';

type Attributes = Readonly<Record<string, string>>;
interface Verdict {
  readonly element: 'failure' | 'error';
  readonly type: string;
  readonly message: string;
  text: string;
}
interface Suite {
  readonly name: string;
  readonly attributes: Attributes;
  /** Tests, and once more those with an error: pytest counts one that passed and could not be torn down twice. */
  counted: number;
  failing: number;
  readonly verdicts: Verdict[];
}
interface Case {
  readonly attributes: Attributes;
  skipped: boolean;
  readonly verdicts: Verdict[];
}

/** How much of what stands in a `<failure>` is kept: its first line is wanted. */
const keptText = 2_000;

/** Where a document of JUnit XML begins in an output, or -1: runners that print it print other things before. */
export const junitStart = (text: string): number => {
  const declared = text.search(/<\?xml\b[^>]{0,200}\?>\s{0,100}<testsuites?[\s/>]/);
  return declared >= 0 ? declared : text.search(/<testsuites?[\s/>]/);
};

/**
 * JUnit XML. `<failure>` failed and `<error>` errored, as the format has it; a `<failure>` that only says that a file
 * does not load errored too, since some runners know no `<error>`. A suite's own `<error>` is an entry of its name.
 * Numbers on a suite that say more than its test cases show make the report incomplete.
 */
export function readJunit(text: string, root?: string, tellPassed?: TellPassed): TestReport | undefined {
  const start = junitStart(text);
  if (start < 0) return undefined;
  const reader = new JunitReader(root, tellPassed);
  const whole = readXml(text.slice(start), reader);
  return reader.tally.report('junit', whole && reader.consistent);
}

class JunitReader {
  readonly tally: Tally;
  consistent = true;
  readonly #root: string | undefined;
  readonly #suites: Suite[] = [];
  #case: Case | undefined;
  #verdict: Verdict | undefined;

  constructor(root: string | undefined, tellPassed: TellPassed | undefined) {
    this.tally = new Tally(tellPassed);
    this.#root = root;
  }

  opened(element: string, attributes: Attributes): void {
    if (element === 'testsuite' || element === 'testsuites') {
      const name = element === 'testsuite' ? (attributes['name'] ?? '') : '';
      this.#suites.push({ name, attributes, counted: 0, failing: 0, verdicts: [] });
    } else if (element === 'testcase') this.#case = { attributes, skipped: false, verdicts: [] };
    else if (element === 'skipped' && this.#case) {
      this.#case.skipped = true;
    } else if (element === 'failure' || element === 'error') {
      const { type = '', message = '' } = attributes;
      this.#verdict = { element, type, message, text: '' };
    }
  }

  said(text: string): void {
    if (this.#verdict && this.#verdict.text.length < keptText) this.#verdict.text += text.slice(0, keptText);
  }

  closed(element: string): void {
    if ((element === 'failure' || element === 'error') && this.#verdict) {
      const owner = this.#case ?? this.#suites.at(-1);
      if (owner !== undefined && owner.verdicts.length < 10) owner.verdicts.push(this.#verdict);
      this.#verdict = undefined;
    } else if (element === 'testcase' && this.#case) {
      this.#count(this.#case);
      this.#case = undefined;
    } else if (element === 'testsuite' || element === 'testsuites') this.#closeSuite();
  }

  #count({ attributes, skipped, verdicts }: Case): void {
    const suite = this.#suites.at(-1);
    if (suite) suite.counted += 1;
    // `node --test` writes a failing test that is still to do as both skipped and failed.
    if (skipped) this.tally.skipped += 1;
    else if (verdicts.length === 0) this.tally.pass(() => this.#nameOf(attributes));
    else {
      if (suite) suite.failing += verdicts.length;
      if (suite && verdicts.some(({ element }) => element === 'error')) suite.counted += 1;
      const worst = verdicts.find(({ element }) => element === 'failure') ?? verdicts[0];
      if (worst) this.tally.fail(this.#nameOf(attributes), statusOf(worst, attributes), this.#messageOf(worst));
    }
  }

  #closeSuite(): void {
    const suite = this.#suites.pop();
    if (!suite) return;
    const [broken] = suite.verdicts;
    if (broken) {
      suite.failing += 1;
      this.tally.fail(suite.name, 'errored', this.#messageOf(broken));
    }
    this.consistent &&= agrees(suite);
    const parent = this.#suites.at(-1);
    if (!parent) return;
    parent.counted += suite.counted;
    parent.failing += suite.failing;
  }

  #messageOf({ message, text, type }: Verdict): string {
    return withoutRoot([message, text, type].find((words) => words.trim() !== '') ?? '', this.#root);
  }

  /** The class where it says something, else the file and the suites; runners put all sorts of things there. */
  #nameOf(attributes: Attributes): string {
    const name = placedName((attributes['name'] ?? '').trim(), this.#root);
    const given = placedName((attributes['classname'] ?? '').trim(), this.#root);
    const file = place(attributes['file'] ?? '', this.#root);
    const suites = this.#suites.map((suite) => placedName(suite.name, this.#root));
    if (looksLikeTestFile(name) && (given === name || file.endsWith(name))) return name;
    if (given !== '' && given !== name && !isNodeTest(attributes)) return titled(given, name);
    return titled(isAbsolute(file) ? '' : file, ...suites, name);
  }
}

/** `node --test` says the suites' names as the class, with dots, beside a file that it gives no class. */
const isNodeTest = ({ classname = '', file = '' }: Attributes): boolean =>
  classname === 'test' || looksLikeTestFile(file);

/** `type` is where `node --test` says what went wrong; a test case named like its own file is a file that broke. */
function statusOf({ element, type, message, text }: Verdict, attributes: Attributes): 'failed' | 'errored' {
  const name = (attributes['name'] ?? '').trim();
  if (element === 'error' || type === 'hookFailed' || type === 'cancelledByParent') return 'errored';
  if (couldNotRun(message.trim() === '' ? text : message)) return 'errored';
  const ofFile = [attributes['classname'], attributes['file']].some((file) => file?.trim().endsWith(name) === true);
  return ofFile && looksLikeTestFile(name) ? 'errored' : 'failed';
}

const numbered = (value: string | undefined): number | undefined =>
  value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined;

/** Runners count tests that hold others in several ways, so only numbers that cannot be right are held against one. */
function agrees({ attributes, counted, failing }: Suite): boolean {
  const failures = numbered(attributes['failures']);
  const errors = numbered(attributes['errors']);
  if ((numbered(attributes['tests']) ?? 0) > counted) return false;
  if (failures === undefined && errors === undefined) return true;
  const said = (failures ?? 0) + (errors ?? 0);
  return said <= failing && (said > 0 || failing === 0);
}
