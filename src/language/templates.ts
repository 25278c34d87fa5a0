/** The names that `${{ … }}` may use, and what each becomes. */
export const templateNames: Readonly<Record<string, string>> = {
  'loop.name': 'Name of the loop.',
  'run.id': 'Name of the run, never used twice.',
};

export interface Template {
  /** What stands between the braces, trimmed; undefined where they are not closed. */
  readonly name: string | undefined;
  readonly start: number;
  readonly end: number;
}

/** Every `${{ … }}` of a text, closed or not, in time linear in its length. */
export function templatesIn(text: string): readonly Template[] {
  const found: Template[] = [];
  let from = text.indexOf('${{');
  while (from !== -1 && found.length < 100) {
    const next = text.indexOf('${{', from + 3);
    const close = text.indexOf('}}', from + 3);
    const closed = close !== -1 && (next === -1 || close < next);
    found.push({
      name: closed ? text.slice(from + 3, close).trim() : undefined,
      start: from,
      end: closed ? close + 2 : from + 3,
    });
    from = next;
  }
  return found;
}

/** A branch template with each template replaced by a word that may stand in a branch name. */
export function filledForm(text: string): string {
  return templatesIn(text).reduceRight(
    (filled, { start, end }) => `${filled.slice(0, start)}x${filled.slice(end)}`,
    text,
  );
}
