import type { Uri } from 'vscode';
import type { CommandHandlers } from '../commandTable.ts';
import type { LoopFiles } from '../loops/loopFiles.ts';
import { pickFolder } from '../repositories/pickRepository.ts';

interface RecipeCommandDeps {
  readonly files: Pick<LoopFiles, 'refresh'>;
  readonly extension: Uri;
}

/** Writes files on a person's word and runs nothing: it works in Restricted Mode. */
export function recipeCommands({
  files,
  extension,
}: RecipeCommandDeps): Pick<CommandHandlers, 'loopwright.newFromRecipe'> {
  return {
    'loopwright.newFromRecipe': async (given = {}) => {
      const folder = await pickFolder('Write the loop into which folder?');
      if (folder === undefined) return;
      // Recipes bring the parser of the language along: a program file of its own, loaded when it is first of use.
      const { newFromRecipe } = await import('./newFromRecipe.ts');
      await newFromRecipe(
        { folder: folder.uri.fsPath, extension: extension.fsPath, refresh: () => files.refresh() },
        given,
      );
    },
  };
}
