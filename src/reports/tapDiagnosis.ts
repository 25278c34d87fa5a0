import { couldNotRun } from './couldNotRun.ts';

const wanted = /^(failureType|error|message|exitCode|location|at|type):\s*(.*)$/;

/**
 * The few keys of a test point's YAML that matter, read line by line: it is not always YAML, and it is not trusted.
 * The first value of a key counts.
 */
export class TapDiagnosis {
  readonly indent: number;
  readonly #values = new Map<string, string>();
  #section = '';

  constructor(indent: number) {
    this.indent = indent;
  }

  add(line: string): void {
    const indent = line.search(/\S/);
    if (indent < 0) return;
    const text = line.slice(indent);
    const match = wanted.exec(text);
    if (indent === this.indent) {
      this.#section = match?.[1] ?? '';
      if (match) this.#put(this.#section, match[2] ?? '');
    } else if (indent > this.indent && this.#section === 'error' && !this.#values.get('error')) {
      // Either the first line of a block, or the keys of what was thrown.
      if (match?.[1] === 'message') this.#values.set('error', unquoted(match[2] ?? ''));
      else if (!/^name:/.test(text)) this.#values.set('error', text);
    }
  }

  #put(key: string, value: string): void {
    if (!this.#values.has(key)) this.#values.set(key, /^[|>][-+]?$/.test(value) ? '' : unquoted(value));
  }

  get message(): string {
    return this.#values.get('error') || this.#values.get('message') || '';
  }

  /** The file that the test stands in, without line and column. */
  get file(): string {
    const at = this.#values.get('location') ?? '';
    return at.replace(/(?::\d+){1,2}$/, '');
  }

  get isSuite(): boolean {
    return this.#values.get('type') === 'suite';
  }

  /** What `node --test` says went wrong; of others only the message can tell. Undefined where nothing was said. */
  get status(): 'failed' | 'errored' | undefined {
    const type = this.#values.get('failureType');
    // A top-level test that never ends is cancelled by the end of the process, not by its parent.
    const hung = this.message.startsWith('Promise resolution is still pending');
    if (type === 'hookFailed' || (type === 'cancelledByParent' && !hung)) return 'errored';
    // A file that broke is a point with the exit code of its process.
    if (this.#values.has('exitCode') || couldNotRun(this.message)) return 'errored';
    return type === undefined && this.message === '' ? undefined : 'failed';
  }
}

const unquoted = (value: string): string => {
  const quote = value[0];
  if ((quote !== "'" && quote !== '"') || value.at(-1) !== quote || value.length < 2) {
    return quote === '"' ? value.slice(1) : value;
  }
  return value.slice(1, -1).replace(/\\(.)/g, '$1');
};
