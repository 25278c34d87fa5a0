import { emitKeypressEvents, type Key as PressedKey } from 'node:readline';
import type { ReadStream, WriteStream } from 'node:tty';
import { createLogUpdate } from 'log-update';
import type { Key, Screen } from './screen.ts';

/**
 * Alternate screen with the cursor hidden, and back; to clear it. DEC private modes 1049 and 25, ECMA-48 §8.3.39 and §8.3.21
 * (xterm, Windows Terminal, and VS Code's own know them).
 */
const enter = '\u001b[?1049h\u001b[?25l\u001b[2J\u001b[H';
const leave = '\u001b[?25h\u001b[?1049l';
const clear = '\u001b[2J\u001b[H';

/** The terminal of this process. */
export class ProcessScreen implements Screen {
  readonly #input: ReadStream;
  readonly #output: WriteStream;
  readonly #render;
  readonly #wasRaw: boolean;
  readonly #off: (() => void)[] = [];
  #isOpen = true;

  constructor(input: ReadStream, output: WriteStream) {
    this.#input = input;
    this.#output = output;
    this.#render = createLogUpdate(output, { showCursor: true });
    this.#wasRaw = input.isRaw;
    emitKeypressEvents(input);
    input.setRawMode(true);
    input.resume();
    output.write(enter);
    // Whatever ends the process, the terminal is given back.
    const give = () => this.close();
    process.once('exit', give);
    this.#off.push(() => process.off('exit', give));
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
      const end = () => {
        this.close();
        process.kill(process.pid, signal);
      };
      process.once(signal, end);
      this.#off.push(() => process.off(signal, end));
    }
  }

  get columns(): number {
    return this.#output.columns;
  }

  get rows(): number {
    return this.#output.rows;
  }

  draw(lines: readonly string[]): void {
    // The last row stays free: log-update leaves the cursor below what it has drawn.
    if (this.#isOpen) this.#render(lines.slice(0, Math.max(0, this.rows - 1)).join('\n'));
  }

  onKey(listener: (key: Key) => void): void {
    const pressed = (text: string | undefined, key: PressedKey): void => listener(nameOf(text, key));
    this.#input.on('keypress', pressed);
    this.#off.push(() => this.#input.off('keypress', pressed));
  }

  onResize(listener: () => void): void {
    const resized = (): void => {
      // Lines of another width stand there, broken anew by the terminal: nothing of them can be kept.
      this.#render.done();
      this.#output.write(clear);
      listener();
    };
    this.#output.on('resize', resized);
    this.#off.push(() => this.#output.off('resize', resized));
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (const off of this.#off) off();
    this.#output.write(leave);
    this.#input.setRawMode(this.#wasRaw);
    this.#input.pause();
  }
}

const named: ReadonlySet<string> = new Set(
  'up,down,left,right,pageup,pagedown,home,end,return,escape,backspace,tab'.split(','),
);

function nameOf(text: string | undefined, { name, ctrl }: PressedKey): Key {
  if (ctrl === true && name !== undefined) return `ctrl+${name}`;
  if (name === 'enter') return 'return';
  return name !== undefined && named.has(name) ? name : (text ?? name ?? '');
}
