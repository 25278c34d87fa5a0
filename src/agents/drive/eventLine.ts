import type { TranscriptEvent } from '../../model/transcript.ts';

/** Characters of a text that the line of an event is made of. */
const mostLooked = 800;

/** What an agent did, in one line; undefined for what takes more than a line or is told by another one. */
export function eventLine(event: TranscriptEvent, short: (text: string) => string): string | undefined {
  switch (event.type) {
    case 'session':
      return `session ${short(event.id)}${event.model === undefined ? '' : `, ${short(event.model)}`}`;
    case 'tool-start':
      return `> ${short(event.name)} ${short(inOneLine(event.input))}`;
    case 'tool-end':
      return event.ok ? undefined : `  failed: ${short(event.output.slice(0, mostLooked))}`;
    case 'file':
      return `  ${event.change} ${short(event.path)}`;
    case 'denied':
      return `  denied: ${short(event.what)}`;
    case 'retry':
      return `it tries again (${event.cause}, ${event.attempt})`;
    case 'note':
      return short(event.text);
    case 'end':
      return `${event.status}${event.cause === undefined ? '' : ` (${event.cause})`}: ${short(event.detail)}`;
    default:
      return undefined;
  }
}

function inOneLine(input: unknown): string {
  const text = typeof input === 'string' ? input : (JSON.stringify(input) ?? '');
  return text.slice(0, mostLooked);
}
