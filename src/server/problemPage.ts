import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The pages that ship beside `dist/`, in which the server is. */
const shipped = join(__dirname, '..', 'docs', 'problems');

/** Whether a page is there does not change while the server runs. */
const known = new Map<string, string | undefined>();

/** The address of the page about a problem; undefined where it is not beside the server. */
export function problemPage(code: string, folder = shipped): string | undefined {
  const file = join(folder, `${code}.md`);
  if (!known.has(file)) known.set(file, existsSync(file) ? pathToFileURL(file).href : undefined);
  return known.get(file);
}
