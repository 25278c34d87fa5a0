import { eventLine } from '../agents/drive/eventLine.ts';
import { costText, tokensText } from '../model/spendText.ts';
import type { TranscriptLine } from '../model/transcript.ts';
import { sanitise } from '../redaction/sanitise.ts';

const longestLine = 200;

/** A transcript as people read it: what the agent says in full, everything else in a line. */
export class TranscriptText {
  readonly #withThinking: boolean;
  #isOpen: boolean;
  #thought = '';
  #usage: string | undefined;
  #toldUsage: string | undefined;

  /** @param isOpen whether what comes goes on in the middle of a line of the agent's */
  constructor({ withThinking, isOpen }: { readonly withThinking: boolean; readonly isOpen: boolean }) {
    this.#withThinking = withThinking;
    this.#isOpen = isOpen;
  }

  /** Whether the agent is in the middle of a line. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The text of the next line of the transcript; some of it may come with a later one, or with `end`. */
  add(line: TranscriptLine): string {
    switch (line.type) {
      case 'text': {
        const text = this.#thoughts() + sanitise(line.text);
        if (text !== '') this.#isOpen = !text.endsWith('\n');
        return text;
      }
      case 'thinking':
        if (this.#withThinking) this.#thought += line.text;
        return this.#close();
      // It comes in the middle of what the agent says. The newest one is told after it, unless a reply ended in between:
      // the next one says more, and the end says all.
      case 'usage':
        this.#usage = usageLine(line.usage);
        return '';
      default:
        return this.#close() + this.#thoughts() + this.#used() + this.#line(line);
    }
  }

  /** What is left, where nothing more is known for now, or (`isOver`) nothing more will come. */
  end(isOver: boolean): string {
    return (isOver ? this.#close() : '') + this.#thoughts() + (this.#isOpen ? '' : this.#used());
  }

  /** A line of our own among the agent's. */
  own(text: string): string {
    return `${this.#close()}${this.#thoughts()}${this.#used()}${text}\n`;
  }

  #line(line: Exclude<TranscriptLine, { type: 'text' | 'thinking' | 'usage' }>): string {
    const told = oneLineOf(line) ?? eventLine(line, short);
    return told === undefined ? '' : `${told}\n`;
  }

  #close(): string {
    const ending = this.#isOpen ? '\n' : '';
    this.#isOpen = false;
    return ending;
  }

  #thoughts(): string {
    const thought = sanitise(this.#thought).trimEnd();
    this.#thought = '';
    return thought === '' ? '' : `${thought.replaceAll(/^/gm, '~ ')}\n`;
  }

  #used(): string {
    const told = this.#usage === this.#toldUsage ? undefined : this.#usage;
    this.#toldUsage = this.#usage;
    return told === undefined ? '' : `${told}\n`;
  }
}

/** What the log of a step does not tell, or tells otherwise. */
function oneLineOf(line: TranscriptLine): string | undefined {
  switch (line.type) {
    case 'prompt': {
      const [first = '', ...others] = line.text.trim().split('\n');
      const rest = others.length === 0 ? '' : ` (and ${others.length} more lines)`;
      return `asked${line.why === 'first' ? '' : ` again, ${short(line.why)}`}: ${short(first)}${rest}`;
    }
    case 'noise':
      return `  ${line.bytes} bytes that say nothing: ${short(line.sample)}`;
    case 'cut':
      return short(line.text);
    default:
      return undefined;
  }
}

function usageLine({
  inputTokens,
  outputTokens,
  costUsd,
}: Extract<TranscriptLine, { type: 'usage' }>['usage']): string {
  const tokens = tokensText(inputTokens + outputTokens);
  // Most agents name no cost, or only at the end.
  return `  used: ${costUsd === null ? tokens : `${tokens}, ${costText(costUsd)}`}`;
}

/** One line, harmless to show: the file lies where the agent can write. */
function short(text: string): string {
  return sanitise(text.slice(0, longestLine * 4))
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, longestLine);
}
