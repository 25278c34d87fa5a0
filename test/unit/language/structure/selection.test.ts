import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../../../src/language/lineIndex.ts';
import { selectionsAt } from '../../../../src/language/structure/selection.ts';
import { cursorMark } from '../cursorMark.ts';

/** What is selected with each further step. */
function steps(marked: string): readonly string[] {
  const { text, offset } = cursorMark(marked);
  const lines = new LineIndex(text);
  const [ranges = []] = selectionsAt(text, [offset]);
  return ranges.map(({ start, end }) => text.slice(lines.offsetAt(start), lines.offsetAt(end)));
}

describe('selectionsAt', () => {
  it('goes from the word over the entry to the file', () => {
    const loop = 'roles:\n  maker: { agent: claude, effort: hi|gh }\n  judge: { agent: codex }\n';
    expect(steps(loop)).toEqual([
      'high',
      'effort: high',
      '{ agent: claude, effort: high }',
      'maker: { agent: claude, effort: high }',
      'maker: { agent: claude, effort: high }\n  judge: { agent: codex }',
      'roles:\n  maker: { agent: claude, effort: high }\n  judge: { agent: codex }',
      'roles:\n  maker: { agent: claude, effort: high }\n  judge: { agent: codex }\n',
    ]);
  });

  it('goes from the name over the operand and the call to the expression', () => {
    expect(steps('goal: checks.all(c, c.exit_code == 0 || c.sec|onds < 60.0) && judge.passed\n').slice(0, 6)).toEqual([
      'seconds',
      'c.seconds',
      'c.seconds < 60.0',
      'c.exit_code == 0 || c.seconds < 60.0',
      'checks.all(c, c.exit_code == 0 || c.seconds < 60.0)',
      'checks.all(c, c.exit_code == 0 || c.seconds < 60.0) && judge.passed',
    ]);
  });

  it('finds operands through quotes and folded lines', () => {
    expect(steps('goal: "checks[\'te|sts\'].passed && judge.passed"\n').slice(0, 6)).toEqual([
      'tests',
      "'tests'",
      "checks['tests']",
      "checks['tests'].passed",
      "checks['tests'].passed && judge.passed",
      '"checks[\'tests\'].passed && judge.passed"',
    ]);
    expect(steps('goal: >-\n  checks.a.passed\n  && checks.b.pas|sed\n').slice(0, 5)).toEqual([
      'passed',
      'checks.b.passed',
      '&& checks.b.passed',
      'checks.a.passed\n  && checks.b.passed',
      '>-\n  checks.a.passed\n  && checks.b.passed',
    ]);
  });

  it('knows templates, words with hyphens, and lines of a prompt', () => {
    const prompt =
      'roles:\n  maker:\n    prompt: |\n      Fix the flake in ${{ item.fi|le }}.\n      Do not retry.\n    agent: claude\n';
    expect(steps(prompt).slice(0, 6)).toEqual([
      'file',
      'item.file',
      '${{ item.file }}',
      'Fix the flake in ${{ item.file }}.',
      'Fix the flake in ${{ item.file }}.\n      Do not retry.',
      '|\n      Fix the flake in ${{ item.file }}.\n      Do not retry.',
    ]);
    expect(steps('name: keep-te|sts-green\n').slice(0, 3)).toEqual([
      'tests',
      'keep-tests-green',
      'name: keep-tests-green',
    ]);
  });

  it('has an answer for each offset, in any text', () => {
    const text = 'goal: [checks.\nname: "x\n';
    const offsets = [...text, ''].map((_, index) => index);
    expect(selectionsAt(text, offsets).every((ranges) => ranges.length > 0)).toBe(true);
    expect(selectionsAt('', [0])).toEqual([[{ start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }]]);
    expect(selectionsAt('['.repeat(1000), [5])).toHaveLength(1);
  });
});
