const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A size on disk: `512 B`, `1.4 MB`, `12 GB`. Units of a thousand, as file managers and `df -H` count. */
export function byteWords(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1000 ** power;
  return `${amount < 10 && power > 0 ? amount.toFixed(1) : Math.round(amount)} ${units[power]}`;
}
