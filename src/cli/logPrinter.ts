import { setTimeout as delay } from 'node:timers/promises';
import { ok } from '../model/result.ts';
import type { RunnerClient } from '../protocol/client.ts';
import { type Ending, exitCodes, refused } from './ending.ts';
import type { LoggedStep } from './loggedSteps.ts';
import { inert } from './text/inert.ts';
import { paint } from './text/paint.ts';
import { itemTag } from './text/progressText.ts';
import type { Invocation } from './world.ts';

/** How often the output of a step that runs is looked at, in milliseconds. */
export const pollEvery = 200;

/** How output is told apart. `tagged`: steps run side by side, and each line begins with the key of its item. */
export interface LogStyle {
  /** A step that runs is followed until it has ended. */
  readonly toTheEnd: boolean;
  readonly tagged: boolean;
}

/** What is printed: text, with or without what agents thought, or the lines of their transcripts. */
export interface LogForm {
  readonly lines: boolean;
  readonly thinking: boolean;
}

const formOf = ({ lines, thinking }: LogForm): 'lines' | 'thinking' | 'text' =>
  lines ? 'lines' : thinking ? 'thinking' : 'text';

/** Prints the output of steps, each byte once, however often it is asked to. */
export class LogPrinter {
  readonly #invocation: Invocation;
  readonly #run: string;
  readonly #form: LogForm;
  readonly #offsets = new Map<string, number>();
  readonly #ended = new Set<string>();
  /** Of steps side by side: the beginning of a line that is not whole yet. */
  readonly #begun = new Map<string, string>();
  #last = '\n';

  constructor(invocation: Invocation, run: string, form: LogForm) {
    this.#invocation = invocation;
    this.#run = run;
    this.#form = form;
  }

  /** Grows with what was printed. */
  get progress(): number {
    return [...this.#offsets.values()].reduce((sum, offset) => sum + offset, this.#offsets.size);
  }

  /** Whether all of a step's output was printed. */
  isOver(step: LoggedStep): boolean {
    return this.#ended.has(step.key);
  }

  /** Prints what is new of a step, under a heading at first; an ending where it could not. */
  async print(client: RunnerClient, step: LoggedStep, style: LogStyle): Promise<Ending | undefined> {
    if (this.isOver(step)) return undefined;
    const { signal } = this.#invocation;
    if (!this.#offsets.has(step.key)) this.#printHeading(step, style);
    for (;;) {
      const offset = this.#offsets.get(step.key) ?? 0;
      const asked = { run: this.#run, step: step.key, offset, form: formOf(this.#form) };
      const read = await client.request('readLog', asked, signal);
      if (signal.aborted) return ok(exitCodes.interrupted);
      if (!read.ok) return refused(read.error);
      const { text, next, ended } = read.value;
      this.#offsets.set(step.key, next);
      if (ended) this.#ended.add(step.key);
      this.#printText(step, { text, ended }, style);
      if (ended || (next === offset && !style.toTheEnd)) break;
      if (next === offset) await delay(pollEvery, undefined, { signal }).catch(() => {});
    }
    if (this.#last !== '\n') this.#write('\n');
    return undefined;
  }

  #printText(step: LoggedStep, { text, ended }: { readonly text: string; readonly ended: boolean }, style: LogStyle) {
    if (this.#form.lines) this.#printLines(step, text);
    else if (style.tagged) this.#writeTagged(step, text, ended);
    else this.#write(text);
  }

  #printHeading({ title, item }: LoggedStep, { tagged }: LogStyle): void {
    if (this.#form.lines) return;
    const { terminal } = this.#invocation;
    const brush = paint(terminal.colours);
    const where = item === undefined || tagged ? '' : `${inert(item)}: `;
    const heading = brush.bold(`== ${where}${inert(title)} ==`);
    terminal.print(tagged ? `${this.#tag(item)}${heading}` : heading);
  }

  #tag(item: string | undefined): string {
    return item === undefined ? '' : `${itemTag(item, paint(this.#invocation.terminal.colours))} `;
  }

  /** The runner sends whole lines that it has read itself. */
  #printLines({ key }: LoggedStep, text: string): void {
    for (const line of text.split('\n')) {
      if (line === '') continue;
      const entry = JSON.parse(line) as { readonly type: string };
      if (entry.type === 'thinking' && !this.#form.thinking) continue;
      this.#invocation.terminal.print(JSON.stringify({ step: key, ...entry }));
    }
  }

  #writeTagged({ key, item }: LoggedStep, text: string, ended: boolean): void {
    const lines = `${this.#begun.get(key) ?? ''}${text}`.split('\n');
    const rest = lines.pop() ?? '';
    const whole = ended && rest !== '' ? [...lines, rest] : lines;
    if (ended) this.#begun.delete(key);
    else this.#begun.set(key, rest);
    for (const line of whole) this.#write(`${this.#tag(item)}${line}\n`);
  }

  #write(text: string): void {
    this.#invocation.terminal.write(text);
    this.#last = text.at(-1) ?? this.#last;
  }
}
