import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseLoop } from '../../../src/language/parseLoop.ts';

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

const file = join(import.meta.dirname, '..', '..', '..', 'snippets', 'loop-yaml.json');
const snippets: Record<string, Snippet> = JSON.parse(readFileSync(file, 'utf8'));

/** What stands in the editor when every placeholder is left as it comes. */
const filled = (body: readonly string[]): string =>
  body
    .join('\n')
    .replace(/\$\{\d+\|([^,|]+)[^}]*\|\}/g, '$1')
    .replace(/\$\{\d+:([^}]*)\}/g, '$1');

const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ');

const start = 'name: x\n';
const on = 'on: manual\n';
const roles = 'roles:\n  maker: { agent: auto, prompt: Fix it. }\n';
const checks = 'checks:\n  unit: npm test\n';
const goal = 'goal: checks.unit.passed\n';

/** A loop around each snippet, where it belongs. */
const around: Readonly<Record<string, (text: string) => string>> = {
  check: (text) => `${start}${on}${roles}${checks}${indented(text)}\ngoal: checks.all(c, c.passed)\n`,
  'red-green': (text) => `${start}${on}${roles}${checks}${indented(text)}\ngoal: checks.all(c, c.passed)\n`,
  metric: (text) =>
    `${start}${on}${roles}${checks}metrics:\n${indented(text)}\ngoal: checks.unit.passed && metrics.coverage > 80.0\n`,
  understand: (text) => `${start}${on}${roles}${checks}${goal}gates:\n${indented(text)}\n`,
  gate: (text) => `${start}${on}${roles}${checks}${goal}gates:\n${indented(text)}\n`,
  schedule: (text) => `${start}on:\n${indented(text)}\n${roles}${checks}${goal}budget: { max-iterations: 3 }\n`,
  items: (text) => `${start}${on}${text}\n${roles}${checks}${goal}`,
  role: (text) => `${start}${on}roles:\n${indented(text)}\n${checks}${goal}`,
  judged: (text) =>
    `${start}${on}roles:\n  maker: { agent: auto, prompt: Fix it. }\n  judge: { agent: auto }\nchecks:\n  tests: npm test\n${text}\n`,
};

describe('a snippet, taken as it comes,', () => {
  it.each(Object.values(snippets))('$prefix is valid where it belongs', ({ prefix, body }) => {
    const text = around[prefix]?.(filled(body)) ?? '';
    const errors = parseLoop(text).problems.filter(({ severity }) => severity === 'error');
    expect({ text, errors }).toEqual({ text: expect.stringContaining('name: x'), errors: [] });
  });

  // An editor offers these anywhere, also before the language server is there to say what fits.
  it.each(Object.values(snippets))(
    '$prefix says where it belongs, and is an error elsewhere',
    ({ prefix, description, body }) => {
      const text = around[prefix]?.(filled(body)) ?? '';
      const first = filled(body).split('\n')[0] ?? '';
      const lines = text.split('\n');
      const at = lines.findIndex((line) => line.trim() === first);
      const above = lines.slice(0, at).findLast((line) => /^[a-z]+:/.test(line));
      const isTop = lines[at] === first;
      expect(description).toMatch(new RegExp(`, ${isTop ? 'at the top' : `below ${above?.split(':')[0]}`}$`));
      const elsewhere = `deliver:\n${indented(filled(body))}\n`;
      expect(parseLoop(elsewhere).problems.map(({ severity }) => severity)).toContain('error');
    },
  );

  it('has a prefix of its own', () => {
    const prefixes = Object.values(snippets).map(({ prefix }) => prefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });
});
