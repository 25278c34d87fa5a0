import { rangeMacros } from '../model/goalContext.ts';

/** One step of `checks.tests.passed`: a name, a call with what it is given, or a place in a list or map. */
export interface ChainStep {
  readonly name: string;
  readonly kind: 'name' | 'call' | 'index';
}

/** A name that a macro binds, and what the macro ranges over. */
export interface Bound {
  readonly name: string;
  readonly over: readonly ChainStep[];
}

/**
 * The steps that end right before an offset of an expression, which need not be whole: `a.b(c)[0]` gives `a`, `b(…)`, `[0]`.
 * Undefined where no name stands there. Linear in the text.
 */
export function chainBefore(text: string, end: number = text.length): readonly ChainStep[] | undefined {
  const steps: ChainStep[] = [];
  let at = end;
  for (;;) {
    at = skipBack(text, at);
    const last = text[at - 1] ?? '';
    if (last === ']') {
      const open = openingOf(text, at);
      if (open === undefined) return undefined;
      const inside = text.slice(open + 1, at - 1).trim();
      steps.unshift({ name: inside.replace(/^(["'])(.*)\1$/, '$2'), kind: 'index' });
      at = open;
      continue;
    }
    const open = last === ')' ? openingOf(text, at) : at;
    if (open === undefined) return undefined;
    const name = /[A-Za-z_]\w*$/.exec(text.slice(Math.max(0, open - 100), open))?.[0];
    if (name === undefined) return undefined;
    steps.unshift({ name, kind: last === ')' ? 'call' : 'name' });
    at = skipBack(text, open - name.length);
    if (text[at - 1] !== '.') return steps;
    at -= 1;
  }
}

function skipBack(text: string, from: number): number {
  let at = from;
  while (at > 0 && /\s/.test(text[at - 1] ?? '')) at -= 1;
  return at;
}

/** Offset of the bracket that the one right before `end` closes. */
function openingOf(text: string, end: number): number | undefined {
  let depth = 0;
  for (let at = end - 1; at >= 0; at--) {
    const character = text[at] ?? '';
    if (character === ')' || character === ']') depth += 1;
    else if (character === '(' || character === '[') depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}

/** The names that macros bind where a text ends, the innermost first. */
export function boundAtEnd(text: string): readonly Bound[] {
  const bound: Bound[] = [];
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    const character = text[at];
    if (character === ')') depth += 1;
    else if (character === '(' && depth > 0) depth -= 1;
    else if (character === '(') {
      const macro = /\.\s*(\w+)\s*$/.exec(text.slice(Math.max(0, at - 100), at));
      const name = /^\s*([A-Za-z_]\w*)\s*,/.exec(text.slice(at + 1, at + 100))?.[1];
      if (!macro || name === undefined || !Object.hasOwn(rangeMacros, macro[1] ?? '')) continue;
      const over = chainBefore(text, at - macro[0].length);
      if (over !== undefined) bound.push({ name, over });
    }
  }
  return bound;
}

/** Whether an expression is inside a text of its own where it ends. */
export function endsInText(text: string): boolean {
  let quote: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quote !== undefined && character === '\\') at += 1;
    else if (quote !== undefined) quote = character === quote ? undefined : quote;
    else if (character === '"' || character === "'") quote = character;
  }
  return quote !== undefined;
}
