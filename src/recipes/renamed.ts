import type { RecipeLoop } from './recipe.ts';
import { settingAt, withSetting } from './setting.ts';
import type { SettingPath } from './settingPath.ts';

/** Where a loop names itself or another loop. */
const namingPaths: readonly SettingPath[] = [['name'], ['on', 'loop', 'name'], ['items', 'from', 'findings']];

/** Loops under other names, each also where another of them speaks of it. */
export function renamed(loops: readonly RecipeLoop[], names: ReadonlyMap<string, string>): readonly RecipeLoop[] {
  return loops.map(({ name, text }) => ({
    name: names.get(name) ?? name,
    text: namingPaths.reduce((changed, path) => renamedAt(changed, path, names), text),
  }));
}

function renamedAt(text: string, path: SettingPath, names: ReadonlyMap<string, string>): string {
  const wanted = names.get(settingAt(text, path)?.answer ?? '');
  const changed = wanted === undefined ? undefined : withSetting(text, path, wanted);
  return changed?.ok ? changed.value : text;
}

/** A sentence for people with the new names of loops in it. */
export function renamedIn(sentence: string, names: ReadonlyMap<string, string>): string {
  return sentence.replace(/[a-z0-9]+(-[a-z0-9]+)*/g, (word) => names.get(word) ?? word);
}
