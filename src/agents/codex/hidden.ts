import * as z from 'zod';

/** A command that the sandbox stopped, of which the app-server tells nothing. */
export interface HiddenDenial {
  readonly command: string;
  readonly output: string;
}

const record = z.object({
  type: z.string(),
  payload: z.looseObject({
    type: z.string().optional().catch(undefined),
    turn_id: z.string().optional().catch(undefined),
    call_id: z.string().optional().catch(undefined),
    arguments: z.string().optional().catch(undefined),
    input: z.string().optional().catch(undefined),
    output: z.unknown().optional(),
  }),
});

/** What Linux and macOS say to whom a sandbox stops. */
const stopped = /read-only file system|operation not permitted|permission denied/iu;
const failed = /exited with code [1-9]|\\?"exit_code\\?":\s*[1-9]|"success":\s*false/u;

/**
 * Commands of one turn that the sandbox stopped, from what codex keeps of a thread on disk (its "rollout", lines of JSON).
 * Measured with 0.169: the app-server shows every command but those, in which it finds the words of a sandbox. `shown` is
 * what the failed commands that it did show have printed. What cannot be read is passed over.
 */
export function hiddenDenials(rollout: string, turn: string, shown: readonly string[]): readonly HiddenDenial[] {
  const calls = new Map<string, string>();
  const found: HiddenDenial[] = [];
  let isOurs = false;
  for (const line of rollout.split('\n')) {
    const entry = asRecord(line);
    if (entry === undefined) continue;
    const { type, payload } = entry;
    if (type === 'turn_context') isOurs = payload.turn_id === turn;
    if (!isOurs || type !== 'response_item' || payload.call_id === undefined) continue;
    if (payload.output === undefined) calls.set(payload.call_id, payload.input ?? payload.arguments ?? '');
    else {
      const output = textOf(payload.output);
      const isHidden = stopped.test(output) && failed.test(output) && !shown.some((text) => holds(output, text));
      if (isHidden) found.push({ command: commandIn(calls.get(payload.call_id) ?? ''), output: printedIn(output) });
    }
  }
  return found;
}

function asRecord(line: string): z.infer<typeof record> | undefined {
  if (!line.includes('"turn_context"') && !line.includes('"call_id"')) return undefined;
  return record.safeParse(asJson(line)).data;
}

function textOf(output: unknown): string {
  if (typeof output === 'string') return output;
  if (!Array.isArray(output)) return JSON.stringify(output) ?? '';
  return output.map((part: unknown) => (hasText(part) ? part.text : '')).join('\n');
}

const hasText = (part: unknown): part is { text: string } =>
  typeof part === 'object' && part !== null && 'text' in part && typeof part.text === 'string';

/** Models that write JavaScript get the output as JSON in a string. */
function holds(output: string, text: string): boolean {
  return text !== '' && (output.includes(text) || output.includes(JSON.stringify(text).slice(1, -1)));
}

/** The command of a call: of its arguments in JSON, of the JavaScript that some models write, else the call as it is. */
function commandIn(call: string): string {
  const { cmd, command } = (asJson(call) ?? {}) as { cmd?: unknown; command?: unknown };
  const said = cmd ?? command;
  if (Array.isArray(said)) return said.join(' ');
  if (typeof said === 'string') return said;
  return quotedAfter(/\bcmd:\s*/u, call) ?? call;
}

/** What the command printed, without what codex says about it. */
function printedIn(output: string): string {
  return quotedAfter(/"output":\s*/u, output) ?? output.split('\nOutput:\n').at(-1) ?? output;
}

function quotedAfter(before: RegExp, text: string): string | undefined {
  const quoted = new RegExp(`${before.source}("(?:[^"\\\\]|\\\\.)*")`, 'u').exec(text)?.[1];
  const value = quoted === undefined ? undefined : asJson(quoted);
  return typeof value === 'string' ? value : undefined;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
