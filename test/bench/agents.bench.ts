import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adapterOf } from '../../src/agents/drive/adapters.ts';
import { LineSplitter } from '../../src/agents/drive/lineSplitter.ts';
import type { ProcessStarter, Turn } from '../../src/agents/port.ts';
import { Redactor } from '../../src/redaction/redact.ts';
import { startFigures } from './agents/starts.ts';
import { type Bench, figure } from './bench.ts';

const megabyte = 1_000_000;
const size = 100 * megabyte;
/** Bytes that come from a pipe at once. */
const pipe = 65_536;

/** What the real agents cost through our driver beside the bare programs, and how fast what they print is read. */
const agents: Bench = {
  name: 'agents',
  title: 'agents started by our driver and bare (Linux); what they print, read and redacted',
  async run(context) {
    const { root, folder, log } = context;
    const recording = join(root, 'test', 'agents', 'recordings', 'claude-edit.jsonl');
    const printed = repeated(await readFile(recording));
    log(`${Math.round(printed.length / megabyte)} MB of what claude printed`);
    const parsed = await rate(printed.length, () => parse(printed, folder));
    const redacted = await rate(printed.length, () => redact(printed));
    return [
      ...(process.platform === 'linux' ? await startFigures(context) : []),
      figure('transcript parsed', parsed, 'MB/s', { op: '>=', value: 100 }),
      figure('redaction', redacted, 'MB/s', { op: '>=', value: 50 }),
    ];
  },
};

export default agents;

function repeated(bytes: Buffer): Buffer {
  // The last event ends the turn, after which nothing is read; it comes once, at the end.
  const lastLine = bytes.lastIndexOf(0x0a, bytes.length - 2) + 1;
  const middle = bytes.subarray(0, lastLine);
  const times = Math.ceil(size / middle.length);
  return Buffer.concat([...Array.from({ length: times }, () => middle), bytes.subarray(lastLine)]);
}

async function rate(bytes: number, work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return bytes / megabyte / ((performance.now() - startedAt) / 1000);
}

/** Through the adapter, as if the program printed it. */
async function parse(printed: Buffer, folder: string): Promise<void> {
  const processes: ProcessStarter = {
    start({ onLine }) {
      const lines = new LineSplitter(onLine);
      const ended = new Promise<{ exitCode: number; signal: null; stderr: string }>((resolve) =>
        setImmediate(() => {
          for (let at = 0; at < printed.length; at += pipe) lines.push(printed.subarray(at, at + pipe));
          lines.end();
          resolve({ exitCode: 0, signal: null, stderr: '' });
        }),
      );
      return { write: () => undefined, closeInput: () => undefined, end: async () => undefined, ended };
    },
  };
  const turn: Turn = {
    program: ['claude'],
    cwd: folder,
    env: {},
    scratch: folder,
    prompt: 'Do it.',
    readOnly: false,
    mcp: [],
    retries: 0,
  };
  let events = 0;
  const outcome = await adapterOf('claude').run(turn, () => events++, new AbortController().signal, processes);
  if (outcome.status !== 'completed' || events < 1000) throw new Error(`not parsed: ${JSON.stringify(outcome)}`);
}

function redact(printed: Buffer): number {
  const redactor = new Redactor(['a-secret-of-the-user-0123456789']);
  let length = 0;
  for (let at = 0; at < printed.length; at += pipe) {
    length += redactor.push(printed.toString('utf8', at, at + pipe)).length;
  }
  return length + redactor.end().length;
}
