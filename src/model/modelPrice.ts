/** Dollars for a million tokens of one model. */
export interface ModelPrice {
  readonly input: number;
  /** Of what was read from a cache; absent: as other input. */
  readonly cachedInput?: number | undefined;
  readonly output: number;
}

export type Prices = Readonly<Record<string, ModelPrice>>;

/** What comes after a model's name where it is the same model: a date, or that it is the newest of it. */
const versionMark = /^[-@](\d{4}(-\d\d(-\d\d)?)?|\d{8}|latest)$/;

/**
 * The price of a model, also where its provider stands before its name. A name in the list holds for itself and its dated
 * versions, one that ends with `*` for all that begin so; the longest that fits holds. A model that merely begins like
 * another (`gpt-5.5` and `gpt-5`) is another one, with a price of its own.
 */
export function priceOf(model: string | undefined, prices: Prices): ModelPrice | undefined {
  if (model === undefined) return undefined;
  const names = [model, model.slice(model.lastIndexOf('/') + 1)].map((name) => name.toLowerCase());
  const fitting = Object.keys(prices).filter((listed) => names.some((name) => isListedAs(listed.toLowerCase(), name)));
  const [longest] = fitting.sort((a, b) => b.length - a.length);
  return longest === undefined ? undefined : prices[longest];
}

function isListedAs(listed: string, name: string): boolean {
  if (listed.endsWith('*')) return name.startsWith(listed.slice(0, -1));
  return name === listed || (name.startsWith(listed) && versionMark.test(name.slice(listed.length)));
}
