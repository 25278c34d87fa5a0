import { describe, expect, it } from 'vitest';
import { detectReport } from '../../../src/reports/detectReport.ts';
import { noTestsName } from '../../../src/reports/tally.ts';
import { allCaptured, captured, reportOf, rootOf } from './captured.ts';

const formatOf = (path: string) => {
  if (path.endsWith('.xml')) return 'junit' as const;
  const tool = path.split('/')[0];
  if (path.endsWith('.tap') && tool === 'vitest') return 'tap' as const;
  return tool as 'node' | 'vitest' | 'jest' | 'pytest' | 'go' | 'cargo';
};

describe('detectReport', () => {
  it.each(allCaptured)('finds what %s is, if it tells of tests', (path) => {
    const declared = reportOf(formatOf(path), captured(path), rootOf(path));
    const detected = detectReport(`> sample@1.0.0 test\n\n${captured(path)}\nDone.\n`, rootOf(path));
    if (declared.failing.some(({ name }) => name === noTestsName)) expect(detected).toBeUndefined();
    else expect(detected).toEqual(declared);
  });

  it('finds nothing in other output', () => {
    for (const text of [
      '',
      'ok\n',
      'ok 1 - looks like TAP\n',
      '{"tests":1}',
      'FAIL\n',
      'error: could not compile `x` (lib)\n',
    ]) {
      expect(detectReport(text)).toBeUndefined();
    }
  });

  it('does not choose between two reports', () => {
    const both = captured('node/ok-24.tap') + captured('cargo/ok.txt');
    expect(detectReport(both)).toBeUndefined();
    const twice = captured('node/ok-24.spec.txt') + captured('node/ok-24.spec.txt');
    expect(detectReport(twice)).toBeUndefined();
  });

  it('takes an incomplete report only for the failing tests that it names', () => {
    const passing = captured('node/ok-24.tap').replace('1..3', '1..4');
    expect(detectReport(passing)).toBeUndefined();
    const failing = captured('node/mixed-24.tap').replace('# tests 16', '# tests 17');
    expect(detectReport(failing)).toMatchObject({ complete: false, failed: 5 });
  });
});
