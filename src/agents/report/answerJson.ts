import { err, ok, type Result } from '../../model/result.ts';

/** Characters of an answer that are looked at; a longer one is none. */
const longestAnswer = 1024 * 1024;

export interface Looking {
  /** Whether an object, or text that is none, is meant as an answer at all, well or badly formed. */
  readonly isMeant: (value: object | string) => boolean;
  /** Whether it is a well-formed one. */
  readonly isValid: (value: object) => boolean;
}

/**
 * The object that an answer ends with: its last block of JSON, or all of it. What is quoted (with `>`, indented, inside
 * another block) is no block, and what an earlier block says does not count; but two well-formed ones that differ are an
 * error, because nobody can tell which one is meant and which was copied from somewhere. Undefined where there is none.
 */
export function lastJson(text: string, { isMeant, isValid }: Looking): Result<object | undefined, string> {
  if (text.length > longestAnswer) return err('the answer is longer than a million characters');
  const blocks = jsonBlocks(text);
  const written = blocks.length === 0 && text.trimStart().startsWith('{') ? [text] : blocks;
  const values = written.map(objectIn);
  const last = values.at(-1);
  if (last === undefined || !isMeant(typeof last === 'string' ? (written.at(-1) ?? '') : last)) return ok(undefined);
  if (last === 'unreadable') return err('the JSON at the end of the answer cannot be read');
  if (last === 'doubled') return err('the JSON at the end of the answer has a key twice in one object');
  const all = values.filter((value): value is object => typeof value === 'object' && isMeant(value) && isValid(value));
  const different = new Set(all.map(canonical));
  if (isValid(last) && different.size > 1) return err('the answer has several different verdicts; give one');
  return ok(last);
}

/** Contents of the blocks that are marked as JSON, as CommonMark finds them; one that is not closed goes to the end. */
function jsonBlocks(text: string): readonly string[] {
  const blocks: string[] = [];
  let open: { readonly fence: string; readonly isJson: boolean; readonly lines: string[] } | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [, fence = '', rest = ''] = /^ {0,3}(`{3,}|~{3,})[ \t]*(.*)$/.exec(line) ?? [];
    if (open === undefined) {
      const isFence = fence !== '' && !(fence.startsWith('`') && rest.includes('`'));
      if (isFence) open = { fence, isJson: /^json\b/i.test(rest), lines: [] };
    } else if (fence.startsWith(open.fence) && rest.trim() === '') {
      if (open.isJson) blocks.push(open.lines.join('\n'));
      open = undefined;
    } else {
      open.lines.push(line);
    }
  }
  if (open?.isJson) blocks.push(open.lines.join('\n'));
  return blocks;
}

function objectIn(written: string): object | 'unreadable' | 'doubled' {
  try {
    const value: unknown = JSON.parse(written);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'unreadable';
    return hasKeyTwice(written) ? 'doubled' : value;
  } catch {
    return 'unreadable';
  }
}

/** Whether an object in valid JSON has a key twice, of which parsers take one or the other. */
function hasKeyTwice(json: string): boolean {
  const open: Set<string>[] = [];
  for (const [token, text, colon] of json.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (text !== undefined && colon !== undefined) {
      const key: unknown = JSON.parse(text);
      const keys = open.at(-1);
      if (typeof key !== 'string' || keys?.has(key)) return true;
      keys?.add(key);
    }
  }
  return false;
}

/** The same text for the same value, whatever the order of its keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
