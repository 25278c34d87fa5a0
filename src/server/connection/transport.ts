import { connect } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { Frames, framed } from './frames.ts';

/** Text that was not JSON, as a message. */
export const unreadable = Symbol('unreadable');

/** How messages reach the client and come from it. */
export interface Transport {
  /** Does not throw where the client is gone: then {@link listen} says so. */
  send(message: object): void;
  /** To be called once. `ended`: nothing comes any more. */
  listen(received: (message: unknown) => void, ended: (because?: string) => void): void;
}

/** The transport that arguments name as the protocol says: `--stdio`, `--node-ipc`, `--socket=<port>`, `--pipe=<name>`. */
export function transportOf(args: readonly string[]): Transport {
  if (args.includes('--node-ipc')) return overIpc();
  if (args.includes('--stdio')) {
    // Standard output is the protocol's alone, whatever a library has to say.
    console.log = console.error;
    return overStreams(process.stdin, process.stdout);
  }
  const port = argumentOf(args, '--socket');
  const name = argumentOf(args, '--pipe');
  if (port === undefined && name === undefined) {
    throw new Error(
      'The language server is told how it is spoken to: --stdio, --node-ipc, --socket=<port> or --pipe=<name>.',
    );
  }
  const socket = name === undefined ? connect(Number(port), '127.0.0.1') : connect(name);
  return overStreams(socket, socket);
}

/** The value of an argument, behind `=` or the next. */
export function argumentOf(args: readonly string[], name: string): string | undefined {
  const joined = args.find((each) => each.startsWith(`${name}=`));
  if (joined !== undefined) return joined.slice(name.length + 1);
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

/** The channel that `fork` makes: VS Code's way. */
function overIpc(): Transport {
  return {
    send: (message) => void process.send?.(message, undefined, undefined, () => {}),
    listen(received, ended) {
      process.on('message', received);
      process.once('disconnect', () => ended());
    },
  };
}

/** Streams of bytes, on which nothing else may be written. */
export function overStreams(from: Readable, to: Writable): Transport {
  const frames = new Frames();
  return {
    send: (message) => void to.write(framed(message)),
    listen(received, ended) {
      from.on('data', (piece: Buffer) => {
        try {
          for (const text of frames.take(piece)) received(parsed(text));
        } catch (error) {
          ended(error instanceof Error ? error.message : String(error));
        }
      });
      for (const end of ['end', 'close', 'error']) from.once(end, () => ended());
      // A client that reads no more is gone, or about to be.
      to.on('error', () => ended());
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return unreadable;
  }
}
