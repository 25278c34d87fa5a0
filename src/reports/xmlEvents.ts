import { SaxesParser } from 'saxes';

/** What a document's reader hears, in the document's order. */
export interface XmlListener {
  opened(name: string, attributes: Readonly<Record<string, string>>): void;
  /** Text in pieces; CDATA too. */
  said(text: string): void;
  closed(name: string): void;
}

/** Elements nest at most this deep: a report needs six, and each level costs the parser memory. */
const depthLimit = 64;

class Stop extends Error {}

/** XML allows neither raw controls nor halves of characters, though tests print them. */
const notXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]|\p{Cs}|&#(?:0+|x0+);/gu;

/**
 * Reads one XML document as a stream and says whether it was whole and well formed. It stops at the first fault, at the
 * depth limit and behind the root element. Entities that a document declares are never expanded: using one is a fault.
 * XML 1.1 is forced, for the character references to controls that runners write.
 */
export function readXml(text: string, listener: XmlListener): boolean {
  const parser = new SaxesParser({ xmlns: false, position: false, defaultXMLVersion: '1.1', forceXMLVersion: true });
  let depth = 0;
  let whole = false;
  const stop = (): never => {
    throw new Stop();
  };
  parser.on('error', stop);
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    if (depth > depthLimit) stop();
    listener.opened(name, attributes);
  });
  parser.on('text', (piece) => listener.said(piece));
  parser.on('cdata', (piece) => listener.said(piece));
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    listener.closed(name);
    if (depth === 0) {
      whole = true;
      stop();
    }
  });
  try {
    parser.write(text.replace(notXml, '')).close();
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown;
  }
  return whole;
}
