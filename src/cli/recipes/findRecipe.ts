import { nearest } from '../../language/near.ts';
import { ok, type Result } from '../../model/result.ts';
import { readRecipe, recipeNames } from '../../recipes/readRecipe.ts';
import type { Recipe } from '../../recipes/recipe.ts';
import { type Failure, fail, misnamed } from '../ending.ts';
import { textsBelow } from './textsBelow.ts';

/** Every recipe that ships with this program, by name. */
export async function allRecipes(folder: string): Promise<Result<readonly Recipe[], Failure>> {
  const texts = await textsBelow(folder);
  const recipes: Recipe[] = [];
  for (const name of recipeNames(texts)) {
    const recipe = readRecipe(name, texts);
    if (!recipe.ok) return fail('broken-recipe', `The recipe ${name} in ${folder} cannot be used: ${recipe.error}`);
    recipes.push(recipe.value);
  }
  if (recipes.length > 0) return ok(recipes);
  return fail('no-recipes', `There are no recipes in ${folder}. Install loopwright again.`);
}

/** The recipe with a name. */
export function recipeNamed(recipes: readonly Recipe[], named: string): Result<Recipe, Failure> {
  const found = recipes.find(({ name }) => name === named);
  if (found !== undefined) return ok(found);
  const names = recipes.map(({ name }) => name);
  const near = nearest(named, names);
  const instead = near === undefined ? '`loopwright new --list` tells which there are.' : `Did you mean “${near}”?`;
  return misnamed('unknown-recipe', `There is no recipe “${named}”. ${instead}`);
}
