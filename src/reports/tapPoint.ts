/** One line of TAP that says how a test ended. */
export interface TapPoint {
  readonly ok: boolean;
  readonly name: string;
  /** Skipped or to do: it counts as skipped, however it ended. */
  readonly excused: boolean;
  /** Its subtests follow in braces, as vitest and old node-tap print them. */
  readonly opens: boolean;
}

const pointLine = /^(not )?ok\b(?: +(\d+))?(?: +- ?| +|$)(.*)$/;

/** A line without its indentation as a test point; https://testanything.org/tap-version-14-specification.html */
export function tapPoint(line: string): TapPoint | undefined {
  const match = pointLine.exec(line);
  if (!match) return undefined;
  const rest = match[3] ?? '';
  const opens = rest === '{' || rest.endsWith(' {');
  const text = opens ? rest.slice(0, -1) : rest;
  const at = directiveAt(text);
  const directive = text.slice(at).toLowerCase();
  return {
    ok: match[1] === undefined,
    name: unescaped(text.slice(0, at).trim()),
    excused: /^#\s*(?:skip|todo)/.test(directive),
    opens,
  };
}

/** Where the directive of a description begins, or its end; a `#` that is escaped begins none. */
function directiveAt(text: string): number {
  const sign = /#\s*(?:skip|todo|time=)/giy;
  for (let at = text.indexOf('#'); at >= 0; at = text.indexOf('#', at + 1)) {
    sign.lastIndex = at;
    if (text[at - 1] !== '\\' && sign.test(text)) return at;
  }
  return text.length;
}

const unescaped = (text: string): string => text.replace(/\\([\\#])/g, '$1');
