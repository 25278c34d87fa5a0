import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseLoop } from '../../../src/language/parseLoop.ts';

const file = join(import.meta.dirname, '..', '..', '..', 'snippets', 'loop-yaml.json');
const snippets: Record<string, { readonly prefix: string; readonly body: readonly string[] }> = JSON.parse(
  readFileSync(file, 'utf8'),
);

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

  it('has a prefix of its own', () => {
    const prefixes = Object.values(snippets).map(({ prefix }) => prefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });
});
