import { type Uri, type WorkspaceFolder, window } from 'vscode';
import type { CommandHandlers } from '../commandTable.ts';
import type { LoopFiles } from '../loops/loopFiles.ts';

interface RecipeCommandDeps {
  readonly folder: WorkspaceFolder | undefined;
  readonly files: Pick<LoopFiles, 'refresh'>;
  readonly extension: Uri;
}

/** Writes files on a person's word and runs nothing: it works in Restricted Mode. */
export function recipeCommands({
  folder,
  files,
  extension,
}: RecipeCommandDeps): Pick<CommandHandlers, 'loopwright.newFromRecipe'> {
  return {
    'loopwright.newFromRecipe': async (given = {}) => {
      if (folder === undefined) {
        void window.showInformationMessage('Loops belong to a git repository. Open its folder first.');
        return;
      }
      // Recipes bring the parser of the language along, which is loaded when it is first of use.
      const { newFromRecipe } = await import('./newFromRecipe.ts');
      await newFromRecipe(
        { folder: folder.uri.fsPath, extension: extension.fsPath, refresh: () => files.refresh() },
        given,
      );
    },
  };
}
