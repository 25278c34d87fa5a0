import type { Location } from 'vscode-languageserver/node';
import type { Place } from '../language/navigation/place.ts';
import type { Session } from './session.ts';

/** The places of a document's own text and of files of its repository, as the protocol names them. */
export function toLocations(session: Session, document: string, places: readonly Place[]): Location[] {
  return places.flatMap(({ file, range }) => {
    const uri = file === undefined ? document : session.uriOf(document, file);
    return uri === undefined ? [] : [{ uri, range }];
  });
}
