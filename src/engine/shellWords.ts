/**
 * The simple commands of a shell line, each as its words with quotes taken away: enough to see which programs and files
 * it names. Pipes, lists, subshells and substitutions end a command; what a redirection goes to is left out. Nothing is
 * expanded. Takes time linear in the line and never fails, whatever it is given.
 */
export function commandsIn(line: string): readonly (readonly string[])[] {
  const splitter = new Splitter(line);
  for (let at = 0; at < line.length; ) at = splitter.take(at);
  splitter.endCommand();
  return splitter.commands;
}

class Splitter {
  readonly commands: string[][] = [];
  readonly #line: string;
  #words: string[] = [];
  #word: string | undefined;
  /** The next word is where a redirection goes to. */
  #isTarget = false;

  constructor(line: string) {
    this.#line = line;
  }

  /** Takes what stands at an offset and returns the next one. */
  take(at: number): number {
    const character = this.#line[at] ?? '';
    if (character === "'" || character === '"') return this.#quoted(at);
    if (character === '\\') return this.#escaped(at + 1);
    if (character === '#' && this.#word === undefined) return this.#endOfLine(at);
    if (character === '>' || character === '<') return this.#redirected(at);
    if (/[;&|\n\r()`]/.test(character)) {
      if (character === '(' && this.#word === '$') this.#word = undefined;
      this.endCommand();
    } else if (character === ' ' || character === '\t') this.#endWord();
    else this.#add(character);
    return at + 1;
  }

  endCommand(): void {
    this.#endWord();
    this.#isTarget = false;
    if (this.#words.length > 0) this.commands.push(this.#words);
    this.#words = [];
  }

  #add(text: string): void {
    this.#word = (this.#word ?? '') + text;
  }

  #endWord(): void {
    if (this.#word === undefined) return;
    if (!this.#isTarget) this.#words.push(this.#word);
    this.#isTarget = false;
    this.#word = undefined;
  }

  #quoted(start: number): number {
    const quote = this.#line[start];
    this.#add('');
    let at = start + 1;
    for (; at < this.#line.length && this.#line[at] !== quote; at++) {
      const isEscape = this.#line[at] === '\\' && quote === '"' && /["\\$`]/.test(this.#line[at + 1] ?? '');
      if (isEscape) at += 1;
      this.#add(this.#line[at] ?? '');
    }
    return at + 1;
  }

  /** A backslash at the end of a line joins it with the next. */
  #escaped(at: number): number {
    const character = this.#line[at] ?? '';
    if (!/[\r\n]/.test(character)) this.#add(character);
    return at + 1;
  }

  #endOfLine(at: number): number {
    const end = this.#line.indexOf('\n', at);
    return end === -1 ? this.#line.length : end;
  }

  #redirected(at: number): number {
    // `2>` names a stream, not a word of the command.
    if (this.#word !== undefined && /^\d*$/.test(this.#word)) this.#word = undefined;
    this.#endWord();
    this.#isTarget = true;
    let next = at + 1;
    while (/[<>&|]/.test(this.#line[next] ?? '')) next += 1;
    return next;
  }
}
