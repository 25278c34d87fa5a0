/** Deeper JSON is refused before it is parsed: no report is, and each level costs memory. */
const depthLimit = 100;

function tooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 92) at++;
      else if (code === 34) quoted = false;
    } else if (code === 34) quoted = true;
    else if (code === 123 || code === 91) {
      depth++;
      if (depth > depthLimit) return true;
    } else if (code === 125 || code === 93) depth--;
  }
  return false;
}

/** The value that a text is as JSON; undefined if it is none, or nested deeper than 100 levels. Never throws. */
export function parseJson(text: string): unknown {
  if (tooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** So many lines that look like JSON are tried: a line that is none costs more than one that is. */
const triedLines = 1_000;

/**
 * The JSON that an output is, or else its last line that is JSON, where `wanted` says yes to it. Runners' reports come
 * between the lines of whatever started them. No character is parsed more than twice.
 */
export function jsonIn<T>(output: string, wanted: (value: unknown) => value is T): T | undefined {
  const whole = /^\s*[{[]/.test(output.slice(0, 1_000)) ? parseJson(output.trim()) : undefined;
  if (wanted(whole)) return whole;
  let tried = 0;
  for (let stop = output.length; stop >= 0 && tried < triedLines; ) {
    const start = stop === 0 ? 0 : output.lastIndexOf('\n', stop - 1) + 1;
    const line = output.slice(start, stop).trim();
    if (/^(?:\{|\[)/.test(line) && (line.endsWith('}') || line.endsWith(']'))) {
      tried += 1;
      const value = parseJson(line);
      if (wanted(value)) return value;
    }
    stop = start - 1;
  }
  return undefined;
}

export type JsonObject = { readonly [key: string]: unknown };
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
