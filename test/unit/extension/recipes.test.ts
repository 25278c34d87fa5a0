import { describe, expect, it } from 'vitest';
import { contributes } from '../../../src/extension/contributes.ts';
import { answerRows } from '../../../src/extension/recipes/answerRows.ts';
import type { AskedQuestion } from '../../../src/recipes/askedQuestions.ts';

const question: AskedQuestion = {
  id: 'tests',
  ask: 'Which command runs the tests?',
  default: 'npm test',
  choices: [],
  optional: false,
  sets: [],
  found: [],
};

const rowsOf = (changes: Partial<AskedQuestion>) =>
  answerRows({ ...question, ...changes }).map(({ label, description, answer }) => [
    label,
    description,
    answer === 'typed' ? answer : answer.value,
  ]);

describe('the answers of a question', () => {
  it('are typed where there is nothing to choose from', () => {
    expect(rowsOf({})).toEqual([]);
    expect(rowsOf({ optional: true, default: '' })).toEqual([]);
  });

  it('are what was found, the default first, each with its file, and any other', () => {
    const found = [
      { value: 'pytest', where: 'pyproject.toml' },
      { value: 'tox', where: 'tox.ini' },
    ];
    expect(rowsOf({ default: 'pytest', found, optional: true })).toEqual([
      ['pytest', 'from pyproject.toml', 'pytest'],
      ['tox', 'from tox.ini', 'tox'],
      ['Leave it out', undefined, ''],
      ['Another answer…', undefined, 'typed'],
    ]);
  });

  it('are the choices and no others where there are choices', () => {
    expect(rowsOf({ default: 'claude', choices: ['auto', 'claude', 'pi'] })).toEqual([
      ['claude', 'default', 'claude'],
      ['auto', undefined, 'auto'],
      ['pi', undefined, 'pi'],
    ]);
  });
});

it('recipes are offered where loops are made: palette, title of the view, empty view', () => {
  const command = 'loopwright.newFromRecipe';
  expect(contributes.commands.find((row) => row.command === command)).toMatchObject({ title: 'New from Recipe…' });
  // In Restricted Mode too: it writes on a person's word and runs nothing.
  expect(contributes.menus.commandPalette).toContainEqual({ command, when: 'workspaceFolderCount > 0' });
  expect(contributes.menus['view/title'].filter((row) => row.command === command)).toMatchObject([
    { when: 'view == loopwright.loops' },
  ]);
  const [empty] = contributes.viewsWelcome.filter(({ view }) => view === 'loopwright.loops');
  expect(empty?.contents).toContain(`(command:${command})`);
});
