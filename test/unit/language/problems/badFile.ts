import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineIndex } from '../../../../src/language/lineIndex.ts';
import { type ParseOptions, parseLoop } from '../../../../src/language/parseLoop.ts';
import type { Problem } from '../../../../src/language/problem.ts';
import type { WorkspaceIndex } from '../../../../src/language/workspaceIndex.ts';

/**
 * A loop file of this folder that has one problem. Its first line says which, where, and on what text; lines and columns
 * count from 1:
 *
 *     # expects: LW303 info at 9:3-9:7 lint
 *
 * After it may stand `# path: …` (where the file is taken to be), `# index: …` (what the repository has, as JSON) and
 * `# last-line-times: …` (how often the last line is there, for files that are too large to keep).
 */
export interface BadFile {
  readonly name: string;
  readonly text: string;
  readonly options: ParseOptions;
  readonly expects: string;
}

const head = (text: string, key: string): string | undefined =>
  new RegExp(`^# ${key}: (.*)$`, 'm').exec(text.split('\n').slice(0, 4).join('\n'))?.[1];

function badFile(name: string): BadFile {
  const written = readFileSync(join(import.meta.dirname, name), 'utf8').replaceAll('\r\n', '\n');
  const times = Number(head(written, 'last-line-times') ?? '1');
  const lastLine = `${written.trimEnd().split('\n').at(-1)}\n`;
  const index = head(written, 'index');
  const loop = /^name: ([a-z-]+)$/m.exec(written)?.[1] ?? 'keep-tests-green';
  return {
    name,
    text: written + lastLine.repeat(times - 1),
    options: {
      path: head(written, 'path') ?? `.loops/${loop}.loop.yaml`,
      ...(index === undefined ? {} : { index: JSON.parse(index) as WorkspaceIndex }),
    },
    expects: head(written, 'expects') ?? '',
  };
}

export const badFiles: readonly BadFile[] = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.loop.yaml'))
  .sort()
  .map(badFile);

/** The code that a file is named after. */
export const codeOf = ({ name }: Pick<BadFile, 'name'>): string => name.slice(0, 5);

/** As the first line of a file says it. */
export function told(text: string, { code, severity, range }: Problem): string {
  const place = ({ line, character }: Problem['range']['start']): string => `${line + 1}:${character + 1}`;
  const lines = new LineIndex(text);
  const pointed = text
    .slice(lines.offsetAt(range.start), lines.offsetAt(range.end))
    .replaceAll('\n', '⏎')
    .replaceAll('\u202e', '\\u202e');
  const shown = pointed.startsWith('# expects') ? '(the first line)' : pointed;
  return `${code} ${severity} at ${place(range.start)}-${place(range.end)} ${shown}`.trimEnd();
}

export const problemsOf = ({ text, options }: Pick<BadFile, 'text' | 'options'>): readonly Problem[] =>
  parseLoop(text, options).problems;
