import { describe, expect, it } from 'vitest';
import { definitionAt } from '../../../../src/language/navigation/definition.ts';
import { linksIn } from '../../../../src/language/navigation/links.ts';
import { highlightsAt, referencesAt } from '../../../../src/language/navigation/references.ts';
import { renameAt, renameableAt } from '../../../../src/language/navigation/rename.ts';
import { workspaceSymbols } from '../../../../src/language/navigation/workspaceSymbols.ts';
import { fullLoop } from '../fullLoop.ts';
import { edited, repository } from './scene.ts';

/** Asks everything at one place; what is found stands in the text. */
function askAll(text: string, offset: number): void {
  const index = repository({ other: text });
  const around = { index, file: '.loops/own.loop.yaml' };
  definitionAt(text, offset, around);
  referencesAt(text, offset, { ...around, declaration: true });
  linksIn(text, around);
  workspaceSymbols(index, 'a');
  const asked = renameableAt(text, offset, around);
  const result = asked?.ok ? renameAt(text, offset, 'other_name', around) : undefined;
  const own = result?.ok ? result.value.changes.find(({ file }) => file === undefined) : undefined;
  const after = edited(text, own?.edits ?? []);
  expect(after.length - text.length).toBe(own ? ('other_name'.length - nameAt(asked).length) * own.edits.length : 0);
  for (const { range } of highlightsAt(text, offset))
    expect(range.end.line).toBeLessThanOrEqual(text.split('\n').length);
}

const nameAt = (asked: ReturnType<typeof renameableAt>): string => (asked?.ok ? asked.value.name : '');

describe('navigation', () => {
  it('never throws on a text that breaks off', () => {
    for (let end = 3; end < fullLoop.length; end += 97) askAll(fullLoop.slice(0, end), end - 2);
  });

  it('never throws on a text that lacks a character', () => {
    for (let at = 11; at < fullLoop.length; at += 101) askAll(fullLoop.slice(0, at) + fullLoop.slice(at + 1), at);
  });

  it.each([
    ['nothing', ''],
    ['brackets', '['.repeat(3000)],
    ['keys that are no texts', '? [a]\n: b\n? {c: d}\n: e\n1: 2\n: 3\nchecks: { 1: x, null: y, "": z }\n'],
    ['a list for every map', 'checks: [a]\nroles: [b]\nconnectors: [c]\non: [d]\ngoal: [e]\n'],
    [
      'prototypes',
      'checks: { __proto__: x, constructor: y }\ngoal: checks.__proto__.passed && checks.constructor.passed\n',
    ],
    ['two documents', 'name: a\n---\nname: b\n'],
    ['aliases', 'checks: &a { tests: x }\nmetrics: *a\n'],
    ['tabs and returns', 'checks:\r\ttests: x\r\ngoal: checks.tests\r'],
  ])('never throws on %s', (_, text) => {
    for (let offset = 0; offset <= Math.min(text.length, 90); offset++) askAll(text, offset);
  });

  it('answers on 5,000 lines of everything that a loop can name', () => {
    const checks = Array.from({ length: 2400 }, (_, index) => `  check_${index}: npm test`);
    const gates = Array.from(
      { length: 1200 },
      (_, index) => `  gate_${index}:\n    when: "!checks.check_${index}.passed"`,
    );
    const text = `checks:\n${checks.join('\n')}\ngates:\n${gates.join('\n')}\n`;
    expect(highlightsAt(text, text.indexOf('check_77:') + 1)).toHaveLength(2);
    expect(definitionAt(text, text.indexOf('checks.check_1199') + 9)?.places).toHaveLength(1);
  });
});
