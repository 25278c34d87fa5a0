import type { Parser, Tree } from '@vscode/tree-sitter-wasm';

/** Milliseconds of one parse: what takes longer is no source that somebody wrote. */
const mostTime = 2000;

/** The tree of a text, whoever asked deletes it; undefined where that takes over two seconds. */
export function parseText(parser: Parser, text: string, earlier?: Tree): Tree | undefined {
  const end = performance.now() + mostTime;
  // The callback says whether to stop, although its type says that it says nothing.
  const options = { progressCallback: () => performance.now() > end };
  const tree = parser.parse(text, earlier, options);
  if (tree === null) parser.reset();
  return tree ?? undefined;
}
