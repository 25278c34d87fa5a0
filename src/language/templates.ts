import { templateRoots, templatesIn } from '../model/templatePath.ts';
import type { LoopMeta } from './jsonSchema.ts';

/** The names that `${{ … }}` may use whatever the loop declares, and what each becomes. */
export const templateNames: Readonly<Record<string, string>> = Object.fromEntries([
  ['item.id', 'Short name of the item, safe in paths and branch names.'],
  ...Object.entries(templateRoots).flatMap(([root, { fields }]) =>
    Object.entries(fields ?? {}).map(([name, meaning]) => [`${root}.${name}`, meaning]),
  ),
]);

/** Whether `${{ … }}` is filled in in a text. */
export const isTemplate = ({ lang, context }: LoopMeta): boolean =>
  lang === 'template' || (lang === 'markdown' && context === 'item');

/** A branch template with each template replaced by a word that may stand in a branch name. */
export function filledForm(text: string): string {
  return templatesIn(text).reduceRight(
    (filled, { start, end }) => `${filled.slice(0, start)}x${filled.slice(end)}`,
    text,
  );
}
