import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A change of real sources: each path with its text before and after. */
export type LargeChange = readonly {
  readonly path: string;
  readonly base: string;
  readonly head: string;
  /** Lines added and removed. */
  readonly lines: number;
}[];

const files = 500;
const linesOfFile = 100;
const wholeFunction = /^(?:export )?function \w+[\s\S]*?^\}\n/gm;

/**
 * 500 of this checkout's own sources, the longest ones, with at least 100 lines changed in each: five places where lines were
 * edited, a function that is gone, and functions of other files that came in.
 */
export function largeChange(root: string): LargeChange {
  const sources = ['src', 'test', 'media'].flatMap((folder) => sourcesIn(root, folder));
  const chosen = sources.sort((one, other) => other.text.length - one.text.length).slice(0, files);
  const functions = chosen.flatMap(({ text }) => [...text.matchAll(wholeFunction)]);
  return chosen.map(({ path, text }, index) => {
    const edited = withEdits(text.split(/(?<=\n)/));
    let come = '';
    for (let next = index; edited.lines + countOf(come) < linesOfFile; next += 7) {
      come += `\n${functions[next % functions.length]?.[0].replace(/function (\w+)/, `function $1Of${index}`)}`;
    }
    return { path, base: text, head: edited.head + come, lines: edited.lines + countOf(come) };
  });
}

const countOf = (text: string): number => text.split('\n').length - 1;

/** The first function that is not long gone, and up to 25 lines of five places edited. What was a source still is one. */
function withEdits(lines: readonly string[]): { readonly head: string; readonly lines: number } {
  const text = lines.join('');
  const gone = [...text.matchAll(wholeFunction)].map(([found]) => found).find((found) => countOf(found) <= 20) ?? '';
  const rest = text.replace(gone, '').split(/(?<=\n)/);
  let edits = 0;
  const head = rest.map((line, at) => {
    const isPlace = at % Math.max(10, Math.floor(rest.length / 5)) < 5;
    if (!isPlace || edits === 25 || !/\.\w{4}/.test(line)) return line;
    edits += 1;
    return line.replace(/\.\w{4,}/, '$&Too');
  });
  return { head: head.join(''), lines: edits * 2 + countOf(gone) };
}

function sourcesIn(root: string, folder: string): { readonly path: string; readonly text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('/fixtures/'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
    .filter(({ text }) => !/\bgenerated\b/i.test(text.slice(0, 2000)));
}
