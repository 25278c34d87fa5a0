/** Fields that say where an entry stands and what it is. */
const ofTheForm: ReadonlySet<string> = new Set(['at', 'seq', 'type']);

/** Every text in an entry of a transcript, a line or more each; undefined where it cannot be read. */
export function textsOf(entry: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(entry);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const texts: string[] = [];
  for (const [name, one] of Object.entries(value)) if (!ofTheForm.has(name)) gather(one, texts);
  return texts.join('\n');
}

function gather(value: unknown, into: string[]): void {
  if (typeof value === 'string') into.push(value);
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) gather(one, into);
}
