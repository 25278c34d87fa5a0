import { describe, expect, it } from 'vitest';
import { problemCodes } from '../../../../src/language/problemPages.ts';
import { badFiles, codeOf, problemsOf, told } from './badFile.ts';

describe('a bad file', () => {
  it.each(badFiles.map((file) => [file.name, file] as const))('%s has its problem and no other', (_, file) => {
    expect(file.expects.startsWith(codeOf(file))).toBe(true);
    expect(problemsOf(file).map((problem) => told(file.text, problem))).toEqual([file.expects]);
  });

  it('is there for every code', () => {
    expect([...new Set(badFiles.map(codeOf))]).toEqual(problemCodes);
  });
});
