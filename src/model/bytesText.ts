const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A size on disk: `512 B`, `1.4 MB`, `12 GB`. Units of a thousand, as file managers and `df -H` count. */
export function bytesText(bytes: number): string {
  let [amount, unit] = [bytes, 0];
  while (Math.round(amount) >= 1000 && unit < units.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return `${unit > 0 && amount < 9.95 ? amount.toFixed(1) : Math.round(amount)} ${units[unit]}`;
}
