import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kindWeights, signWeights } from '../../../../src/review/risk/weights.ts';

const docs = readFileSync(new URL('../../../../docs/review.md', import.meta.url), 'utf8');
const rows = Array.from(docs.matchAll(/^\| (\d+) \| ([\w ]+) \| (.+) \|$/gm), ([, weight, name, why]) => ({
  name,
  weight: Number(weight),
  why,
}));

describe('the table of docs/review.md', () => {
  it('says what each kind and sign adds, and why, heaviest first', () => {
    const told = [...Object.entries(kindWeights), ...Object.entries(signWeights)].map(([name, { weight, why }]) => {
      return { name: name.replaceAll('-', ' '), weight, why };
    });
    expect(rows).toEqual(told);
    const weights = Object.values(signWeights).map(({ weight }) => weight);
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
  });
});
