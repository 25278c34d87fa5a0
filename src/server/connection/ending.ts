import type { Connection } from './connection.ts';
import { argumentOf } from './transport.ts';

/** How often it is looked whether the client's process is there, in milliseconds. */
const lookEvery = 3000;

/**
 * Ends the process when the client says so or is gone, as the protocol wants it: exit code 0 after a `shutdown`, 1 without.
 * `watch` is told the process of the client, whose death may leave the connection open.
 */
export class Ending {
  #isShutDown = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(args: readonly string[]) {
    const given = Number(argumentOf(args, '--clientProcessId'));
    if (given > 0) this.watch(given);
  }

  /** Begins to listen, and to end with the client. */
  follow(connection: Connection, shutDown: () => void): void {
    connection.onRequest('shutdown', () => {
      this.#isShutDown = true;
      shutDown();
      return null;
    });
    connection.onNotification('exit', () => this.#exit());
    connection.listen((because) => {
      if (because !== undefined) console.error(because);
      this.#exit();
    });
  }

  watch(clientProcess: number): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      if (!isAlive(clientProcess)) this.#exit();
    }, lookEvery);
    this.#timer.unref();
  }

  #exit(): never {
    process.exit(this.#isShutDown ? 0 : 1);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is there nevertheless.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
