/** The parts of a process that are needed to read a line without showing it. */
export interface KeyReader {
  readonly stdin: Pick<NodeJS.ReadStream, 'setRawMode' | 'resume' | 'pause' | 'on' | 'off'>;
  readonly stderr: { write(text: string): unknown };
}

/**
 * A line typed on a terminal that shows nothing of it. Undefined at the end of the input, at Ctrl-C and when `signal` gives
 * up. The question goes to standard error, so that standard output holds results only.
 */
export function hiddenLine(
  { stdin, stderr }: KeyReader,
  question: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  stderr.write(question);
  return new Promise((resolve) => {
    let typed: Typed = { line: '' };
    const end = (value: string | undefined) => {
      stdin.off('data', read);
      stdin.off('end', giveUp);
      signal.removeEventListener('abort', giveUp);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
      resolve(value);
    };
    const giveUp = () => end(undefined);
    const read = (keys: Buffer | string) => {
      for (const key of String(keys)) {
        typed = afterKey(typed.line, key);
        if (typed.over !== undefined) return end(typed.over === 'given' ? typed.line : undefined);
      }
    };
    signal.addEventListener('abort', giveUp);
    stdin.on('data', read);
    stdin.on('end', giveUp);
    stdin.setRawMode(true);
    stdin.resume();
  });
}

interface Typed {
  readonly line: string;
  readonly over?: 'given' | 'given up';
}

/** What a key does in raw mode, where the terminal itself does nothing about it. */
function afterKey(line: string, key: string): Typed {
  switch (key) {
    case '\r':
    case '\n':
      return { line, over: 'given' };
    // Ctrl-C
    case '\u0003':
      return { line, over: 'given up' };
    // Ctrl-D ends the input only where nothing is typed.
    case '\u0004':
      return line === '' ? { line, over: 'given up' } : { line };
    case '\b':
    case '\u007f':
      return { line: [...line].slice(0, -1).join('') };
    default:
      return { line: key >= ' ' ? line + key : line };
  }
}
