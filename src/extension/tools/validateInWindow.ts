import { Uri, workspace } from 'vscode';
import type { ToolWorld } from '../../client/tools/loopTool.ts';
import { loopFileEnding, loopPath, loopsFolder } from '../../model/loopPath.ts';
import { type ProblemsParams, problemsMethod } from '../../model/problemsRequest.ts';
import { err, ok } from '../../model/result.ts';
import type { LanguageService } from '../languageClient.ts';

interface FoundLoop {
  readonly uri: Uri;
  /** From the top of its folder. */
  readonly file: string;
  readonly name: string;
}

interface ValidateDeps {
  readonly files: { readonly all: () => readonly FoundLoop[]; readonly refresh: () => Promise<void> };
  readonly language: Pick<LanguageService, 'request'>;
}

/** Asks the language server about loop files of the window; none of them is opened for it. */
export function validateInWindow({ files, language }: ValidateDeps): ToolWorld['validate'] {
  return async ({ loop, text }) => {
    await files.refresh();
    const loops = loop === undefined ? files.all() : files.all().filter((one) => isNamed(one, loop));
    const asked = text === undefined ? loops : [loops[0] ?? draftOf(loop ?? '')].filter((one) => one !== undefined);
    if (loop !== undefined && asked.length === 0) {
      const names = files.all().map(({ name }) => name);
      return err(`There is no loop ${loop}. There are: ${names.join(', ') || 'none yet'}.`);
    }
    const { problemsReplySchema } = await import('../incoming.ts');
    const problems = await Promise.all(
      asked.map(async ({ uri, file }) => {
        const params: ProblemsParams = { textDocument: { uri: uri.toString() }, text: text ?? (await textOf(uri)) };
        const reply = problemsReplySchema.parse(await language.request(problemsMethod, params));
        return (reply ?? []).map((problem) => ({ ...problem, file }));
      }),
    );
    return ok({ files: asked.map(({ file }) => file), problems: problems.flat() });
  };
}

const isNamed = ({ name, file }: FoundLoop, loop: string): boolean =>
  loop === name || loop === file || loop === `${name}${loopFileEnding}`;

/** A loop that is not written yet, in the first folder; undefined for a name that leads elsewhere. */
function draftOf(loop: string): FoundLoop | undefined {
  const name = loop.replace(`${loopsFolder}/`, '').replace(loopFileEnding, '');
  const folder = workspace.workspaceFolders?.[0];
  if (folder === undefined || !/^[\w-][\w.-]*$/.test(name)) return undefined;
  return { name, file: loopPath(name), uri: Uri.joinPath(folder.uri, loopPath(name)) };
}

/** As it stands in the editor, where it is open; else on disk. */
async function textOf(uri: Uri): Promise<string> {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  return open?.getText() ?? new TextDecoder().decode(await workspace.fs.readFile(uri));
}
