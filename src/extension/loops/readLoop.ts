import type { LoopEntry } from './loopFile.ts';
import { countsOf, loopNameOf, mostCharactersHere } from './loopFile.ts';

/**
 * What the view Loops shows of a loop file's text. Never rejects. The language's parser is loaded at the first call: it
 * is of no use to the start of the extension.
 */
export async function readLoop(text: string, file: string): Promise<LoopEntry> {
  const name = loopNameOf(file);
  if (text.length > mostCharactersHere) return { file, name, errors: 0, warnings: 0 };
  const [{ parseLoop }, { describe }] = await Promise.all([
    import('../../language/parseLoop.ts'),
    import('../../language/describe.ts'),
  ]);
  const { loop, problems } = parseLoop(text, { path: file });
  const { errors, warnings } = countsOf(problems);
  const worst = problems.find(({ severity }) => severity === 'error') ?? problems[0];
  return {
    file,
    name: loop?.name ?? name,
    ...(loop?.description === undefined ? {} : { description: loop.description }),
    errors,
    warnings,
    ...(worst === undefined ? {} : { problem: describe(worst) }),
  };
}
