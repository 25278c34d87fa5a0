import { placeAt, type Reading } from '../reading.ts';
import { isWritten, keyPlace, keysAt, type Lint, textAt } from './lint.ts';

const mends = /\b(?:fix|mend|repair|resolve|solve|correct)(?:e?[sd]|ing)?\b[^.!?\n]{0,80}\b(?:bugs?|defects?)\b/i;
const denies = /\b(?:not|never|no|without|don't|only|other)\b/i;

/** The sentence of a prompt that asks for the fix of a bug; what it forbids is none. */
export function bugFixIn(prompt: string): string | undefined {
  const sentences = prompt.slice(0, 8192).split(/(?<=[.!?])\s|\n/);
  return sentences.find((sentence) => mends.test(sentence) && !denies.test(sentence))?.trim();
}

/** A test that fails without the fix is all that tells a fix from a change that happens to pass. */
export const bugFixWithoutProof: Lint = function* ({ reading }) {
  const because = whyBugFix(reading);
  if (because === undefined) return;
  if (keysAt(reading, ['checks']).some((id) => isWritten(reading, ['checks', id, 'red-green']))) return;
  const at = keyPlace(reading, ['checks']) ?? keyPlace(reading, ['roles', 'maker']);
  if (at) yield { code: 'LW307', ...at, data: { because } };
};

function whyBugFix(reading: Reading): string | undefined {
  if (!isWritten(reading, ['roles', 'maker'])) return undefined;
  if (placeAt(reading, ['roles', 'explorer', 'root-cause'])?.value === true) return 'root-cause: true';
  const prompt = textAt(reading, ['roles', 'maker', 'prompt']);
  const sentence = prompt && bugFixIn(prompt.text);
  return sentence === undefined ? undefined : sentence.slice(0, 80);
}
