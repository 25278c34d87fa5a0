import type { TokenMeaning } from '../language/structure/tokenMeaning.ts';

type Type = TokenMeaning['type'];
type Modifier = TokenMeaning['modifiers'][number];

/**
 * The scopes of the grammar that words of the language server are coloured as, where themes have no colour of their own for
 * them: a key stays as it was before the server had spoken, and so does what stands in an expression.
 */
export const semanticScopes: Readonly<Partial<Record<Type | `${Type}.${Modifier}`, readonly string[]>>> = {
  property: ['entity.name.tag.yaml'],
  'property.readonly': ['variable.other.property.cel'],
  function: ['entity.name.function.cel'],
  'function.defaultLibrary': ['support.function.cel'],
  macro: ['support.function.cel'],
  method: ['support.function.cel'],
  'variable.defaultLibrary': ['support.variable.cel'],
  operator: ['keyword.operator.cel'],
  number: ['constant.numeric.cel'],
  string: ['string.quoted.cel'],
  keyword: ['constant.language.cel'],
};
