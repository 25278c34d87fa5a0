import { type TextEditor, Uri, window } from 'vscode';
import { type ItemRef, isSameItem } from '../itemRef.ts';
import { type ReviewPlace, reviewPlaceOf, reviewScheme } from './reviewUri.ts';
import type { Cursor } from './unitWalk.ts';

/** The place that a document shows, where it is of a review and as it is now. */
export function placeOf(uri: Uri): ReviewPlace | undefined {
  const place = uri.scheme === reviewScheme ? reviewPlaceOf(uri) : undefined;
  return place?.at === undefined ? place : undefined;
}

/** Where the cursor stands in the open review. */
export function cursorIn(of: ItemRef, editor: TextEditor | undefined = window.activeTextEditor): Cursor | undefined {
  const place = editor && placeOf(editor.document.uri);
  if (editor === undefined || place === undefined || !isSameItem(place, of)) return undefined;
  return { path: place.path, side: place.side, line: editor.selection.active.line + 1 };
}

/** What a menu of an editor gives a command: the file, where a row of a view gives itself. */
export const isUri = (given: unknown): given is Uri => given instanceof Uri;
