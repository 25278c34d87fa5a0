import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readReport } from '../../../src/agents/report/readReport.ts';
import type { Role } from '../../../src/agents/report/said.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loopwright-report-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function read(role: Role, content: string | readonly unknown[]) {
  const file = join(folder, 'report.jsonl');
  writeFileSync(
    file,
    typeof content === 'string' ? content : content.map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
  return readReport(file, { role, clean: (text) => text.replaceAll('hidden', ''), root: '/work/tree' });
}

const passed = { type: 'verdict', passed: true };
const failed = { type: 'verdict', passed: false };
const defect = { type: 'defect', severity: 'high', title: 'Off by one' };

describe('a report', () => {
  it('says each thing in a line of its own, with or without a last line feed, CRLF or a byte order mark', async () => {
    const said = await read(
      'maker',
      '\ufeff{"type":"lesson","text":"one"}\r\n\n{"type":"finding","key":"k","title":"old"}\n{"type":"finding","key":"k","title":"new"}\n{"type":"lesson","text":"two"}',
    );
    expect(said).toMatchObject({ lessons: ['one', 'two'], findings: [{ key: 'k', title: 'new' }], problems: [] });
  });

  it('is not broken by a line that is no report, and each is told', async () => {
    const said = await read('maker', [
      ...['text', 7, null, [], {}, { type: 'nonsense' }, { type: 'toString' }, { type: ['usage'] }],
      { type: 'lesson', text: '' },
      { type: 'lesson', text: 'x', exitCode: 0 },
      { type: 'finding', key: 'k' },
      { type: 'finding', key: 'k'.repeat(513), title: 't' },
      { type: 'usage', inputTokens: -1, outputTokens: 0 },
      { type: 'usage', inputTokens: 1e300, outputTokens: 0 },
      { type: 'lesson', text: 'the good one' },
    ]);
    expect(said.lessons).toEqual(['the good one']);
    expect(said.findings).toEqual([]);
    expect(said.problems).toHaveLength(14);
    expect(said.problems[0]).toBe('Line 1 of the report is not counted: it is not a JSON object.');
    expect(said.problems[10]).toMatch(/^Line 11 of the report is not counted: it is no valid `finding`: title: /);
  });

  it('tells at most twenty problems', async () => {
    const said = await read('judge', 'no\n'.repeat(5000));
    expect(said.problems).toHaveLength(20);
    expect(said.problems[0]).toBe('There is no `score` in the report.');
    expect(said.problems.at(-1)).toMatch(/^The report has 49\d\d more problems\.$/);
  });

  it('has at most 200 of a kind', async () => {
    const said = await read(
      'maker',
      Array.from({ length: 300 }, (_, n) => ({ type: 'finding', key: `k${n}`, title: 't' })),
    );
    expect(said.findings).toHaveLength(200);
    expect(said.problems).toHaveLength(20);
  });

  it('has lines of at most 64 KB, and goes on after a longer one', async () => {
    const long = JSON.stringify({ type: 'lesson', text: 'x'.repeat(70_000) });
    const said = await read('maker', `${long}\n{"type":"lesson","text":"after"}\n`);
    expect(said).toMatchObject({ lessons: ['after'], problems: ['Line 1 of the report is longer than 64 KB.'] });
  });

  it('survives what is nested a thousand times', async () => {
    const said = await read(
      'maker',
      `${'['.repeat(30_000)}\n{"type":"lesson","text":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`,
    );
    expect(said.problems).toHaveLength(2);
  });

  it('is cleaned before it is judged: what is empty then does not count', async () => {
    const said = await read('maker', [
      { type: 'lesson', text: 'hidden' },
      { type: 'finding', key: 'hidden', title: 't' },
    ]);
    expect(said).toMatchObject({ lessons: [], findings: [] });
    expect(said.problems).toHaveLength(2);
  });

  it('names files of the worktree, from its top', async () => {
    const finding = (file: string) => ({ type: 'finding', key: file, title: 't', file, line: 3 });
    const said = await read('explorer', [
      finding('/work/tree/src/a.ts'),
      finding('./src/b.ts'),
      finding('/etc/passwd'),
      finding('src/../../x'),
      finding('C:\\x'),
    ]);
    expect(said.findings.map(({ file, line }) => [file, line])).toEqual([
      ['src/a.ts', 3],
      ['src/b.ts', 3],
      [undefined, undefined],
      [undefined, undefined],
      [undefined, undefined],
    ]);
    expect(said.problems).toHaveLength(3);
  });
});

describe('a checker’s verdict', () => {
  it('agrees with the defects that it names', async () => {
    expect((await read('checker', [passed])).defects).toEqual([]);
    expect((await read('checker', [defect, failed])).defects).toEqual([{ severity: 'high', title: 'Off by one' }]);
  });

  it.each([
    ['missing', [defect]],
    ['given twice', [passed, passed]],
    ['passing with a defect', [defect, passed]],
    ['failing without one', [failed]],
    ['not a yes or no', [{ type: 'verdict', passed: 'yes' }]],
    ['beside a defect that cannot be read', [{ ...defect, severity: 'huge' }, passed]],
    ['beside a line that cannot be read', ['?', passed]],
    ['beside a line that is too long', [{ ...defect, title: 'x'.repeat(70_000) }, passed]],
    ['of a judge', [{ type: 'score', score: 10, reasons: ['x'] }]],
  ])('that is %s is none', async (_what, lines) => {
    const said = await read('checker', lines);
    expect(said.defects).toBeNull();
    expect(said.problems.length).toBeGreaterThan(0);
  });

  it('stands beside findings and lessons that cannot be read', async () => {
    const said = await read('checker', [{ type: 'lesson' }, passed]);
    expect(said).toMatchObject({ defects: [], problems: [expect.stringContaining('`lesson`')] });
  });

  it('keeps a command only as it was written, and at most fifty defects', async () => {
    const said = await read('checker', [
      { ...defect, reproduce: 'test hidden' },
      { ...defect, reproduce: 'npm test' },
      failed,
    ]);
    expect(said.defects?.map(({ reproduce }) => reproduce)).toEqual([undefined, 'npm test']);
    expect(said.problems).toEqual([expect.stringContaining('is not run')]);
    expect((await read('checker', [...Array(60).fill(defect), failed])).defects).toHaveLength(50);
  });
});

describe('what a role has no say in', () => {
  it('is told and dropped', async () => {
    const said = await read('maker', [
      passed,
      { type: 'score', score: 10, reasons: ['mine'] },
      { type: 'root-cause', text: 'x' },
      { type: 'unsatisfiable', why: 'The spec contradicts itself.' },
    ]);
    expect(said).toMatchObject({ defects: null, score: null, unsatisfiable: 'The spec contradicts itself.' });
    expect(said.rootCause).toBeUndefined();
    expect(said.problems).toHaveLength(3);
  });
});
