const units = ['B', 'KB', 'MB', 'GB', 'TB'];

/** A size for people, in powers of 1000: `950 B`, `12.3 KB`, `4.0 GB`. */
export function bytesText(bytes: number): string {
  let [size, unit] = [bytes, 0];
  while (size >= 999.95 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}
