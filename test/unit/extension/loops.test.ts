import { describe, expect, it } from 'vitest';
import { commandTable } from '../../../src/extension/commandTable.ts';
import { contributes } from '../../../src/extension/contributes.ts';
import { countsOf, loopEntry, loopNameOf, problemWords, starterLoop } from '../../../src/extension/loops/loopFile.ts';
import { sameLoops } from '../../../src/extension/loops/sameLoops.ts';
import { viewTable } from '../../../src/extension/viewTable.ts';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import { freeName } from '../../../src/model/freeName.ts';

describe('the starter loop', () => {
  it.each(['keep-tests-green', 'keep-tests-green-2'])('%s is valid as it is handed out', (name) => {
    const { problems, loop } = parseLoop(starterLoop(name), { path: `.loops/${name}.loop.yaml` });
    expect(problems).toEqual([]);
    expect(loop?.name).toBe(name);
  });

  it('gets a name that is free', () => {
    expect(freeName([], 'keep-tests-green')).toBe('keep-tests-green');
    expect(freeName(['keep-tests-green', 'keep-tests-green-2'], 'keep-tests-green')).toBe('keep-tests-green-3');
  });
});

describe('a loop file', () => {
  it('is known by its name until the language server has told of it', () => {
    const file = '.loops/a.loop.yaml';
    const nothing = { errors: 0, warnings: 0, agents: [], triggers: [] };
    expect(loopEntry(file, undefined)).toEqual({ file, name: 'a', ...nothing });
    const row = { uri: 'file:///x', name: 'b', description: 'Tries.', inputs: {}, ...nothing, agents: ['pi'] };
    const told = { file, name: 'b', description: 'Tries.', ...nothing, agents: ['pi'] };
    expect(loopEntry(file, row)).toEqual(told);
    expect(loopEntry(file, { ...row, errors: 1, firstProblem: 'No goal.' })).toEqual({
      ...told,
      errors: 1,
      problem: 'No goal.',
    });
  });

  it('names a loop by its file and counts in words', () => {
    expect(loopNameOf('/x/.loops/a-b.loop.yaml')).toBe('a-b');
    expect(problemWords({ errors: 2, warnings: 1 })).toBe('2 errors, 1 warning');
    expect(problemWords({ errors: 0, warnings: 0 })).toBe('');
    const problems = (['info', 'error', 'warning', 'info'] as const).map((severity) => ({ severity }));
    expect(problemWords(countsOf(problems))).toBe('1 error, 1 warning, 2 info');
  });
});

describe('the loops that are read anew', () => {
  const read = (name: string, more = {}) => ({
    ...loopEntry(`.loops/${name}.loop.yaml`, undefined),
    uri: new URL(`file:///shop/.loops/${name}.loop.yaml`),
    ...more,
  });

  it('are the same objects where nothing changed, and others where something did', () => {
    const before = [read('a'), read('b'), read('gone')];
    const now = sameLoops(before, [read('a'), read('b', { errors: 1 }), read('new')]);
    expect(now.map(({ name, errors }) => [name, errors])).toEqual([
      ['a', 0],
      ['b', 1],
      ['new', 0],
    ]);
    expect(now.map((loop) => before.indexOf(loop))).toEqual([0, -1, -1]);
  });
});

describe('contributes', () => {
  const commands = new Set<string>(Object.keys(commandTable));

  it('shows only commands and views that there are', () => {
    const { commandPalette, ...menus } = contributes.menus;
    for (const entry of [...commandPalette, ...Object.values(menus).flat()]) {
      expect(commands).toContain(entry.command);
    }
    const views = new Set(Object.keys(viewTable));
    const named = [...JSON.stringify(menus).matchAll(/view == ([\w.]+)/g)].map(([, view]) => view);
    expect(named.length).toBeGreaterThan(10);
    for (const view of named) expect(views).toContain(view);
  });

  it('puts every command under one category with an icon, and every one in the palette or out of it', () => {
    for (const command of contributes.commands) expect(command).toMatchObject({ category: 'Loopwright' });
    expect(contributes.menus.commandPalette.map(({ command }) => command)).toEqual([...commands]);
  });

  it('matches the rows that can do what a menu offers, and no others', () => {
    const stop = contributes.menus['view/item/context'].find(
      ({ command, group }) => command === 'loopwright.stop' && !group.startsWith('inline'),
    );
    const pattern = new RegExp(/=~ \/(.+)\//.exec(stop?.when ?? '')?.[1] ?? 'never');
    expect('run+stop+review').toMatch(pattern);
    expect('run+clean').not.toMatch(pattern);
    expect('step+output').not.toMatch(pattern);
  });

  it('shows one button that delivers, which says how', () => {
    const buttons = contributes.menus['view/title'].filter(({ when }) => when.includes('loopwright.deliverAs'));
    const titles = buttons.map(({ command, when }) => [/'(.+)'/.exec(when)?.[1], commandTable[command].title]);
    expect(Object.fromEntries(titles)).toEqual({
      merge: 'Land',
      branch: 'Deliver as Branch',
      patch: 'Deliver as Patch',
      'pull-request': 'Deliver as Pull Request',
    });
  });

  it.each([
    ['loopwright.approve', ['run+stop+approve+reject', 'item+approve+reject'], ['item+review+reject', 'step+output']],
    ['loopwright.continue', ['item+continue+review+reject'], ['item', 'run+stop']],
    ['loopwright.openReview', ['item+continue+review+reject', 'run+stop+review+reject'], ['run+clean', 'item']],
    ['loopwright.reject', ['item+approve+reject', 'run+stop+review+reject'], ['run+stop', 'item']],
    ['loopwright.enable', ['loop+enable'], ['loop', 'loop+disable']],
  ] as const)('offers %s where it can be done', (command, fitting, others) => {
    const row = contributes.menus['view/item/context'].find(
      (entry) => entry.command === command && !entry.group.startsWith('inline'),
    );
    const pattern = new RegExp(/=~ \/(.+)\//.exec(row?.when ?? '')?.[1] ?? 'never');
    for (const context of fitting) expect(context).toMatch(pattern);
    for (const context of others) expect(context).not.toMatch(pattern);
  });
});
