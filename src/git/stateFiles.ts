import { type LoopMemory, loopMemorySchema } from '../model/memory.ts';
import { err, ok, type Result } from '../model/result.ts';

/** Names of the two files in the tree of a state commit. */
export const DOCUMENT = 'state.md';
export const MEMORY = 'memory.json';

/** The largest file that is written to the chain, or read from it. */
export const MOST_BYTES = 1_000_000;

/** A memory as its file: one entry a line, so that git shows what changed. */
export function memoryText(memory: LoopMemory): string {
  const fields = Object.entries(memory).map(([name, value]) => `${JSON.stringify(name)}: ${fieldText(value)}`);
  return `{\n${fields.join(',\n')}\n}\n`;
}

function fieldText(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return JSON.stringify(value);
  return `[\n${value.map((one) => JSON.stringify(one)).join(',\n')}\n]`;
}

/** The memory of `loop` from its file, or why it cannot be read. */
export function parseMemory(loop: string, text: string): Result<LoopMemory, string> {
  const json = parseJson(text);
  if (json === undefined) return err('it is not JSON');
  const parsed = loopMemorySchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return err(`${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'not a memory'}`);
  }
  return parsed.data.loop === loop
    ? ok(parsed.data)
    : err(`it belongs to the loop ${JSON.stringify(parsed.data.loop)}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
