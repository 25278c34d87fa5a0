import { ecmaScript } from './ecmaScript.ts';
import { go } from './go.ts';
import { java } from './java.ts';
import { python } from './python.ts';
import type { Rules } from './rules.ts';
import { rust } from './rust.ts';

/** The grammars that we ship: `tree-sitter-<name>.wasm`. */
export const grammarNames = ['javascript', 'typescript', 'tsx', 'python', 'go', 'rust', 'java'] as const;
export type GrammarName = (typeof grammarNames)[number];

export const rulesOf: Readonly<Record<GrammarName, Rules>> = {
  javascript: ecmaScript,
  typescript: ecmaScript,
  tsx: ecmaScript,
  python,
  go,
  rust,
  java,
};

const byEnding: readonly (readonly [RegExp, GrammarName])[] = [
  [/\.(?:js|cjs|mjs|jsx)$/i, 'javascript'],
  [/\.(?:ts|mts|cts)$/i, 'typescript'],
  [/\.tsx$/i, 'tsx'],
  [/\.pyi?$/i, 'python'],
  [/\.go$/i, 'go'],
  [/\.rs$/i, 'rust'],
  [/\.java$/i, 'java'],
];

/** The grammar that a path is read with. */
export const grammarOf = (path: string): GrammarName | undefined => byEnding.find(([ending]) => ending.test(path))?.[1];
