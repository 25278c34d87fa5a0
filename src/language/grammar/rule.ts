/** A rule of a TextMate grammar (https://macromates.com/manual/en/language_grammars), as far as ours uses them. */
export interface Rule {
  readonly name?: string;
  readonly contentName?: string;
  readonly include?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly while?: string;
  readonly captures?: Readonly<Record<number, Rule>>;
  readonly beginCaptures?: Readonly<Record<number, Rule>>;
  readonly patterns?: readonly Rule[];
}
