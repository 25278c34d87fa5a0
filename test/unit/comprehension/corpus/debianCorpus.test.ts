import { beforeAll, describe, expect, it } from 'vitest';
import { mostPrompts } from '../../../../src/model/prompt.ts';
import type { TreeCodeReading } from '../../../../src/parsing/code/treeCodeReading.ts';
import { debianCorpus } from '../../../fixtures/debianCorpus.ts';
import { testCodeReading } from '../../../support/codeReading.ts';
import { noDebianSources } from '../../../support/debianSources.ts';
import { loopEditKinds } from '../../../support/loopEdits.ts';
import { type AskedChange, askAbout } from './corpusChange.ts';
import { type CorpusRow, faultLine, quantile, showTable, withValidItem } from './corpusTable.ts';
import { debianChanges } from './debianChanges.ts';
import { otherParser } from './otherParsers.ts';
import { faultsOf } from './recheck.ts';

const missing = await noDebianSources();
const why = missing === undefined ? '' : ` (not looked at: ${missing})`;

let code: TreeCodeReading;
beforeAll(async () => {
  code = await testCodeReading();
});

describe.skipIf(missing !== undefined).each(debianCorpus)(`prompts about edits of $language${why}`, (sources) => {
  let all: AskedChange[] = [];
  let row: CorpusRow;

  beforeAll(async () => {
    all = [];
    for (const change of await debianChanges(sources, code)) all.push(await askAbout(change, code, 2 * mostPrompts));
    const { same, name: by } = await otherParser(sources.language);
    row = { name: sources.language, all, faults: await faultsOf(all, same), by };
    const ofEdit = ({ change }: AskedChange, edit: string): boolean => change.edit === edit;
    const byEdit = loopEditKinds.map((edit) => ({
      ...{ name: `${sources.language}: ${edit}`, by },
      all: all.filter((asked) => ofEdit(asked, edit)),
      faults: row.faults.filter(({ title }) => title.startsWith(`${edit}:`)),
    }));
    showTable([row, ...byEdit]);
  }, 300_000);

  it('are of at least 25 changes, some of each kind of edit', () => {
    expect(all.length).toBeGreaterThanOrEqual(25);
    expect(new Set(all.map(({ change }) => change.edit))).toEqual(new Set(loopEditKinds));
  });

  it('are all valid, as another parser and a search of both texts have it', () => {
    expect(row.faults.map(faultLine)).toEqual([]);
  });

  it('are there for two changes of five at least, without running anything', () => {
    expect(withValidItem(row).length / all.length).toBeGreaterThanOrEqual(0.4);
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
