import type { FailingTest, ReportFormat, TestReport } from '../model/testReport.ts';
import { inertText } from './inertText.ts';
import { linesOf } from './lines.ts';
import { isAbsolute, place, placedName, titled, withoutRoot } from './place.ts';
import { byName, heldLimit, Tally, type TellPassed } from './tally.ts';
import { TapDiagnosis } from './tapDiagnosis.ts';
import { type TapPoint, tapPoint } from './tapPoint.ts';

interface Level {
  readonly indent: number;
  points: number;
  plan: number | undefined;
  passed: number;
  /** Names of those that passed, where somebody wants them. */
  passedNames: string[];
  skipped: number;
  failed: number;
  errored: number;
  failing: (FailingTest & { readonly file: string })[];
  /** The last test point: what follows it may still say more of it. */
  last:
    | { readonly point: TapPoint; readonly children: Level | undefined; diagnosis: TapDiagnosis | undefined }
    | undefined;
}

const depthLimit = 32;
const keptPerLevel = 400;

const newLevel = (indent: number): Level => ({
  indent,
  points: 0,
  plan: undefined,
  passed: 0,
  passedNames: [],
  skipped: 0,
  failed: 0,
  errored: 0,
  failing: [],
  last: undefined,
});

/**
 * TAP 13 and 14, with subtests before their parent (TAP 14, `node --test`) or in braces after it (vitest). Tests that
 * hold others are not counted; one that fails though all that it holds passed errored, unless it says how it failed.
 * Without a plan, with another number of points than planned, after `Bail out!`, or when the counts that `node --test`
 * adds say otherwise, the report is incomplete.
 */
export function readTap(
  format: ReportFormat,
  text: string,
  root?: string,
  tellPassed?: TellPassed,
): TestReport | undefined {
  const reader = new TapReader(root, tellPassed);
  for (const line of linesOf(text)) reader.read(line);
  return reader.report(format);
}

class TapReader {
  readonly #root: string | undefined;
  readonly #tellPassed: TellPassed | undefined;
  readonly #levels: Level[] = [newLevel(0)];
  #yaml: TapDiagnosis | undefined;
  #complete = true;
  #seen = false;
  #bailed: string | undefined;
  /** Points that are no suites, as `node --test` counts them at the end. */
  #tests = 0;
  #failures = 0;
  readonly #counted = new Map<string, number>();

  constructor(root: string | undefined, tellPassed: TellPassed | undefined) {
    this.#root = root;
    this.#tellPassed = tellPassed;
  }

  read(line: string): void {
    const indent = line.search(/[^ ]/);
    if (indent < 0) return;
    const text = line.slice(indent);
    if (this.#yaml && this.#inYaml(this.#yaml, indent, line, text)) return;
    if (text === '---' && this.#opensYaml(indent)) return;
    const point = tapPoint(text);
    if (point) this.#point(indent, point);
    else if (/^1\.\.\d{1,9}(?: |$)/.test(text)) this.#plan(indent, text);
    else if (text === '}') this.#close(indent);
    else if (indent === 0) this.#remark(text);
  }

  /** A block ends at its `...`, or where the next test begins: runners print what breaks it. */
  #inYaml(yaml: TapDiagnosis, indent: number, line: string, text: string): boolean {
    if (indent === yaml.indent && text === '...') {
      this.#yaml = undefined;
      return true;
    }
    if (indent >= yaml.indent || !tapPoint(text)) {
      yaml.add(line);
      return true;
    }
    this.#yaml = undefined;
    return false;
  }

  #opensYaml(indent: number): boolean {
    const level = this.#levels.at(-1);
    if (!level?.last || level.last.diagnosis || (indent !== level.indent + 2 && indent !== level.indent + 4))
      return false;
    this.#yaml = new TapDiagnosis(indent);
    level.last.diagnosis = this.#yaml;
    return true;
  }

  #point(indent: number, point: TapPoint): void {
    // TAP comes one level deeper each time; other text that looks like it was printed by what was tested.
    const deepest = this.#levels.at(-1)?.indent ?? 0;
    if (indent % 4 !== 0 || indent > deepest + 4 || this.#levels.length > depthLimit) return;
    this.#seen = true;
    const { level, children } = this.#levelAt(indent);
    const unclosed = level.last?.point.opens === true && children !== undefined;
    if (unclosed && level.last) {
      this.#complete = false;
      level.last = { ...level.last, children };
    }
    this.#settle(level);
    level.points += 1;
    level.last = { point, children: unclosed ? undefined : children, diagnosis: undefined };
    if (point.opens) this.#levels.push(newLevel(indent + 4));
  }

  /** The level of an indentation; the deeper one that ends here holds the subtests of the point that comes. */
  #levelAt(indent: number): { readonly level: Level; readonly children: Level | undefined } {
    let children: Level | undefined;
    for (let top = this.#levels.at(-1); top && top.indent > indent; top = this.#levels.at(-1)) {
      this.#levels.pop();
      this.#end(top);
      if (children) {
        this.#complete = false;
        this.#merge(top, '', children);
      }
      children = top;
    }
    const top = this.#levels.at(-1);
    if (top?.indent === indent) return { level: top, children };
    const level = newLevel(indent);
    this.#levels.push(level);
    return { level, children };
  }

  #plan(indent: number, text: string): void {
    if (indent % 4 !== 0 || indent > (this.#levels.at(-1)?.indent ?? 0) + 4 || this.#levels.length > depthLimit) return;
    if (indent === 0) this.#seen = true;
    const deeper = (this.#levels.at(-1)?.indent ?? 0) > indent;
    // Subtests without the point they belong to: a plan does not come between them.
    if (deeper) this.#complete = false;
    const { level, children } = this.#levelAt(indent);
    if (children) this.#merge(level, '', children);
    this.#settle(level);
    if (level.plan !== undefined) this.#complete = false;
    level.plan = Number(/\d+/.exec(text.slice(3))?.[0]);
    if (level.plan === 0 && /#\s*skip/i.test(text)) level.skipped += 1;
  }

  /** A closing brace: the subtests of the last point of the level above end. */
  #close(indent: number): void {
    const top = this.#levels.at(-1);
    const parent = this.#levels.at(-2);
    if (!top || !parent?.last?.point.opens || parent.indent !== indent) return;
    this.#levels.pop();
    this.#end(top);
    parent.last = { ...parent.last, children: top };
    this.#settle(parent);
  }

  #remark(text: string): void {
    if (/^Bail out!/i.test(text)) this.#bailed ??= text.slice(9).trim() || 'The tests stopped themselves.';
    const count = /^# (tests|pass|fail|cancelled) (\d{1,9})$/.exec(text);
    if (count?.[1]) this.#counted.set(count[1], Number(count[2]));
  }

  #end(level: Level): void {
    this.#settle(level);
    if (level.plan !== undefined && level.plan !== level.points) this.#complete = false;
  }

  /** Counts the last point of a level, now that all that belongs to it was read. */
  #settle(level: Level): void {
    const { last } = level;
    if (!last) return;
    level.last = undefined;
    const { point, children, diagnosis } = last;
    const fails = !point.ok && !point.excused;
    if (!diagnosis?.isSuite) {
      this.#tests += 1;
      if (fails) this.#failures += 1;
    }
    if (point.excused) level.skipped += 1;
    else if (children && children.failed + children.errored > 0) {
      if (point.ok) this.#complete = false;
      this.#merge(level, point.name, children);
    } else {
      if (children) this.#merge(level, point.name, children);
      if (fails) this.#fail(level, point, diagnosis, children !== undefined);
      else if (!children || children.points === 0) this.#pass(level, point);
    }
  }

  #pass(level: Level, { name }: TapPoint): void {
    level.passed += 1;
    if (this.#tellPassed !== undefined && level.passedNames.length < heldLimit) {
      level.passedNames.push(placedName(name, this.#root));
    }
  }

  #fail(level: Level, { name }: TapPoint, diagnosis: TapDiagnosis | undefined, holds: boolean): void {
    const status = diagnosis?.status ?? (holds ? 'errored' : 'failed');
    level[status] += 1;
    const file = place(diagnosis?.file ?? '', this.#root);
    const message = withoutRoot(diagnosis?.message ?? '', this.#root);
    this.#keep(level, { name: placedName(name, this.#root), status, message, file });
  }

  #keep(level: Level, test: Level['failing'][number]): void {
    level.failing.push({ ...test, name: inertText(test.name) });
    if (level.failing.length > 2 * keptPerLevel) level.failing = level.failing.sort(byName).slice(0, keptPerLevel);
  }

  #merge(level: Level, name: string, children: Level): void {
    level.passed += children.passed;
    level.skipped += children.skipped;
    level.failed += children.failed;
    level.errored += children.errored;
    for (const test of children.failing) this.#keep(level, { ...test, name: titled(name, test.name) });
    for (const passed of children.passedNames) level.passedNames.push(titled(name, passed));
  }

  report(format: ReportFormat): TestReport | undefined {
    if (this.#levels.length > 1) this.#complete = false;
    const { level: top, children } = this.#levelAt(0);
    if (children) this.#merge(top, '', children);
    this.#end(top);
    if (!this.#seen && this.#bailed === undefined) return undefined;
    const tally = new Tally(this.#tellPassed);
    for (const passed of top.passedNames) tally.tellPassed(() => passed);
    for (const { name, status, message, file } of top.failing) {
      const prefix = isAbsolute(file) || file === name ? '' : file;
      tally.fail(titled(prefix, name), status, message);
    }
    Object.assign(tally, { passed: top.passed, skipped: top.skipped, failed: top.failed, errored: top.errored });
    if (this.#bailed !== undefined) tally.fail('Bail out!', 'errored', this.#bailed);
    return tally.report(format, this.#complete && top.plan !== undefined && !this.#bailed && this.#countsAgree());
  }

  #countsAgree(): boolean {
    const { tests, pass, fail, cancelled } = Object.fromEntries(this.#counted);
    if (tests === undefined || pass === undefined || fail === undefined) return true;
    return tests === this.#tests && (cancelled === undefined || fail + cancelled === this.#failures);
  }
}
