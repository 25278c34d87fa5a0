import { join } from 'node:path';
import { Uri, window } from 'vscode';
import { addFiles } from '../../client/addFiles.ts';
import { diskFolder } from '../../client/diskFolder.ts';
import { findRepository, whyNoRepository } from '../../client/repositoryFolders.ts';
import type { Answers } from '../../recipes/answers.ts';
import { askedQuestions } from '../../recipes/askedQuestions.ts';
import { detect } from '../../recipes/detect/detect.ts';
import { allTexts } from '../../recipes/folder.ts';
import { readRecipe, recipeNames } from '../../recipes/readRecipe.ts';
import { readExisting, readProject } from '../../recipes/readRepository.ts';
import type { Recipe } from '../../recipes/recipe.ts';
import { type Written, writeRecipe } from '../../recipes/writeRecipe.ts';
import type { RecipeGiven } from '../commandTable.ts';
import { reportError } from '../report.ts';
import { askQuestions } from './askQuestions.ts';
import { pickRecipe } from './pickRecipe.ts';

interface Place {
  /** Folder of the workspace, and of this extension. */
  readonly folder: string;
  readonly extension: string;
  /** Reads the loops anew. */
  readonly refresh: () => Promise<void>;
}

/** Asks for a recipe and its answers, writes the files and opens the loop. What is given already is not asked. */
export async function newFromRecipe({ folder, extension, refresh }: Place, given: RecipeGiven): Promise<void> {
  const found = await findRepository(folder);
  if (found === undefined) {
    void reportError(await whyNoRepository(folder, 'Run “Git: Initialize Repository” first.'));
    return;
  }
  const recipe = await pickRecipe(await shippedRecipes(join(extension, 'recipes')), given.recipe);
  if (recipe === undefined) return;
  const repository = { top: diskFolder(found.root), git: diskFolder(found.commonDir) };
  const project = await readProject(repository, process.platform === 'win32');
  const answers = await askQuestions(recipe, askedQuestions(recipe, detect(project)), given.answers ?? {});
  if (answers === undefined) return;
  const written = await write(found.root, recipe, answers);
  if (written === undefined) return;
  await refresh();
  await window.showTextDocument(Uri.file(join(found.root, written.loop)));
  tell(written);
}

/** The recipes that ship with the extension. One that cannot be read is a fault of ours, which the tests find. */
async function shippedRecipes(folder: string): Promise<readonly Recipe[]> {
  const texts = await allTexts(diskFolder(folder));
  return recipeNames(texts).flatMap((name) => {
    const recipe = readRecipe(name, texts);
    return recipe.ok ? [recipe.value] : [];
  });
}

async function write(root: string, recipe: Recipe, answers: Answers): Promise<Written | undefined> {
  const existing = await readExisting({ top: diskFolder(root) }, recipe);
  const written = writeRecipe({ recipe, answers, existing });
  if (!written.ok) {
    void reportError(`${written.error.message} Nothing was written.`);
    return undefined;
  }
  const added = await addFiles(root, written.value.files);
  if (added.ok) return written.value;
  void reportError(added.error);
  return undefined;
}

function tell({ files, kept, next }: Written): void {
  void window.showInformationMessage(`Wrote ${files.map(({ path }) => path).join(', ')}. ${next}`);
  if (kept.length === 0) return;
  const are = kept.length === 1 ? 'is there already and says' : 'are there already and say';
  void window.showWarningMessage(
    `${kept.join(', ')} ${are} something else; nothing was overwritten. Compare with the recipe.`,
  );
}
