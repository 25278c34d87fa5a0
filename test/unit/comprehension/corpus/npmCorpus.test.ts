import { beforeAll, describe, expect, it } from 'vitest';
import { mostPrompts } from '../../../../src/model/prompt.ts';
import { TreeCodeReading } from '../../../../src/parsing/code/treeCodeReading.ts';
import { testGrammar } from '../../../support/codeReading.ts';
import { type AskedChange, askAbout } from './corpusChange.ts';
import { type CorpusRow, faultLine, quantile, showTable, withValidItem } from './corpusTable.ts';
import { npmChanges } from './npmChanges.ts';
import { otherParser } from './otherParsers.ts';
import { faultsOf } from './recheck.ts';

let all: AskedChange[] = [];
let rows: CorpusRow[] = [];

beforeAll(async () => {
  // Grammars are loaded while the first change is asked about, as in a runner.
  const code = await TreeCodeReading.open(testGrammar);
  all = [];
  for (const change of await npmChanges()) all.push(await askAbout(change, code, mostPrompts));
  rows = [];
  for (const name of ['JavaScript', 'TypeScript']) {
    const own = all.filter(({ change }) => change.language === name);
    const { same, name: by } = await otherParser(name);
    rows.push({ name, all: own, faults: await faultsOf(own, same), by });
  }
  showTable(rows);
  code.close();
}, 400_000);

describe('prompts about what npm packages released', () => {
  it('are of at least 200 changes of at least ten packages', () => {
    expect(all.length).toBeGreaterThanOrEqual(200);
    expect(new Set(all.map(({ change }) => change.project)).size).toBeGreaterThanOrEqual(10);
  });

  it('are all valid, as TypeScript and a search of both texts have it', () => {
    expect(rows.flatMap(({ faults }) => faults.map(faultLine))).toEqual([]);
  });

  it('are there for most changes, without running anything', () => {
    const having = rows.flatMap(withValidItem).length;
    expect(having / all.length).toBeGreaterThanOrEqual(0.5);
    for (const kind of ['cloze', 'removed-behaviour', 'callers-affected']) {
      expect([kind, all.some(({ items }) => items.some(({ prompt }) => prompt.kind === kind))]).toEqual([kind, true]);
    }
  });

  it('say why, where there is none', () => {
    const none = all.filter(({ items }) => items.length === 0);
    for (const { change, end } of none) expect([change.title, end?.why]).toEqual([change.title, expect.any(String)]);
  });

  it('begin within 3 s of processor time, by the median', () => {
    expect(
      quantile(
        all.map(({ firstSeconds }) => firstSeconds),
        0.5,
      ),
    ).toBeLessThanOrEqual(3);
  });
});
