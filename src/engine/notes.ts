import type { Note } from '../model/order.ts';
import { inertLine, inertText } from './inert.ts';

/** What people wrote, each with their name, before what failed last time. */
export function notesFirst(notes: readonly Pick<Note, 'text' | 'by'>[], feedback: string): string {
  const said = notes.map(({ text, by }) => `${inertLine(by.name, mostName)} says: ${inertText(text, mostText)}`);
  return [...said, feedback].filter((part) => part !== '').join('\n\n');
}

/** Characters. */
const mostName = 200;
const mostText = 8192;
