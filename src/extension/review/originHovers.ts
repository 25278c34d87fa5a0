import { type Disposable, Hover, languages, MarkdownString } from 'vscode';
import type { LineOrigin } from '../../model/reviewMarks.ts';
import { isSameItem } from '../itemRef.ts';
import type { RunRequests } from '../repositories/runners.ts';
import { placeOf } from './cursorAt.ts';
import type { OpenReview } from './openReview.ts';
import { type OriginWords, originAt, originWords } from './originWords.ts';
import type { Reading } from './reading.ts';
import { reviewScheme } from './reviewUri.ts';
import { unitAt } from './unitOrder.ts';

interface Deps {
  readonly link: RunRequests;
  readonly review: OpenReview;
  readonly reading: Reading;
}

/** Says of a line of the head who made it. */
export function registerOriginHovers({ link, review, reading }: Deps): Disposable {
  /** Of one head: another head has other lines. */
  let known: { readonly head: string; readonly files: Map<string, Promise<readonly LineOrigin[]>> } | undefined;
  const originsOf = (run: string, item: string, path: string, head: string) => {
    if (known?.head !== head) known = { head, files: new Map() };
    const asked =
      known.files.get(path) ??
      link.request('lineOrigins', { run, item, path }).then((reply) => (reply.ok ? reply.value : []));
    known.files.set(path, asked);
    return asked;
  };
  return languages.registerHoverProvider(
    { scheme: reviewScheme },
    {
      provideHover: async ({ uri, isDirty }, { line }) => {
        const place = placeOf(uri);
        const { shown } = review;
        // Lines of an edit that is not saved are not those of the head.
        if (place?.side !== 'head' || shown === undefined || isDirty || !isSameItem(place, shown)) return undefined;
        const origins = await originsOf(shown.run, shown.item, place.path, shown.of.change.head);
        const origin = originAt(origins, line + 1);
        if (origin === undefined) return undefined;
        const { outline, marks } = reading.now;
        const file = outline?.files.find(({ file: { path } }) => path === place.path);
        const unit = file && unitAt(file, 'head', line + 1);
        const isViewed = unit !== undefined && (marks?.viewed.includes(unit.digest) ?? false);
        return new Hover(markdownOf(originWords(origin, shown.of, isViewed)));
      },
    },
  );
}

/** What an agent says is a claim, and no markup. */
function markdownOf({ made, story, held }: OriginWords): MarkdownString {
  const text = new MarkdownString().appendText(made);
  if (story !== undefined) text.appendMarkdown('\n\n').appendText(`${story.agent} said: ${story.summary}`);
  if (held !== undefined) text.appendMarkdown('\n\n').appendText(held);
  return text;
}
