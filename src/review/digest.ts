/**
 * Names a content: a hash over its parts, told apart from each other, in which each character is one byte. Whoever has a
 * cryptographic hash gives one; a change must not be able to look like another that was read already.
 */
export type Digest = (parts: readonly string[]) => string;
