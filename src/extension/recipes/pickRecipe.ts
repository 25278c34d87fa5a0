import { type QuickPickItem, window } from 'vscode';
import type { Recipe } from '../../recipes/recipe.ts';

/** The recipe that was named, or the one that a person picks; undefined when they leave. */
export async function pickRecipe(recipes: readonly Recipe[], named: string | undefined): Promise<Recipe | undefined> {
  const known = recipes.find(({ name }) => name === named);
  if (known !== undefined) return known;
  const rows = recipes.map((recipe) => ({ ...recipeRow(recipe), recipe }));
  const picked = await window.showQuickPick(rows, {
    title: 'New from Recipe',
    placeHolder: 'What should the loop do?',
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.recipe;
}

/** A recipe in the list: what it does, and below that when not to use it. */
export const recipeRow = ({ title, summary, whenNot }: Recipe): QuickPickItem => ({
  label: title,
  description: summary,
  detail: `When not: ${whenNot}`,
});
