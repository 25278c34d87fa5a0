import { linesOf } from './hunks.ts';
import type { NamedPart } from './namedParts.ts';

/** Whether a path is Markdown, which is read by its headings. */
export const isMarkdown = (path: string): boolean => /\.(?:md|mdx|markdown)$/i.test(path);

interface Heading {
  readonly line: number;
  readonly level: number;
  readonly title: string;
}

/**
 * The sections of a Markdown text, each from its heading to the next one of any level, named by the headings that it stands
 * under: `Usage › Install`. What is above the first heading belongs to none.
 */
export function sectionsOf(text: string): readonly NamedPart[] {
  const lines = linesOf(text);
  const headings = headingsOf(lines);
  const above: Heading[] = [];
  return headings.map((heading, index) => {
    while ((above.at(-1)?.level ?? 0) >= heading.level) above.pop();
    above.push(heading);
    const end = headings[index + 1]?.line ?? lines.length + 1;
    return {
      name: above.map(({ title }) => title).join(' › '),
      joint: ' › ',
      kind: 'section',
      lines: { first: heading.line, count: end - heading.line },
      signature: heading.title,
      parts: [],
    };
  });
}

/** `# Title` and titles that are underlined, outside fenced code. */
function headingsOf(lines: readonly string[]): readonly Heading[] {
  const headings: Heading[] = [];
  let fence: string | undefined;
  for (const [index, line] of lines.entries()) {
    const [, mark] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) === true && line.trim() === mark) fence = undefined;
      continue;
    }
    fence = mark;
    const heading = fence === undefined ? headingAt(lines, index) : undefined;
    if (heading !== undefined) headings.push(heading);
  }
  return headings;
}

function headingAt(lines: readonly string[], index: number): Heading | undefined {
  const line = lines[index] ?? '';
  const [, marks, title = ''] = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/.exec(line) ?? [];
  if (marks !== undefined) return headed(index, marks.length, title.replace(/[ \t]+#+[ \t]*$/, ''));
  const [, under] = /^ {0,3}(=+|-+)[ \t]*$/.exec(lines[index + 1] ?? '') ?? [];
  // A line under nothing is a rule, and one under a list or a quote too.
  if (under === undefined || !/^ {0,3}[^\s>#*+-]/.test(line) || /^\s*\|/.test(line)) return undefined;
  return (lines[index - 1] ?? '').trim() === '' ? headed(index, under.startsWith('=') ? 1 : 2, line) : undefined;
}

const headed = (index: number, level: number, title: string): Heading => ({
  line: index + 1,
  level,
  title: title.trim().slice(0, 120),
});
