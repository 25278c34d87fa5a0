import type { Fact } from '../model/life.ts';

/** Facts of a station; a text that is empty or null is left out. */
export const words = (name: string, text: string | null): readonly Fact[] => fact(name, text, 'words');
export const code = (name: string, text: string | null): readonly Fact[] => fact(name, text, 'code');
export const block = (name: string, text: string | null): readonly Fact[] => fact(name, text, 'block');
export const list = (name: string, texts: readonly string[]): readonly Fact[] => fact(name, texts.join(', '), 'words');

const fact = (name: string, text: string | null, as: Fact['as']): readonly Fact[] =>
  text === null || text === '' ? [] : [{ name, text, as }];

/** Variables, one fact each. */
export const variables = (env: Readonly<Record<string, string>>): readonly Fact[] =>
  Object.entries(env).flatMap(([name, value]) => code('variable', `${name}=${value}`));
