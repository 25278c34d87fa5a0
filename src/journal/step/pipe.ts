import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { type OnReadOpts, Socket, type SocketConstructorOpts } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Both ends of a pipe, as file descriptors. */
export interface Pipe {
  readonly read: number;
  readonly write: number;
}

/**
 * Makes a real pipe. Node gives children sockets instead, where `echo >/dev/stderr` fails, and two of them, which loses
 * the order of output and errors. `undefined` where it cannot be had (Windows, no mkfifo): sockets have to do then.
 */
export function makePipe(): Pipe | undefined {
  if (process.platform === 'win32') return undefined;
  let folder: string | undefined;
  let read: number | undefined;
  try {
    folder = mkdtempSync(join(tmpdir(), 'loopwright-pipe-'));
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', ['-m', '600', path], { stdio: 'ignore' });
    read = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    return { read, write: openSync(path, constants.O_WRONLY) };
  } catch {
    if (read !== undefined) closeSync(read);
    return undefined;
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads a pipe to its end through one buffer: the bytes are the listener's only during the call. */
export function readPipe(fd: number, listener: (bytes: Buffer) => void): Socket {
  const options: SocketConstructorOpts & { readonly onread: OnReadOpts } = {
    fd,
    readable: true,
    writable: false,
    onread: {
      buffer: Buffer.allocUnsafe(65_536),
      callback: (length, buffer) => {
        listener(Buffer.from(buffer.buffer, buffer.byteOffset, length));
        return true;
      },
    },
  };
  return new Socket(options);
}
