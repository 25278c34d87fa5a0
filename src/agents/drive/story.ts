import type { AgentEvent } from '../port.ts';
import type { CleanValue } from './cleanValue.ts';
import { eventLine } from './eventLine.ts';
import type { DriverEvent } from './transcript.ts';

/** Characters that the story may have; the transcript has everything. */
const longestStory = 4 * 1024 * 1024;
const longestLine = 200;

/** The short form of what an agent does, for the step's log: a line a thing. */
export class Story {
  readonly #say: (line: string) => void;
  readonly #clean: CleanValue;
  #room = longestStory;

  constructor(say: (line: string) => void, clean: CleanValue) {
    this.#say = say;
    this.#clean = clean;
  }

  add(event: AgentEvent | DriverEvent): void {
    const line = eventLine(event, (text) => this.#clean.line(text, longestLine));
    if (line === undefined || this.#room < 0) return;
    this.#room -= line.length + 1;
    this.#say(this.#room < 0 ? 'The rest is in the transcript.' : line);
  }
}
