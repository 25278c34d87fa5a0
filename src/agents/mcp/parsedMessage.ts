/** A message as it came, for `ToolServer.answer`; undefined where it is no JSON. */
export function parsedMessage(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
