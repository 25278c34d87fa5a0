/**
 * What a word stands for, in the standard words of the Language Server Protocol 3.16 (`SemanticTokenTypes`). Checks are
 * `function`, metrics `variable`, inputs and names that a macro binds `parameter`, gates `event`, connectors `namespace`,
 * agents `class` and their definitions `type`.
 */
export const tokenTypes = [
  'property',
  'function',
  'variable',
  'parameter',
  'event',
  'namespace',
  'class',
  'type',
  'enumMember',
  'macro',
  'method',
  'operator',
  'number',
  'string',
  'keyword',
] as const;

/** `declaration`: where an author named it; `readonly`: read in an expression; `defaultLibrary`: there without a declaration. */
export const tokenModifiers = ['declaration', 'readonly', 'defaultLibrary'] as const;

export interface TokenMeaning {
  readonly type: (typeof tokenTypes)[number];
  readonly modifiers: readonly (typeof tokenModifiers)[number][];
}
