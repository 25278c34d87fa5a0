import {
  type DecorationOptions,
  Disposable,
  MarkdownString,
  OverviewRulerLane,
  Range,
  type TextEditor,
  ThemeColor,
  window,
} from 'vscode';
import { isSameItem } from '../itemRef.ts';
import { authorName } from './authorName.ts';
import { placeOf } from './cursorAt.ts';
import type { OpenReview } from './openReview.ts';
import type { Reading } from './reading.ts';
import { type TakenOutSpan, takenOutSpans } from './takenOutSpans.ts';

interface Deps {
  readonly review: OpenReview;
  readonly reading: Reading;
}

/** Shows in the diffs which lines are to be taken out: struck through, with words, and with a mark at the scroll bar. */
export function registerTakenOut({ review, reading }: Deps): Disposable {
  const gone = window.createTextEditorDecorationType({
    isWholeLine: true,
    textDecoration: 'line-through',
    opacity: '0.6',
    overviewRulerColor: new ThemeColor('editorOverviewRuler.deletedForeground'),
    overviewRulerLane: OverviewRulerLane.Center,
  });
  const stays = window.createTextEditorDecorationType({ isWholeLine: true });
  const show = (editor: TextEditor) => {
    const place = placeOf(editor.document.uri);
    const { shown } = review;
    const { outline, marks } = reading.now;
    if (place === undefined || shown === undefined || !isSameItem(place, shown)) return;
    const file = outline?.files.find(({ file: { path } }) => path === place.path);
    const spans = file && marks ? takenOutSpans(file, marks.decisions) : [];
    const own = spans.filter(({ side }) => side === place.side).map(decorationOf);
    editor.setDecorations(place.side === 'head' ? gone : stays, own);
  };
  const showAll = () => window.visibleTextEditors.forEach(show);
  return Disposable.from(
    ...[gone, stays],
    window.onDidChangeVisibleTextEditors(showAll),
    { dispose: reading.onChange(showAll) },
    { dispose: review.onChange(showAll) },
  );
}

function decorationOf({ first, last, words, decision }: TakenOutSpan): DecorationOptions {
  const hoverMessage = new MarkdownString().appendText(`Taken out by ${authorName(decision.by)}.`);
  if (decision.why !== undefined) hoverMessage.appendMarkdown('\n\n').appendText(decision.why);
  const after = {
    contentText: `  ${words}`,
    color: new ThemeColor('descriptionForeground'),
    fontStyle: 'italic',
    textDecoration: 'none',
  };
  return { range: new Range(first - 1, 0, last - 1, 0), hoverMessage, renderOptions: { after } };
}
