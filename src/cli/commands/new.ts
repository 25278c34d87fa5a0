import { join } from 'node:path';
import type { Command } from 'commander';
import { addFiles } from '../../client/addFiles.ts';
import { diskFolder } from '../../client/diskFolder.ts';
import { findRepository, type RepositoryFolders, whyNoRepository } from '../../client/repositoryFolders.ts';
import { parseLoop } from '../../language/parseLoop.ts';
import type { ListedRecipe, NewLoop } from '../../model/recipeShapes.ts';
import { ok, type Result } from '../../model/result.ts';
import type { Answers } from '../../recipes/answers.ts';
import { type AskedQuestion, askedQuestions } from '../../recipes/askedQuestions.ts';
import { detect } from '../../recipes/detect/detect.ts';
import { type Repository, readExisting, readProject } from '../../recipes/readRepository.ts';
import type { Recipe } from '../../recipes/recipe.ts';
import { type Written, writeRecipe } from '../../recipes/writeRecipe.ts';
import type { Act } from '../act.ts';
import { type Ending, exitCodes, type Failure, fail, misnamed, usageError } from '../ending.ts';
import { answersGiven } from '../recipes/answersGiven.ts';
import { askAnswers } from '../recipes/askAnswers.ts';
import { allRecipes, recipeNamed } from '../recipes/findRecipe.ts';
import { paint } from '../text/paint.ts';
import { recipesText, recipeText, writtenText } from '../text/recipeText.ts';
import type { Invocation } from '../world.ts';

interface Options {
  readonly list?: boolean;
  readonly name?: string;
  readonly set?: readonly string[];
  readonly yes?: boolean;
}

/** `loopwright new [recipe]`. Needs no runner, runs nothing and overwrites nothing. */
export function registerNew(program: Command, act: Act): void {
  program
    .command('new')
    .argument('[recipe]', 'name of a recipe; without one you are asked')
    .description('Write a loop from a recipe, with the skills and scripts that it needs')
    .option('--list', 'list the recipes and write nothing')
    .option('--name <name>', 'name of the loop; otherwise the recipe’s, with a number where that is taken')
    .option('--set <id=answer>', 'answer a question of the recipe; repeat it for more', gathered)
    .option('--yes', 'ask nothing: take what the project shows, or else what the recipe has')
    .addHelpText('after', '\nExample: loopwright new fix-failing-tests --set agent=claude --yes')
    .action(
      act<[string | undefined], Options>(async (invocation, [named], options) => {
        const recipes = await allRecipes(join(invocation.programs, '..', 'recipes'));
        if (!recipes.ok) return recipes;
        if (options.list === true) return list(invocation, recipes.value);
        const given = answersGiven(options.set ?? []);
        if (!given.ok) return usageError(given.error);
        const found = await findRepository(invocation.folder);
        if (found === undefined) return noRepository(invocation);
        const recipe =
          named === undefined ? await chosen(invocation, recipes.value) : recipeNamed(recipes.value, named);
        if (recipe === undefined) return leftOff(invocation);
        return recipe.ok ? make(invocation, found, { recipe: recipe.value, given: given.value, options }) : recipe;
      }),
    );
}

const gathered = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

async function noRepository({ folder }: Invocation): Promise<Ending> {
  const advice = 'Go to one, name one with -C, or run `git init`.';
  return misnamed('not-a-repository', await whyNoRepository(folder, advice));
}

function list({ terminal, json }: Invocation, recipes: readonly Recipe[]): Ending {
  if (json) terminal.print(JSON.stringify(recipes.map(listed)));
  else for (const line of recipesText(recipes, paint(terminal.colours))) terminal.print(line);
  return ok(exitCodes.done);
}

function listed({ name, title, summary, whenNot, needs, questions }: Recipe): ListedRecipe {
  return {
    ...{ name, title, summary, whenNot, ...(needs === undefined ? {} : { needs }) },
    questions: questions.map(({ id, ask, default: preset, choices, optional }) => ({
      ...{ id, ask, default: preset, optional },
      ...(choices.length === 0 ? {} : { choices: [...choices] }),
    })),
  };
}

/** The recipe that a person picks from the list; undefined at the end of the input. */
async function chosen(
  invocation: Invocation,
  recipes: readonly Recipe[],
): Promise<Result<Recipe, Failure> | undefined> {
  const { terminal, signal } = invocation;
  if (!asks(invocation)) return usageError('Name a recipe. `loopwright new --list` tells which there are.');
  list(invocation, recipes);
  const typed = (await terminal.ask(`Which one? Its name, or 1 to ${recipes.length}: `, signal))?.trim();
  if (typed === undefined) return undefined;
  const numbered = /^\d+$/.test(typed) ? recipes[Number(typed) - 1] : undefined;
  return numbered === undefined ? recipeNamed(recipes, typed) : ok(numbered);
}

const asks = ({ terminal, json }: Invocation): boolean => terminal.interactive && !json;

interface Wanted {
  readonly recipe: Recipe;
  readonly given: Answers;
  readonly options: Options;
}

async function make(invocation: Invocation, found: RepositoryFolders, wanted: Wanted): Promise<Ending> {
  const { recipe, given, options } = wanted;
  const repository: Repository = { top: diskFolder(found.root), git: diskFolder(found.commonDir) };
  const existing = await readExisting(repository, recipe);
  const written = (answers: Answers) => writeRecipe({ recipe, answers, existing, name: options.name });
  // What was given must be right before anything is asked.
  const first = written(given);
  if (!first.ok) return unwritten(first.error);
  const questions = askedQuestions(recipe, detect(await readProject(repository, process.platform === 'win32')));
  const { terminal, json } = invocation;
  if (!json) for (const line of recipeText(recipe, paint(terminal.colours))) terminal.print(line);
  const answers = await allAnswers(invocation, wanted, questions);
  if (answers === undefined) return leftOff(invocation);
  if (!answers.ok) return answers;
  const whole = written(answers.value);
  if (!whole.ok) return unwritten(whole.error);
  const added = await addFiles(found.root, whole.value.files);
  if (!added.ok) return fail('not-written', added.error);
  tell(invocation, { recipe, answers: answers.value, written: whole.value });
  return ok(exitCodes.done);
}

async function allAnswers(
  invocation: Invocation,
  { recipe, given, options }: Wanted,
  questions: readonly AskedQuestion[],
): Promise<Result<Answers, Failure> | undefined> {
  const open = questions.filter(({ id }) => !Object.hasOwn(given, id));
  const presets = Object.fromEntries(open.map(({ id, default: preset }) => [id, preset]));
  if (options.yes === true || open.length === 0) return ok({ ...presets, ...given });
  if (!asks(invocation)) {
    const missing = open.map(({ id }) => `--set ${id}=…`).join(' ');
    return usageError(`Nobody is here to ask. Add --yes to take the defaults, or ${missing}`);
  }
  const asked = await askAnswers(invocation, recipe, open);
  return asked && ok({ ...asked, ...given });
}

function unwritten({ message, question }: { readonly message: string; readonly question?: string }): Ending {
  return usageError(`${question === undefined ? '' : `--set ${question}: `}${message} Nothing was written.`);
}

/** The input ended, or Ctrl-C, before everything was answered. */
function leftOff({ signal }: Invocation): Ending {
  return signal.aborted ? ok(exitCodes.interrupted) : fail('no-answer', 'No answer was given. Nothing was written.');
}

function tell(
  { terminal, json }: Invocation,
  { recipe, answers, written }: { readonly recipe: Recipe; readonly answers: Answers; readonly written: Written },
): void {
  const { name, loop, files, same, kept, problems, next } = written;
  if (json) {
    const lists = { written: files.map(({ path }) => path), same: [...same], kept: [...kept], problems: [...problems] };
    const told: NewLoop = { recipe: recipe.name, loop: name, file: loop, answers, ...lists, next };
    terminal.print(JSON.stringify(told));
    return;
  }
  const text = files.find(({ path }) => path === loop)?.text ?? '';
  const { manual: _asked, ...starts } = parseLoop(text, { path: loop }).loop?.on ?? {};
  const brush = paint(terminal.colours);
  const startsItself = Object.keys(starts).length > 0;
  for (const line of ['', ...writtenText(written, { startsItself, paint: brush })]) terminal.print(line);
}
