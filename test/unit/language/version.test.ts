import { describe, expect, it } from 'vitest';
import { describe as inWords } from '../../../src/language/describe.ts';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import { completedLoop } from './completedLoop.ts';

const found = (text: string) => {
  const [first = '', ...lines] = text.split('\n');
  return parseLoop(text)
    .problems.filter(({ severity }) => severity === 'error')
    .map((problem) => {
      const { start, end } = problem.range;
      const at = ([first, ...lines][start.line] ?? '').slice(start.character, end.character);
      return `${problem.code} ${at}: ${inWords(problem)}`;
    });
};

describe('the version of a loop file', () => {
  it.each(['version: 1\n', ''])('is 1, written or not: %j', (line) => {
    const { loop, problems } = parseLoop(`${line}${completedLoop('')}`);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(loop?.version).toBe(1);
  });

  it('of a newer file is all that is said of it, with what to do', () => {
    expect(found(completedLoop('version: 2\nmatrix: [a]\nname: 7\n'))).toEqual([
      'LW352 2: This is version 2 of loop files, and this Loopwright knows version 1. Update Loopwright.',
    ]);
    expect(parseLoop(`version: 2\n${completedLoop('')}`).loop).toBeUndefined();
  });

  it.each(['0', '"1"', '1.5', '-3', 'latest', 'true'])('is nothing else: %s', (written) => {
    const plain = written.replaceAll('"', '');
    expect(found(completedLoop(`version: ${written}\nkey: x\n`))).toEqual([
      `LW352 ${written}: \`${plain}\` is no version of loop files. Write \`version: 1\`, or leave it out.`,
      expect.stringMatching(/^LW101 key: /),
    ]);
  });

  it.each(['version:\n', 'version: [1]\n', 'version: { is: 1 }\n'])(
    'that is none at all has the wrong shape: %j',
    (line) => {
      expect(found(completedLoop(line)).map((one) => one.slice(0, 5))).toEqual(['LW107']);
    },
  );
});
