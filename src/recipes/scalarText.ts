import { isMap, isScalar, isSeq, parseDocument, Scalar } from 'yaml';

export interface ScalarPlace {
  /** Within `{ … }` or `[ … ]`, where commas and brackets end a plain text. */
  readonly inFlow: boolean;
}

/** A text as a YAML scalar on one line: plain where every reader takes it for that text, else in double quotes. */
export function scalarText(value: string, { inFlow }: ScalarPlace): string {
  return isPlainSafe(value, inFlow) ? value : JSON.stringify(value);
}

/** Asks the parser itself, so that no rule of YAML is written down twice. */
function isPlainSafe(value: string, inFlow: boolean): boolean {
  // `12_000` is a number to YAML 1.1 and to our own reading; `yes` and `off` are to YAML 1.1.
  if (/^[\d_.+-]+$/.test(value) || /^(y|n|yes|no|on|off)$/i.test(value)) return false;
  const node = inFlow ? inList(value) : inMap(value);
  return isScalar(node) && node.type === Scalar.PLAIN && node.value === value && node.comment === undefined;
}

function inMap(value: string): unknown {
  const { contents, errors, warnings } = parsed(`key: ${value}\n`);
  if (errors.length + warnings.length > 0 || !isMap(contents) || contents.items.length !== 1) return undefined;
  return contents.items[0]?.value;
}

function inList(value: string): unknown {
  const { contents, errors, warnings } = parsed(`[${value}]\n`);
  if (errors.length + warnings.length > 0 || !isSeq(contents) || contents.items.length !== 1) return undefined;
  return contents.items[0];
}

const parsed = (text: string) => parseDocument(text, { logLevel: 'silent', prettyErrors: false });
