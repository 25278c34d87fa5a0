import { Disposable, Hover, languages, MarkdownString, Uri } from 'vscode';
import type { LandingRecord } from '../../model/debt.ts';
import type { AskedRepositories, AskedRepository } from '../repositories/askedOfAll.ts';
import { onChangedAnywhere } from '../repositories/onChangedAnywhere.ts';
import { whyWords } from './whyWords.ts';

/** Says of lines that a loop landed what it was and why. Asks only runners that are connected, and of most files once. */
export function registerWhyHovers(repositories: AskedRepositories): Disposable {
  /** Files of which no landing is known, by repository and path: the most are. */
  const bare = new Map<string, Promise<boolean>>();
  const recordsOf = async (
    { link }: AskedRepository,
    path: string,
    line?: number,
  ): Promise<readonly LandingRecord[]> => {
    const reply = await link.request('why', line === undefined ? { path } : { path, line });
    return reply.ok ? reply.value : [];
  };
  const isBare = (repository: AskedRepository, path: string): Promise<boolean> => {
    const key = `${repository.id}\n${path}`;
    const known = bare.get(key) ?? recordsOf(repository, path).then((records) => records.length === 0);
    bare.set(key, known);
    return known;
  };
  const hovers = languages.registerHoverProvider(
    { scheme: 'file' },
    {
      provideHover: async ({ uri, isDirty }, { line }) => {
        const place = isDirty ? undefined : placeIn(repositories, uri);
        if (place === undefined || !place.repository.link.isOpen) return undefined;
        const { repository, path } = place;
        if (await isBare(repository, path)) return undefined;
        const landings = whyWords(await recordsOf(repository, path, line + 1));
        return landings.length === 0 ? undefined : new Hover(landings.map(markdownOf));
      },
    },
  );
  return Disposable.from(hovers, { dispose: onChangedAnywhere(repositories, 'owed', () => bare.clear()) });
}

/** What agents and people wrote is no markup. */
function markdownOf(lines: readonly string[]): MarkdownString {
  const text = new MarkdownString();
  lines.forEach((line, index) => {
    if (index > 0) text.appendMarkdown('\n\n');
    text.appendText(line);
  });
  return text;
}

/** The repository of the window that a file is in, and its path from the top. */
function placeIn(
  repositories: AskedRepositories,
  { path: file }: Uri,
): { readonly repository: AskedRepository; readonly path: string } | undefined {
  for (const repository of repositories.all()) {
    if (repository.root === undefined) continue;
    const top = `${Uri.file(repository.root).path.replace(/\/$/, '')}/`;
    if (file.startsWith(top)) return { repository, path: file.slice(top.length) };
  }
  return undefined;
}
