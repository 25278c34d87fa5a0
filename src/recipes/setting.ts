import { isMap, isScalar, isSeq, type Node, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { err, ok, type Result } from '../model/result.ts';
import { scalarText } from './scalarText.ts';
import type { SettingPath } from './settingPath.ts';
import { takenOut } from './takenOut.ts';

/**
 * One setting of a loop file is read and written in place: only its own characters change, so that comments, order and
 * layout of a recipe reach the person as its author wrote them. (The YAML library finds the place; its printer would lay out
 * the whole file anew.)
 */

/** What stands at a path, as a person would answer it. */
export interface Setting {
  readonly kind: 'text' | 'number' | 'boolean' | 'list';
  /** Entries of a list are separated by commas. */
  readonly answer: string;
  readonly start: number;
  readonly end: number;
  readonly inFlow: boolean;
}

/** The setting at a path; undefined where there is none that an answer can replace. */
export function settingAt(text: string, path: SettingPath): Setting | undefined {
  const found = nodeAt(text, path);
  const [start, end] = found?.node.range ?? [];
  if (found === undefined || start === undefined || end === undefined) return undefined;
  const { node, inFlow } = found;
  if (isSeq(node)) {
    const entries = node.items.map((item) => (isScalar(item) ? String(item.value) : undefined));
    if (node.flow !== true || entries.includes(undefined)) return undefined;
    return { kind: 'list', answer: entries.join(', '), start, end, inFlow: true };
  }
  if (!isScalar(node) || (typeof node.value === 'string' && node.value.includes('\n'))) return undefined;
  return { kind: kindOf(node.value), answer: String(node.value), start, end, inFlow };
}

/** The text with an answer at a path. The error says what kind of answer is needed. */
export function withSetting(text: string, path: SettingPath, answer: string): Result<string, string> {
  const setting = settingAt(text, path);
  if (setting === undefined) return err(`The recipe has no setting ${path.join('.')}.`);
  if (answer === setting.answer) return ok(text);
  const written = writtenAs(setting, answer);
  return written.ok ? ok(text.slice(0, setting.start) + written.value + text.slice(setting.end)) : written;
}

/** The text without what stands at a path, its key and the comment above it; and without maps that are empty then. */
export function withoutSetting(text: string, path: SettingPath): Result<string, string> {
  const parent = nodeAt(text, path.slice(0, -1))?.node;
  if (path.length > 1 && isMap(parent) && parent.items.length === 1) return withoutSetting(text, path.slice(0, -1));
  const pair = isMap(parent) && parent.flow !== true ? pairOf(parent, path.at(-1)) : undefined;
  const start = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
  if (start === undefined) return err(`The recipe cannot do without ${path.join('.')}.`);
  return ok(takenOut(text, start));
}

function writtenAs({ kind, inFlow }: Setting, answer: string): Result<string, string> {
  switch (kind) {
    case 'number':
      return answer !== '' && Number.isFinite(Number(answer)) ? ok(answer) : err('A number is needed.');
    case 'boolean':
      return answer === 'true' || answer === 'false' ? ok(answer) : err('The answer is true or false.');
    case 'list':
      return ok(
        `[${entriesOf(answer)
          .map((entry) => scalarText(entry, { inFlow: true }))
          .join(', ')}]`,
      );
    case 'text':
      return ok(scalarText(answer, { inFlow }));
  }
}

/** Entries of a list as they are typed. Braces of a glob (`*.{js,ts}`) hold commas of their own. */
export function entriesOf(answer: string): readonly string[] {
  const entries = [''];
  let depth = 0;
  for (const character of answer) {
    if (character === '{') depth += 1;
    if (character === '}') depth = Math.max(0, depth - 1);
    if (character === ',' && depth === 0) entries.push('');
    else entries.push((entries.pop() ?? '') + character);
  }
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}

function kindOf(value: unknown): Setting['kind'] {
  if (typeof value === 'number' || typeof value === 'bigint') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'text';
}

function nodeAt(text: string, path: SettingPath): { readonly node: Node; readonly inFlow: boolean } | undefined {
  let node: unknown = parseDocument(text, { logLevel: 'silent', prettyErrors: false }).contents;
  let inFlow = false;
  for (const step of path) {
    if (isMap(node) || isSeq(node)) inFlow ||= node.flow === true;
    if (isMap(node)) node = pairOf(node, step)?.value;
    else if (isSeq(node) && typeof step === 'number') node = node.items[step];
    else return undefined;
  }
  return isMap(node) || isSeq(node) || isScalar(node) ? { node, inFlow } : undefined;
}

function pairOf(map: YAMLMap, key: string | number | undefined): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
}
