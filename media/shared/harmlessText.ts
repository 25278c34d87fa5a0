/** Control characters but tab and line feed, and what turns the direction of text around. */
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const colours = /\u001b\[[0-9;]*m/g;

/** Somebody else's text so that it says what it seems to say: colours of a terminal are left out, other marks are seen. */
export const harmlessText = (text: string): string =>
  text.replaceAll('\r\n', '\n').replace(colours, '').replace(unsafe, '\u{fffd}');
