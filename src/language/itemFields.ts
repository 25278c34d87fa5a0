/** Characters that are looked at, in a file that is being written. */
const most = 100_000;

/** Fields of items that the file names somewhere, in expressions or in `${{ … }}`; what an item has nobody knows before it is found. */
export function itemFields(text: string): readonly string[] {
  const found = [...text.slice(0, most).matchAll(/\bitem\.([A-Za-z_]\w*)(?=\W)/g)].map((match) => match[1] ?? '');
  return [...new Set(found)].filter((field) => field !== 'id');
}
