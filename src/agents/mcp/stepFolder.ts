import { join } from 'node:path';
import { appendPlain } from '../report/appendPlain.ts';
import { openPlain } from '../report/openPlain.ts';
import { reportFile } from '../report/reportFile.ts';
import type { ReportLine } from '../report/reportLine.ts';

/** The state document that a role is given, in the step's folder. */
export const stateFile = (directory: string): string => join(directory, 'memory.md');

/** Lines that are taken of one agent; a report takes no more of a kind. */
const mostLines = 200;
/** Bytes of them, a quarter of what is read of a report: usage and verdict stand in it too. */
const mostBytes = 256 * 1024;
/** Bytes of the state document that are shown. */
const mostOfState = 256 * 1024;

/** The folder of the step as the agent's tools see it: lines go into the report, the state document comes out. */
export class StepFolder {
  readonly directory: string;
  readonly #said = new Set<string>();
  #lines = 0;
  #bytes = 0;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Appends a line to the report; one with a name that was appended already is not said twice. Rejects when it is full. */
  async report(line: ReportLine, name?: string): Promise<void> {
    if (name !== undefined && this.#said.has(name)) return;
    const bytes = Buffer.byteLength(JSON.stringify(line));
    if (this.#lines >= mostLines || this.#bytes + bytes > mostBytes) {
      throw new Error('You have reported as much as anybody reads. Go on with your task.');
    }
    this.#lines += 1;
    this.#bytes += bytes;
    await appendPlain(reportFile(this.directory), line);
    if (name !== undefined) this.#said.add(name);
  }

  /** The state document; empty where there is none. */
  async state(): Promise<string> {
    const handle = await openPlain(stateFile(this.directory));
    if (typeof handle === 'string') return '';
    try {
      const buffer = Buffer.alloc(mostOfState);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      return buffer.toString('utf8', 0, bytesRead).trim();
    } finally {
      await handle.close();
    }
  }
}
